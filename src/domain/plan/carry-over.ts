import { automaticEncoders, type RateControl, type RateControlMode, type VideoEncode } from '../preset';
import { bitRateKbpsOf, highestBitRateKbps } from '../rate-control';
import { defaultVideoFor, encoderTable, findEncoder, fittingLookAhead, rateControlModes, usualRateControl, type Codec, type EncoderTerms } from './encoders';

/** What an automatic encoder stands for; null for the name of an encoder. */
export const automaticCodec = (encoder: string): Codec | null =>
  Object.hasOwn(automaticEncoders, encoder) ? automaticEncoders[encoder as keyof typeof automaticEncoders] : null;

/** The encoder that needs no GPU. */
export const softwareEncoderOf = (codec: Codec): EncoderTerms | undefined =>
  encoderTable.find((terms) => terms.family === 'software' && terms.codec === codec);

/** Whose scales and names the settings are in: those of an automatic encoder are in the terms of the software encoder. */
export function termsOf(encoder: string): EncoderTerms | undefined {
  const codec = automaticCodec(encoder);
  return codec === null ? findEncoder(encoder) : softwareEncoderOf(codec);
}

/** Sensible settings to begin with, also for an automatic encoder; null for one that Capstan does not know. */
export function usualVideoFor(encoder: string): VideoEncode | null {
  const terms = termsOf(encoder);
  const usual = terms === undefined ? null : defaultVideoFor(terms.encoder);
  return usual && { ...usual, encoder };
}

/**
 * The settings under another encoder: what means the same for every encoder stays, bit rates and 10 bit where the new
 * one has them; scales, presets, tunes and profiles of the old one begin at the new one's usual values.
 * Unchanged where Capstan knows no such encoder.
 */
export function carriedOver(before: VideoEncode, encoder: string): VideoEncode {
  const from = termsOf(before.encoder);
  const terms = termsOf(encoder);
  const usual = usualVideoFor(encoder);
  if (!terms || !usual) return { ...before, encoder };
  const { gopFrames, gpu, decoding, fallback } = before;
  const tenBit = before.pixelFormat.endsWith('10le');
  const nearest = tenBit && terms.pixelFormats.includes('yuv420p10le') ? 'yuv420p10le' : usual.pixelFormat;
  const choosesBFrames = from !== undefined && from.maximumBFrames > 0;
  // In the same terms nothing is lost but what an automatic encoder's settings hold for hardware alone.
  const rateControl = from === terms && before.rateControl.mode in terms.rateControls ? before.rateControl : carriedRateControl(before.rateControl, terms);
  return {
    ...(from === terms ? before : usual),
    ...{ encoder, gopFrames, gpu, decoding, fallback, rateControl },
    bFrames: choosesBFrames ? Math.min(before.bFrames, terms.maximumBFrames) : usual.bFrames,
    pixelFormat: terms.pixelFormats.includes(before.pixelFormat) ? before.pixelFormat : nearest,
    lookAheadFrames: fittingLookAhead(terms, rateControl.mode, before.lookAheadFrames),
    lowPower: terms.lowPower ? before.lowPower : null,
  };
}

/** One quality for the whole recording. */
const qualityModes: readonly RateControlMode[] = ['crf', 'icq', 'cq', 'cqp'];

function carriedRateControl(before: RateControl, terms: EncoderTerms): RateControl {
  const offered = rateControlModes(terms);
  const usualQuality = (mode: RateControlMode) => terms.rateControls[mode]?.quality?.usual ?? 25;
  const aimed = bitRateKbpsOf(before);
  if (aimed === null) {
    const mode = offered.find((candidate) => qualityModes.includes(candidate));
    if (mode === 'cq') return { mode, quality: usualQuality(mode), maxBitRateKbps: highestBitRateKbps(before) };
    return mode === 'crf' || mode === 'icq' || mode === 'cqp' ? { mode, quality: usualQuality(mode) } : usualRateControl(terms);
  }
  const maxBitRateKbps = highestBitRateKbps(before) ?? aimed;
  const bitRateKbps = Math.min(aimed, terms.maximumBitRateKbps ?? aimed);
  const wanted: readonly RateControlMode[] = before.mode === 'cbr' ? ['cbr', 'vbr'] : [before.mode, 'vbr', 'cbr'];
  switch (wanted.find((mode) => offered.includes(mode))) {
    case 'cbr':
      return { mode: 'cbr', bitRateKbps };
    case 'qvbr':
      return { mode: 'qvbr', quality: usualQuality('qvbr'), bitRateKbps, maxBitRateKbps };
    case 'vbr':
      return { mode: 'vbr', bitRateKbps, maxBitRateKbps };
    default:
      return usualRateControl(terms);
  }
}
