/** Sound of the session in view, as its recorder measured it. All levels are in dB of full scale. */
export interface Levels {
  readonly sessionId: string;
  /** Loudest sample of each channel just now. */
  readonly peakDbfs: readonly number[];
  /** Loudest of the last moment, which stays readable. */
  readonly heldDbfs: readonly number[];
  readonly heldAtMs: readonly number[];
  /** When it was louder than silence last. */
  readonly loudAtMs: number;
  readonly atMs: number;
}

export const silenceDbfs = -60;
export const overloadDbfs = -1;
const holdMilliseconds = 1500;
const silentAfterMilliseconds = 3000;

export function nextLevels(before: Levels | null, sessionId: string, peakDbfs: readonly number[], atMs: number): Levels {
  const known = before?.sessionId === sessionId ? before : null;
  const keeps = peakDbfs.map((peak, channel) => {
    const held = known?.heldDbfs[channel] ?? Number.NEGATIVE_INFINITY;
    return peak < held && atMs - (known?.heldAtMs[channel] ?? atMs) < holdMilliseconds;
  });
  return {
    sessionId,
    peakDbfs,
    heldDbfs: peakDbfs.map((peak, channel) => (keeps[channel] ? (known?.heldDbfs[channel] ?? peak) : peak)),
    heldAtMs: peakDbfs.map((_, channel) => (keeps[channel] ? (known?.heldAtMs[channel] ?? atMs) : atMs)),
    loudAtMs: known && peakDbfs.every((peak) => peak < silenceDbfs) ? known.loudAtMs : atMs,
    atMs,
  };
}

export const isSilent = ({ atMs, loudAtMs }: Levels): boolean => atMs - loudAtMs >= silentAfterMilliseconds;
