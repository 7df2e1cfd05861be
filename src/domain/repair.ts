import type { MediaInfo } from './recording';

/**
 * How a file that was not closed is closed afterwards: its packets are written into a new file as they are. Paths are
 * absolute; progress comes on stdout, warnings on stderr.
 */

const head = ['ffmpeg', '-hide_banner', '-loglevel', 'error', '-nostdin', '-nostats', '-n'];
const told = ['-progress', 'pipe:1', '-stats_period', '0.25'];
/** Times stay as they are: nothing is moved to begin at 0. */
const everything = (input: string): string[] => ['-copyts', '-i', `file:${input}`, '-map', '0', '-c', 'copy'];

export const repairArgv = (input: string, output: string, muxer: 'mp4' | 'matroska'): string[] => [
  ...head,
  ...everything(input),
  ...(muxer === 'mp4' ? ['-strict', 'experimental', '-movflags', '+faststart'] : []),
  ...['-f', muxer, ...told, `file:${output}`],
];

/** Prints a hash of all packets of each stream: `0,v,SHA256=…`. */
export const packetsArgv = (input: string): string[] => [...head, ...everything(input), '-f', 'streamhash', '-hash', 'sha256', 'pipe:1'];

/** The hashes, one a stream, in their order. */
export const parsePackets = (text: string): string[] => [...text.matchAll(/^(\d+,[a-z],SHA256=[0-9a-f]{64})$/gm)].map(([, line = '']) => line);

/** What a file holds, read to its end. */
export interface FileProof {
  readonly packets: readonly string[];
  readonly media: Pick<MediaInfo, 'frames' | 'durationSeconds'>;
}

/** The time of a last packet may be written in coarser steps, and its length be derived anew. */
const timeToleranceSeconds = 0.1;

/** What tells a repaired file from its original, for people; null where every packet is the same, and so is all that is decoded from them. */
export function repairDifference(original: FileProof, repaired: FileProof): string | null {
  if (original.packets.length === 0) return 'The original cannot be read to its end.';
  if (original.packets.length !== repaired.packets.length) return `What was made has ${repaired.packets.length} streams instead of ${original.packets.length}.`;
  const [{ media: before }, { media: after }] = [original, repaired];
  if (before.frames !== after.frames) return `What was made has ${after.frames ?? 'an unknown number of'} frames instead of ${before.frames ?? 'an unknown number'}.`;
  if (original.packets.some((hash, index) => hash !== repaired.packets[index])) return 'The packets of what was made are not those of the original.';
  if (!lastsAsLong(before.durationSeconds, after.durationSeconds)) return `What was made lasts ${after.durationSeconds ?? '?'} s instead of ${before.durationSeconds ?? '?'} s.`;
  return null;
}

const lastsAsLong = (before: number | null, after: number | null): boolean => before !== null && after !== null && Math.abs(before - after) <= timeToleranceSeconds;
