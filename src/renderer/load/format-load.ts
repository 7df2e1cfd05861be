import { percentText } from '@domain/percent';
import type { LoadUnit } from './load-graphs';

/** A value as people read it, of one width as far as its unit allows. */
export function formatLoad(value: number, unit: LoadUnit): string {
  switch (unit) {
    case 'percent':
      return percentText(value);
    case 'core-percent':
      return `${percentText(value)} of a core`;
    case 'mebibytes':
      return value >= 1024 ? `${(value / 1024).toFixed(value >= 102_400 ? 0 : 1)} GiB` : `${Math.round(value)} MiB`;
    case 'watts':
      return `${value.toFixed(value >= 100 ? 0 : 1)} W`;
    case 'celsius':
      return `${Math.round(value)} °C`;
    case 'megahertz':
      return `${Math.round(value)} MHz`;
  }
}

/** Marks of a scale, short enough for its margin. */
export function formatMark(value: number, unit: LoadUnit): string {
  if (unit === 'mebibytes') return value >= 1024 ? `${Number((value / 1024).toFixed(1))} G` : `${Math.round(value)} M`;
  const suffix = { percent: '%', 'core-percent': '%', watts: ' W', celsius: '°', megahertz: '' }[unit];
  return `${Math.round(value)}${suffix}`;
}
