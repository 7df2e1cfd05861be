import type { Capabilities } from '@domain/capabilities';
import { automaticCodec, termsOf } from '@domain/plan/carry-over';
import { allGpus, gpusOf, type Gpu } from '@domain/plan/gpus';
import type { VideoEncode } from '@domain/preset';

interface HardwareChoices {
  /** `decode`: a software encoder, whose pictures a GPU may decode. `encode`: all there is. Null where there is nothing to choose. */
  readonly of: 'decode' | 'encode' | null;
  readonly gpus: readonly Gpu[];
}

/** What of the hardware can be chosen for an encoder; for a software encoder where the host has a GPU or a choice is set. */
export function hardwareChoices({ encoder, gpu, decoding }: VideoEncode, capabilities: Capabilities | null): HardwareChoices {
  const family = termsOf(encoder)?.family;
  if (family === undefined) return { of: null, gpus: [] };
  const isAutomatic = automaticCodec(encoder) !== null;
  if (isAutomatic || family !== 'software') {
    return { of: 'encode', gpus: capabilities === null ? [] : isAutomatic ? allGpus(capabilities) : gpusOf(family, capabilities) };
  }
  const decoders = capabilities === null ? [] : (['vaapi', 'nvenc'] as const).flatMap((one) => gpusOf(one, capabilities));
  return { of: decoders.length > 0 || gpu !== null || decoding !== 'auto' ? 'decode' : null, gpus: decoders };
}
