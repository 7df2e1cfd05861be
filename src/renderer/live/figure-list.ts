import type { TFunction } from 'i18next';
import type { MediaInfo } from '@domain/recording';
import type { SessionView } from '@domain/session';
import { framesPerSecond } from '@domain/units';
import { sizeText, unknown, type Formats } from '../ui/format';
import { lossesOf } from './losses';
import { isShort, timeLeftText } from './time-left';

interface Figure {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
  readonly hint?: string;
}

export interface FigureFacts {
  readonly session: SessionView | null;
  readonly delayMs: number | null;
  /** Over the last seconds; null while that is not known. */
  readonly recentKbps: number | null;
  /** Until the disk is full; null while that is not known. */
  readonly leftSeconds: number | null;
}

/** The same ones in every state, so that each has its place. */
export function figuresOf({ session, delayMs, recentKbps, leftSeconds }: FigureFacts, t: TFunction<'live'>, formats: Formats): Figure[] {
  // Without a recording, ffmpeg counts the pictures of the live view, which says nothing of the source.
  const progress = session?.purpose === 'record' ? session.progress : null;
  const isDevice = session?.settings.source.type === 'capture-device';
  const losses = progress
    ? lossesOf(progress, t, formats)
    : { name: isDevice ? t('figures.dropped') : t('figures.behind'), value: unknown };
  const average = progress?.bitRateKbps ?? null;
  return [
    {
      id: 'rate',
      name: t('figures.rate'),
      value: progress?.fps == null ? unknown : t('figures.rateValue', { rate: formats.framesPerSecond(progress.fps) }),
      hint: t('figures.rateHint'),
    },
    { id: 'losses', ...losses },
    {
      id: 'delay',
      name: t('figures.delay'),
      value: delayMs === null ? unknown : t('figures.delayValue', { milliseconds: formats.number(delayMs) }),
      hint: t('figures.delayHint'),
    },
    {
      id: 'bit-rate',
      name: t('figures.bitRate'),
      value: formats.bitRate(recentKbps ?? average),
      ...(average !== null && { hint: t('figures.bitRateHint', { average: formats.bitRate(average) }) }),
    },
    { id: 'size', name: t('figures.size'), value: formats.bytes(session?.recording?.sizeBytes ?? progress?.sizeBytes ?? null) },
    timeLeft(session, leftSeconds, t, formats),
    encoding(session, t),
    delivered(session, t, formats),
  ];
}

function timeLeft(session: SessionView | null, leftSeconds: number | null, t: TFunction<'live'>, formats: Formats): Figure {
  const named = { id: 'left', name: t('figures.left') };
  const disk = session?.disk;
  if (!disk) return { ...named, value: unknown };
  const [free, floor] = [formats.bytes(disk.freeBytes), formats.bytes(disk.floorBytes)];
  const hint = t('figures.leftHint', { free, floor });
  if (leftSeconds === null) return { ...named, value: t('figures.free', { free }), hint };
  return { ...named, value: timeLeftText(leftSeconds, t, formats), isBad: isShort(leftSeconds), hint };
}

/** What encodes this recording, and by which path; it stands out where something else was wanted. */
function encoding(session: SessionView | null, t: TFunction<'live'>): Figure {
  const named = { id: 'encoder', name: t('figures.encoder') };
  const encode = session?.purpose === 'record' ? session.encode : null;
  if (!encode) return { ...named, value: unknown };
  const value = encode.encoder === 'copy' ? t('figures.kept') : [encode.encoder, ...(encode.gpu ? [encode.path.name] : [])].join(', ');
  const hint = [encode.gpu?.name, encode.path.summary].filter((part) => part !== undefined).join(': ');
  return { ...named, value, isBad: encode.fallback !== null, hint };
}

/** What the source really gave; it stands out where it is not what was asked for. */
function delivered(session: SessionView | null, t: TFunction<'live'>, formats: Formats): Figure {
  const rateText = (fps: number) => t('figures.rateValue', { rate: formats.framesPerSecond(fps) });
  const mediaText = ({ frameSize, framesPerSecond: fps }: MediaInfo) =>
    [sizeText(frameSize), ...(fps === null ? [] : [rateText(fps)])].join(', ');
  const named = { id: 'delivered', name: t('figures.delivered') };
  const { source } = session?.settings ?? {};
  const media = session?.delivered ?? null;
  const askedRate = source?.frameRate ? framesPerSecond(source.frameRate) : null;
  const asked = [...(source?.frameSize ? [sizeText(source.frameSize)] : []), ...(askedRate === null ? [] : [rateText(askedRate)])].join(', ');
  const hint = asked === '' ? t('figures.nothingAsked') : t('figures.askedHint', { asked });
  if (!media) return { ...named, value: unknown, hint };
  const isOtherSize = source?.frameSize != null && sizeText(source.frameSize) !== sizeText(media.frameSize);
  const isOtherRate =
    askedRate !== null && media.framesPerSecond !== null && Math.abs(askedRate - media.framesPerSecond) > 0.02 * askedRate;
  const isOther = isOtherSize || isOtherRate;
  return { ...named, ...(isOther && { name: t('figures.deliveredOther') }), value: mediaText(media), isBad: isOther, hint };
}
