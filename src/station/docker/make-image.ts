import type { StationEvent } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import type { ImageRecipe } from '@domain/images';
import type { DockerClient } from './client';
import { ImageProgress } from './image-progress';
import { lendImage, type ImageLender } from './lend-image';
import { filesOf, recipeLabel, withoutRegistry } from './recipes';

export interface ImageMaking {
  readonly client: DockerClient;
  /** This computer's own daemon, where the image is for another machine; null where there is none. */
  readonly lender: ImageLender | null;
  readonly onProgress: (event: StationEvent) => void;
  readonly signal: AbortSignal;
}

/** Copies the image from this computer's daemon; null where that has none to give. Answers its id. */
export async function borrowImage({ client, lender, onProgress, signal }: ImageMaking, reference: string): Promise<string | null> {
  const lent = (await lender?.(reference)) ?? null;
  if (lent === null) return null;
  await lendImage(lent, { client, reference, signal }, onProgress);
  return client.images.id(reference);
}

/** Builds a recipe by the daemon's own builder. Answers the image's id; throws `image-missing` with what the builder said. */
export async function buildImage({ client, onProgress, signal }: ImageMaking, recipe: ImageRecipe, tag: string): Promise<string> {
  onProgress({ type: 'image', step: `Building the image ${tag}, once`, fraction: 0 });
  const progress = new ImageProgress(onProgress, 'build');
  const refused = async (said: string, cause?: unknown) =>
    failure('image-missing', `${tag} could not be built: ${progress.error ?? said}`, { nextStep: await withoutRegistry(recipe, tag), cause });
  try {
    await client.images.build({ ...filesOf(recipe), tag, labels: { [recipeLabel]: recipe }, signal }, (message) => progress.take(message));
  } catch (cause) {
    signal.throwIfAborted();
    throw await refused(saidBy(cause), cause);
  }
  const id = await client.images.id(tag);
  if (id === null) throw await refused('the builder left no image');
  onProgress({ type: 'image', step: 'The image is ready', fraction: 1 });
  return id;
}

/** Pulls an image from its registry. Answers its id; throws `image-missing` with what the registry said. */
export async function pullImage({ client, onProgress, signal }: ImageMaking, reference: string): Promise<string> {
  onProgress({ type: 'image', step: `Pulling ${reference}`, fraction: null });
  const progress = new ImageProgress(onProgress, 'pull');
  const refused = (said: string, cause?: unknown) =>
    failure('image-missing', `${reference} could not be pulled: ${progress.error ?? said}`, {
      nextStep: 'Check its name and the way to its registry, or load it into this Docker (`docker load`) and try again.',
      cause,
    });
  try {
    await client.images.pull(reference, signal, (message) => progress.take(message));
  } catch (cause) {
    signal.throwIfAborted();
    throw refused(saidBy(cause), cause);
  }
  const id = await client.images.id(reference);
  if (id === null) throw refused('the registry gave no image');
  onProgress({ type: 'image', step: 'The image is ready', fraction: 1 });
  return id;
}

/** The daemon's own words, without what the way to them added. */
const saidBy = (cause: unknown): string => errorOf(cause).detail.replace(/^The Docker daemon answered: (\(HTTP code \d+\) [a-z ]+- )?/, '');
