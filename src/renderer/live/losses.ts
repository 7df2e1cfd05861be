import type { TFunction } from 'i18next';
import type { Progress } from '@domain/progress';
import type { Formats } from '../ui/format';

interface Losses {
  /** `Dropped` or `Behind` */
  readonly name: string;
  readonly value: string;
  readonly isBad: boolean;
  readonly hint: string;
}

/** What the source lost: frames of a device, or the time by which another source fell behind. */
export function lossesOf({ frame, behindSeconds, droppedFrames }: Progress, t: TFunction<'live'>, formats: Formats): Losses {
  const frames = formats.count(frame);
  if (behindSeconds === null) {
    return { name: t('figures.dropped'), value: formats.count(droppedFrames), isBad: droppedFrames > 0, hint: t('figures.droppedHint', { frames }) };
  }
  const value = t('figures.behindValue', { seconds: formats.number(behindSeconds, 1) });
  return { name: t('figures.behind'), value, isBad: behindSeconds >= 1, hint: t('figures.behindHint', { frames }) };
}
