import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StationEvent } from '@domain/contract';
import type { DockerClient } from './client';

/** A daemon that has an image to give, with what ends the loan; null where there is none, or for another architecture. */
export type ImageLender = (reference: string) => Promise<LentImage | null>;

export interface LentImage {
  readonly from: DockerClient;
  close(): Promise<void>;
}

/** Copies an image from one daemon to another, through this process: the other machine needs no registry for it. */
export async function lendImage(
  { from, close }: LentImage,
  { client, reference, signal }: { readonly client: DockerClient; readonly reference: string; readonly signal: AbortSignal },
  onProgress: (event: StationEvent) => void,
): Promise<void> {
  const step = `Copying the image from this computer to ${client.address}, once`;
  onProgress({ type: 'image', step, fraction: 0 });
  try {
    const { archive, sizeBytes } = await from.images.export(reference);
    let bytes = 0;
    let told = 0;
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        const fraction = Math.min(0.99, bytes / sizeBytes);
        if (fraction - told >= 0.01) onProgress({ type: 'image', step, fraction: (told = fraction) });
        done(null, chunk);
      },
    });
    const sent = pipeline(archive, counter, { signal });
    await Promise.all([sent, client.images.load(counter, signal)]);
    onProgress({ type: 'image', step: 'The image is ready', fraction: 1 });
  } finally {
    await close();
  }
}
