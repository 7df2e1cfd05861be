import type { LoadUnit } from './load-graphs';
import type { LoadWords } from './load-words';

/** A value as people read it, of one width as far as its unit allows. Little is not nothing. */
export function formatLoad(value: number, unit: LoadUnit, { t, number }: LoadWords): string {
  const share = () => (value > 0 && value < 1 ? '<1' : number(value));
  switch (unit) {
    case 'percent':
      return t('unit.percent', { value: share() });
    case 'core-percent':
      return t('unit.corePercent', { value: share() });
    case 'mebibytes':
      return value >= 1024 ? `${number(value / 1024, value >= 102_400 ? 0 : 1)} GiB` : `${number(value)} MiB`;
    case 'watts':
      return `${number(value, value >= 100 ? 0 : 1)} W`;
    case 'celsius':
      return `${number(value)} °C`;
    case 'megahertz':
      return `${Math.round(value)} MHz`;
  }
}

/** Marks of a scale, short enough for its margin. */
export function formatMark(value: number, unit: LoadUnit, { number }: LoadWords): string {
  if (unit === 'mebibytes') {
    const gibibytes = value / 1024;
    return value >= 1024 ? `${number(gibibytes, Number.isInteger(Math.round(gibibytes * 10) / 10) ? 0 : 1)} G` : `${number(value)} M`;
  }
  const suffix = { percent: '%', 'core-percent': '%', watts: ' W', celsius: '°', megahertz: '' }[unit];
  return `${Math.round(value)}${suffix}`;
}
