import type { PresetSettings } from '@domain/preset';
import type { MediaInfo } from '@domain/recording';
import { isTransformed, transformedSize } from '@domain/transform';
import { formatFrameSize } from '@domain/units';
import type { Run } from '../engine';
import { rest } from './rest';

/** What the source really gives, once the head of the file tells; null where the signal came first. */
export async function firstDelivered(run: Run, over: AbortSignal): Promise<MediaInfo | null> {
  while (!over.aborted) {
    const media = await run.delivered().catch(() => null);
    if (over.aborted) return null;
    if (media !== null) return media;
    await rest(1000, over);
  }
  return null;
}

/** A driver that is asked for what it does not have may give another size without an error; null where it did not. */
export function otherSize({ source, transform }: PresetSettings, { frameSize: given }: MediaInfo): string | null {
  if (source.type !== 'capture-device' || source.frameSize === null || given === null) return null;
  const [expected, is] = [formatFrameSize(transformedSize(transform, source.frameSize)), formatFrameSize(given)];
  if (expected === is) return null;
  const asked = `The device was asked for ${formatFrameSize(source.frameSize)} and gives`;
  return isTransformed(transform) ? `${asked} another size: the recording has ${is}, not ${expected}.` : `${asked} ${is}.`;
}
