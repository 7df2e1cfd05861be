import type { TFunction } from 'i18next';
import { shortSeconds } from '@domain/time-left';
import type { Formats } from '../ui/format';

const mostHours = 99;

export const isShort = (seconds: number): boolean => seconds < shortSeconds;

/** `5 h 20 min`, `42 min`, and `9:05` where it is short. */
export function timeLeftText(seconds: number, t: TFunction<'live'>, formats: Formats): string {
  if (isShort(seconds)) return formats.duration(seconds);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= mostHours) return t('figures.moreThan', { hours: mostHours });
  return hours > 0 ? t('figures.hours', { hours, minutes: minutes % 60 }) : t('figures.minutes', { minutes });
}
