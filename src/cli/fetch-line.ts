import { formatBytes, formatClock } from './text';

export interface FetchProgress {
  readonly bytes: number;
  /** 0 while it is unknown. */
  readonly totalBytes: number;
  readonly bytesPerSecond: number | null;
}

const barColumns = 20;

/** A bar, what came, how fast and how long it will still take, in at most `width` columns. */
export function fetchLine({ bytes, totalBytes, bytesPerSecond }: FetchProgress, width: number): string {
  if (totalBytes <= 0) return `reading what is here already  ${formatBytes(bytes)}`.slice(0, width);
  const fraction = Math.min(1, bytes / totalBytes);
  const filled = Math.floor(fraction * barColumns);
  const fields = [
    `${Math.floor(fraction * 100)} %`,
    `[${'#'.repeat(filled)}${'.'.repeat(barColumns - filled)}]`,
    `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`,
    ...(bytesPerSecond === null ? [] : [`${formatBytes(Math.round(bytesPerSecond))}/s`, `${formatClock((totalBytes - bytes) / Math.max(1, bytesPerSecond))} left`]),
  ];
  while (fields.length > 1 && fields.join('  ').length > width) fields.pop();
  return fields.join('  ').slice(0, width);
}

/** Half of the rate is that of the last few seconds, so that it neither jumps nor lags. */
export class RateMeter {
  private last: { readonly bytes: number; readonly seconds: number } | null = null;
  private bytesPerSecond: number | null = null;

  /** @param seconds of a steady clock. Null until two figures are a moment apart. */
  next(bytes: number, seconds: number): number | null {
    if (this.last === null || bytes < this.last.bytes) {
      this.last = { bytes, seconds };
      return this.bytesPerSecond;
    }
    const elapsed = seconds - this.last.seconds;
    if (elapsed < 0.5) return this.bytesPerSecond;
    const now = (bytes - this.last.bytes) / elapsed;
    const weight = 1 - 0.5 ** (elapsed / 2);
    this.bytesPerSecond = this.bytesPerSecond === null ? now : this.bytesPerSecond + weight * (now - this.bytesPerSecond);
    this.last = { bytes, seconds };
    return this.bytesPerSecond;
  }
}
