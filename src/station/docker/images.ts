import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StationEvent } from '@domain/contract';
import { failure } from '@domain/errors';
import type { DockerClient } from './client';
import { lendImage, type ImageLender } from './lend-image';

const recipeFiles = ['Dockerfile', 'packages.txt'] as const;

/** Folder of the image recipes, from wherever this code was bundled to. */
export function imagesDirectory(): string {
  const candidates = [1, 2, 3, 4].map((levels) => join(__dirname, ...Array<string>(levels).fill('..'), 'resources', 'images'));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw failure('internal', `The image recipes are not installed beside ${__dirname}.`);
  return found;
}

/** `capstan/FAMILY:VERSION-HASH`, with the hash over the recipe's files: a changed recipe is another image. */
export async function recipeTag(family: string, version: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of recipeFiles) hash.update(await readFile(join(imagesDirectory(), family, name)));
  return `capstan/${family}:${version}-${hash.digest('hex').slice(0, 12)}`;
}

export interface ImageRequest {
  /** The user's own image, used as it is; null for Capstan's. */
  readonly reference: string | null;
  readonly version: string;
  /** This computer's own daemon, where the image is for another machine; null where there is none. */
  readonly lender: ImageLender | null;
}

export interface Image {
  readonly reference: string;
  readonly id: string;
}

/** The image to run; where it is missing it is copied from this computer, else built. Throws `image-missing` with what the builder said. */
export async function ensureImage(
  client: DockerClient,
  { reference, version, lender }: ImageRequest,
  onProgress: (event: StationEvent) => void,
): Promise<Image> {
  const wanted = reference ?? (await recipeTag('software', version));
  const present = await client.imageId(wanted);
  if (present !== null) return { reference: wanted, id: present };
  const lent = (await lender?.(wanted)) ?? null;
  if (lent !== null) {
    await lendImage(lent, { client, reference: wanted }, onProgress);
    const id = await client.imageId(wanted);
    if (id !== null) return { reference: wanted, id };
  }
  if (reference !== null) {
    throw failure('image-missing', `The daemon at ${client.address} has no image ${reference} (CAPSTAN_IMAGE).`, {
      nextStep: `Run \`docker pull ${reference}\`, or unset CAPSTAN_IMAGE to use Capstan’s own image.`,
    });
  }
  onProgress({ type: 'image', step: 'Building the image, once', fraction: 0 });
  const progress = new BuildProgress(onProgress);
  try {
    await client.build(
      { directory: join(imagesDirectory(), 'software'), files: recipeFiles, tag: wanted, labels: { 'dev.capstan.image': 'software' } },
      (message) => progress.take(message),
    );
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw failure('image-missing', `${wanted} could not be built: ${progress.error ?? said}`, { cause });
  }
  const id = await client.imageId(wanted);
  if (id === null) throw failure('image-missing', `${wanted} could not be built: ${progress.error ?? 'the builder left no image'}`);
  onProgress({ type: 'image', step: 'The image is ready', fraction: 1 });
  return { reference: wanted, id };
}

/** Reads the builder's JSON stream: steps, downloads, and the error that it reports inside a successful answer. */
class BuildProgress {
  error: string | null = null;
  private fraction: number | null = 0;

  constructor(private readonly onProgress: (event: StationEvent) => void) {}

  take(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if ('error' in message && typeof message.error === 'string') this.error = message.error.trim();
    const text = textOf(message);
    if (text === '') return;
    const step = /^Step (\d+)\/(\d+)/.exec(text);
    if (step) this.fraction = (Number(step[1]) - 1) / Number(step[2]);
    this.onProgress({ type: 'image', step: text.slice(0, 200), fraction: this.fraction });
  }
}

function textOf(message: object): string {
  if ('stream' in message && typeof message.stream === 'string') return message.stream.trim();
  if (!('status' in message) || typeof message.status !== 'string') return '';
  const id = 'id' in message && typeof message.id === 'string' ? `${message.id}: ` : '';
  const amount = 'progress' in message && typeof message.progress === 'string' ? ` ${message.progress}` : '';
  return `${id}${message.status}${amount}`.trim();
}
