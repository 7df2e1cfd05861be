import type { RunOutcome } from './script';

/** Frames of ffmpeg's last progress block; 0 where there is none. */
export const framesIn = (progress: string): number => Number(lastOf(/^frame=\s*(\d{1,9})$/gm, progress) ?? 0);

/** Pictures a second that the run took; null where ffmpeg does not tell. Its own `fps` is 0 in the first second. */
export function framesPerSecondIn(progress: string, picturesPerSecond: number): number | null {
  const speed = lastOf(/^speed=\s*([\d.]{1,12})x$/gm, progress);
  return speed === null || !(Number(speed) > 0) ? null : Math.round(Number(speed) * picturesPerSecond);
}

/** What the comparison of the encoded pictures with those that were meant has shown. */
export type Comparison =
  /** `psnrDb` is null where the pictures are the same to the bit. */
  | { readonly kind: 'compared'; readonly frames: number; readonly psnrDb: number | null }
  /** This ffmpeg cannot decode the codec, or has no such filter: then only frames can be counted. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'undecodable'; readonly output: string };

export function comparisonOf({ exitCode, stdout, stderr }: RunOutcome): Comparison {
  if (/Decoder \(codec .*\) not found|No such filter: 'psnr'/.test(stderr)) return { kind: 'impossible' };
  const frames = framesIn(stdout);
  const average = /\bPSNR\b.*\baverage:(inf|[\d.]{1,12})/.exec(stderr)?.[1];
  if (exitCode !== 0 || frames === 0 || average === undefined) return { kind: 'undecodable', output: stderr };
  return { kind: 'compared', frames, psnrDb: average === 'inf' ? null : Number(average) };
}

/** Good encoders give 37 dB and more at these pictures, a wrong colour range about 25, a green or grey picture 10. */
export const leastPsnrDb = 18;

/** The device could not be opened at all: no encoder will work on it this way, whatever its name. */
export const failsToOpenDevice = (output: string): boolean =>
  /Device creation failed|for option 'init_hw_device'|Cannot load (lib)?(cuda|nvcuda|nvcuvid|nvidia-encode)|Could not dynamically load CUDA|\bcuInit\b.*failed|required nvenc API version|Error (creating|initiali[sz]ing) an? (internal )?MFX session/i.test(
    output,
  );

/** The GPU decoded nothing; ffmpeg went on with the CPU, which would pass for the GPU's work. */
export const decodedByCpu = (output: string): boolean =>
  /hwaccel initiali[sz]ation returned error|Failed setup for format \w+/i.test(output);

function lastOf(pattern: RegExp, text: string): string | null {
  return [...text.matchAll(pattern)].at(-1)?.[1] ?? null;
}
