import type { Recording } from '@domain/recording';

/** 1080p at 30 frames a second as H.264, with the settings of the built-in presets: generously. */
const withoutRecordings = 8000;
/** What is older or shorter tells nothing of what is usual now. */
const [newest, shortestSeconds] = [20, 2];

/** Median of the last recordings; a usual value where there is none. */
export function usualBitRateKbps(recordings: readonly Recording[]): number {
  const rates = recordings
    .filter(({ durationSeconds }) => durationSeconds >= shortestSeconds)
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
    .slice(0, newest)
    .map(({ sizeBytes, durationSeconds }) => (sizeBytes * 8) / 1000 / durationSeconds)
    .toSorted((a, b) => a - b);
  return Math.max(1, Math.round(rates[Math.floor(rates.length / 2)] ?? withoutRecordings));
}
