import { encoderFamilies, type EncoderFamily, type FamilyImage } from '@domain/capabilities';
import { failure } from '@domain/errors';
import type { ImageList, ImageRecipe, StoredImage } from '@domain/images';
import type { EngineImages, ImageChoices } from '../engine';
import type { DockerClient } from './client';
import type { FfmpegBuilds } from './ffmpeg-builds';
import type { FamilyImages } from './images';
import { recipeLabel } from './recipes';

export interface ImageStoreOptions {
  readonly client: DockerClient;
  readonly images: FamilyImages;
  readonly builds: FfmpegBuilds;
  readonly choices: ImageChoices;
  /** CAPSTAN_IMAGE stands above what is chosen here. */
  readonly imageReference: string | null;
}

/** What the daemon keeps for Capstan, and the user's say in it. */
export class ImageStore implements EngineImages {
  constructor(private readonly options: ImageStoreOptions) {}

  async list(): Promise<ImageList> {
    const { client, images, choices } = this.options;
    const families = await Promise.all(encoderFamilies.map((family) => images.state(family)));
    const chosen = encoderFamilies.flatMap((family) => choices.get(family)?.id ?? []);
    const ids = new Set([...(await client.images.labelled(recipeLabel)), ...families.flatMap(({ id }) => id ?? []), ...chosen]);
    const counts = await client.images.containerCounts();
    const stored = await Promise.all(
      [...ids].map(async (id): Promise<StoredImage[]> => {
        const details = await client.images.inspect(id);
        if (details === null) return [];
        const { tags, repoDigests, labels, sizeBytes, createdAt } = details;
        const recipe = labels[recipeLabel] ?? null;
        const of = families.filter((family) => family.id === id).map(({ family }) => family);
        const containers = counts.get(id) ?? 0;
        const unused = recipe !== null && isOurs(recipe, tags) && of.length === 0 && !chosen.includes(id) && containers === 0;
        return [{ id, references: [...(tags.length > 0 ? tags : repoDigests)], recipe, sizeBytes, createdAt, families: of, containers, unused }];
      }),
    );
    return { families, images: stored.flat().toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)) };
  }

  async build(recipe: ImageRecipe, signal: AbortSignal): Promise<{ reference: string; id: string }> {
    const { reference, id } = await this.options.images.ensureRecipe(recipe, signal);
    return { reference, id };
  }

  async use(family: EncoderFamily, reference: string, signal: AbortSignal): Promise<FamilyImage> {
    const { images, builds, choices, imageReference } = this.options;
    if (imageReference !== null) {
      throw failure('preset-invalid', `CAPSTAN_IMAGE=${imageReference} stands above every choice.`, { nextStep: 'Unset CAPSTAN_IMAGE first.' });
    }
    const choice = await images.fetch(reference, signal);
    // An image that holds no ffmpeg is refused now, and not at the first recording.
    const ffmpeg = await builds.of({ reference, id: choice.id, runs: choice.id });
    choices.set(family, choice);
    return { family, reference, id: choice.id, ffmpeg };
  }

  reset(family: EncoderFamily): void {
    this.options.choices.set(family, null);
  }

  async remove(ids: readonly string[]): Promise<StoredImage[]> {
    const removed: StoredImage[] = [];
    for (const image of (await this.list()).images) {
      if (!image.unused || !ids.includes(image.id)) continue;
      await this.options.client.images.remove(image.id);
      removed.push(image);
    }
    return removed;
  }
}

/** Labels are inherited: an image that was made from one of Capstan's has them too, under names of its own or none. */
const isOurs = (recipe: string, tags: readonly string[]): boolean =>
  tags.length > 0 && tags.every((tag) => tag.replace(/^(?:localhost|docker\.io)\//, '').startsWith(`capstan/${recipe}:`));
