import { checkFor } from '@domain/doctor/check-for';
import type { CapstanError } from '@domain/errors';
import type { GapReason } from '@domain/gap';

/** Text of devices, files and tools without control characters, which could steer the terminal. */
export const printable = (text: string): string =>
  text.replace(/[^\P{Cc}\n\t]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');

/** `00:01:05` */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** `5.0 s` below a minute, else `00:01:05`. */
export const formatDuration = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(1)} s` : formatClock(seconds);

export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

export const formatBitRate = (kbps: number): string =>
  kbps < 1000 ? `${Math.round(kbps)} kb/s` : `${(kbps / 1000).toFixed(1)} Mb/s`;

/** Columns as wide as their widest cell. Cells must be of one line. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell).replaceAll('\n', ' ')));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Why a recording was not written for a while. */
export const gapWords: Readonly<Record<GapReason, string>> = { paused: 'it was paused', away: 'its source was away', failed: 'it failed' };

/** What went wrong, what was found, and what to do: one under the other. */
export function errorText(error: CapstanError, bold: (text: string) => string = (text) => text): string {
  const detail = printable(error.detail)
    .trim()
    .split('\n')
    .map((line) => `  ${line}`);
  const check = checkFor(error);
  return [
    bold(`Error: ${error.title}`),
    ...detail,
    `  Next: ${printable(error.nextStep)}`,
    ...(check === null ? [] : [`  More: \`capstan doctor\`, with the same --host, looks for the cause (${check}).`]),
  ].join('\n');
}
