/** Numbers as people read them. Unknown is a dash, never 0. */
export const unknown = '–';

const two = (value: number) => String(Math.floor(value)).padStart(2, '0');

/** `0:07`, `12:03`, `1:02:03` */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Decimal units, as file managers and disks use them. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return unknown;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit] ?? ''}`;
}

export function formatBitRate(kbps: number | null): string {
  if (kbps === null) return unknown;
  return kbps >= 1000 ? `${(kbps / 1000).toFixed(kbps >= 100_000 ? 0 : 1)} Mbit/s` : `${Math.round(kbps)} kbit/s`;
}

export const formatFps = (fps: number | null): string => (fps === null ? unknown : fps.toFixed(fps >= 100 ? 0 : 1));
export const formatCount = (count: number): string => count.toLocaleString('en');

/** Date and time of the reader's own clock, from ISO 8601. */
export const formatTime = (iso: string): string =>
  new Date(iso).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
