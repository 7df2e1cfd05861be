import type { EncoderFamily } from '@domain/capabilities';
import type { StationEvent } from '@domain/contract';
import { failure, type CapstanFailure } from '@domain/errors';
import { recipeOfFamily, type FamilyImageState, type ImageChoice, type ImageRecipe } from '@domain/images';
import type { ImageChoices } from '../engine';
import type { ToolName } from '../load/load-tool';
import type { DockerClient } from './client';
import type { ImageLender } from './lend-image';
import { borrowImage, buildImage, pullImage, type ImageMaking } from './make-image';
import { recipeTag } from './recipes';
import { SharedWork } from '../shared-work';

export interface FamilyImagesOptions {
  readonly client: DockerClient;
  /** CAPSTAN_IMAGE: used for every family, as it is; null where it is not set. */
  readonly imageReference: string | null;
  readonly choices: ImageChoices;
  readonly version: string;
  readonly lender: ImageLender | null;
  readonly onProgress: (event: StationEvent) => void;
}

export interface Image {
  /** For people. */
  readonly reference: string;
  readonly id: string;
  /** What containers are made from: the tag of a recipe tells its content, any other name may move and gives way to the id. */
  readonly runs: string;
}

type Wanted = { readonly reference: string } & (
  | { readonly origin: 'recipe'; readonly recipe: ImageRecipe }
  | { readonly origin: 'chosen'; readonly choice: ImageChoice }
  | { readonly origin: 'environment' }
);

/** Which image each family runs in, and how it comes to the daemon. */
export class FamilyImages {
  /** By what is wanted: families may share an image. */
  private readonly making = new Map<string, SharedWork<Image>>();

  constructor(private readonly options: FamilyImagesOptions) {}

  /** The image of a family; it is copied, built or pulled where the daemon does not have it. Throws `image-missing`, or the signal's reason. */
  async ensure(family: EncoderFamily, signal?: AbortSignal): Promise<Image> {
    return this.obtain(await this.wanted(family), signal);
  }

  /** A recipe's own image, whatever its families were given. */
  async ensureRecipe(recipe: ImageRecipe, signal?: AbortSignal): Promise<Image> {
    return this.obtain({ origin: 'recipe', recipe, reference: await recipeTag(recipe, this.options.version) }, signal);
  }

  /** The image of a family where the daemon has it. */
  async present(family: EncoderFamily): Promise<Image | null> {
    return this.found(await this.wanted(family));
  }

  /** What runs a program that tells a GPU's load: Intel's comes with an image, any other from the host into any. Throws `image-missing`. */
  async withTool(name: ToolName): Promise<string> {
    if (name !== 'intel_gpu_top') return (await this.ensure('software')).runs;
    const image = await this.present('vaapi');
    if (image !== null) return image.runs;
    throw failure('image-missing', 'The image that brings it is not on this host; build it: `capstan images build vaapi`.');
  }

  async state(family: EncoderFamily): Promise<FamilyImageState> {
    const wanted = await this.wanted(family);
    return { family, origin: wanted.origin, reference: wanted.reference, id: (await this.found(wanted))?.id ?? null };
  }

  /** Pulls an image of the user's own where the daemon does not have it. Throws `image-missing`. */
  async fetch(reference: string, signal?: AbortSignal): Promise<ImageChoice> {
    const { client } = this.options;
    const makingOptions = this.makingOptions(signal ?? new AbortController().signal);
    if ((await client.images.id(reference)) === null && (await borrowImage(makingOptions, reference)) === null) await pullImage(makingOptions, reference);
    const details = await client.images.inspect(reference);
    if (details === null) throw failure('image-missing', `The daemon at ${client.address} has no image ${reference}.`);
    return { reference, id: details.id, repoDigest: details.repoDigests[0] ?? null };
  }

  private async wanted(family: EncoderFamily): Promise<Wanted> {
    const { imageReference, choices, version } = this.options;
    if (imageReference !== null) return { origin: 'environment', reference: imageReference };
    const choice = choices.get(family);
    if (choice) return { origin: 'chosen', reference: choice.reference, choice };
    const recipe = recipeOfFamily[family];
    return { origin: 'recipe', recipe, reference: await recipeTag(recipe, version) };
  }

  private async found(wanted: Wanted): Promise<Image | null> {
    const { reference } = wanted;
    const name = wanted.origin === 'chosen' ? wanted.choice.id : reference;
    const id = await this.options.client.images.id(name);
    return id === null ? null : { reference, id, runs: name };
  }

  private async obtain(wanted: Wanted, signal?: AbortSignal): Promise<Image> {
    const key = wanted.origin === 'chosen' ? wanted.choice.id : wanted.reference;
    const known = this.making.get(key) ?? new SharedWork((end) => this.make(wanted, end));
    this.making.set(key, known);
    const image = await known.join(signal);
    // It may be removed at any time: who asks next looks again.
    if (this.making.get(key) === known) this.making.delete(key);
    return image;
  }

  private async make(wanted: Wanted, signal: AbortSignal): Promise<Image> {
    const present = await this.found(wanted);
    if (present !== null) return present;
    const { reference } = wanted;
    const making = this.makingOptions(signal);
    if (wanted.origin === 'chosen') return this.makeChosen(wanted.choice, making);
    const lent = await borrowImage(making, reference);
    if (lent !== null) return { reference, id: lent, runs: reference };
    if (wanted.origin === 'environment') {
      throw failure('image-missing', `The daemon at ${this.options.client.address} has no image ${reference} (CAPSTAN_IMAGE).`, {
        nextStep: `Run \`docker pull ${reference}\`, or unset CAPSTAN_IMAGE to use Capstan’s own image.`,
      });
    }
    return { reference, id: await buildImage(making, wanted.recipe, reference), runs: reference };
  }

  /** Only the very image that was chosen will do. */
  private async makeChosen(choice: ImageChoice, making: ImageMaking): Promise<Image> {
    const { reference, id, repoDigest } = choice;
    const got = (await borrowImage(making, id)) ?? (repoDigest === null ? null : await pullImage(making, repoDigest));
    if (got === id) return { reference, id, runs: id };
    throw chosenMissing(this.options.client, choice);
  }

  private makingOptions(signal: AbortSignal): ImageMaking {
    const { client, lender, onProgress } = this.options;
    return { client, lender, onProgress, signal };
  }
}

/** What is said where the very image that the user chose cannot be had. */
export const chosenMissing = ({ address }: DockerClient, { reference, id }: ImageChoice): CapstanFailure =>
  failure('image-missing', `The daemon at ${address} does not have the image ${reference} that was chosen (${id}) any more.`, {
    nextStep: 'Choose it again with `capstan images use`, or go back to Capstan’s own with `capstan images reset`.',
  });
