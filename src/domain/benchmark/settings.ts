import { codecNames, encoderTable, findEncoder, fittingLookAhead, rateControlModes, type Codec, type EncoderTerms } from '../plan/encoders';
import { usualHardwareChoices, type RateControl, type VideoEncode } from '../preset';
import { clipPixelFormat } from './clips';

/** Codecs that are measured. MJPEG has no rate that could be compared. */
export const benchmarkCodecs: readonly Codec[] = ['h264', 'hevc', 'av1', 'vp9'];

/** Encoders that can be measured, software first. */
export const benchmarkEncoders: readonly EncoderTerms[] = encoderTable.filter(({ codec }) => benchmarkCodecs.includes(codec));

export const benchmarkCodecName = (codec: Codec): string => codecNames[codec];

/** Those of the published Quick Sync benchmark, on a scale that ends at 51. */
const quality = 18;
const qualityScaleEnd = 51;
/** What its look-ahead takes where no depth is named. */
const lookAheadFrames = 40;

/** What each encoder calls `fast`: the step between its usual speed and its quick end. Those without presets are left out. */
const presets: Readonly<Record<string, string>> = {
  libx264: 'fast',
  libx265: 'fast',
  // Of 0 to 13; from 10 on it is meant for live pictures.
  libsvtav1: '8',
  // The quickest of its mode for files; from 5 on it is meant for live pictures.
  'libvpx-vp9': '4',
  h264_qsv: 'fast',
  hevc_qsv: 'fast',
  av1_qsv: 'fast',
  vp9_qsv: 'fast',
  // NVIDIA calls p1 fastest, p2 faster and p3 fast.
  h264_nvenc: 'p3',
  hevc_nvenc: 'p3',
  av1_nvenc: 'p3',
  h264_nvmpi: 'fast',
  hevc_nvmpi: 'fast',
};

/** For encoders that know bit rates alone. */
const bitsPerPixel = 0.2;

export interface SettingsClip {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitDepth: 8 | 10;
}

/**
 * Preset fast and quality 18, in the terms of each encoder: on a scale that does not end at 51 the same share of it.
 * Null where the encoder does not take pictures of this depth. All else is as in a new recording.
 */
export function benchmarkVideo(terms: EncoderTerms, clip: SettingsClip, lowPower: boolean | null): VideoEncode | null {
  const pixelFormat = clipPixelFormat(clip.bitDepth);
  if (!terms.pixelFormats.includes(pixelFormat)) return null;
  const rateControl = rateControlFor(terms, clip);
  return {
    mode: 'encode',
    encoder: terms.encoder,
    rateControl,
    gopFrames: 60,
    bFrames: terms.usualBFrames,
    encoderPreset: presets[terms.encoder] ?? null,
    profile: Object.entries(terms.profiles).find(([, { pixelFormats }]) => clip.bitDepth === 10 && pixelFormats.includes(pixelFormat))?.[0] ?? null,
    pixelFormat,
    ...usualHardwareChoices,
    lowPower: terms.lowPower ? lowPower : null,
    lookAheadFrames: terms.family === 'quicksync' ? fittingLookAhead(terms, rateControl.mode, lookAheadFrames) : 0,
    fallback: 'none',
  };
}

function rateControlFor(terms: EncoderTerms, { width, height, framesPerSecond }: SettingsClip): RateControl {
  // The first is one that every driver of the family has.
  const [mode] = rateControlModes(terms);
  const scale = mode === undefined ? null : (terms.rateControls[mode]?.quality ?? null);
  const wanted = scale === null ? quality : Math.round((quality / qualityScaleEnd) * scale.maximum);
  switch (mode) {
    case 'crf':
    case 'icq':
    case 'cqp':
      return { mode, quality: wanted };
    case 'cq':
      return { mode, quality: wanted, maxBitRateKbps: null };
    default:
      return { mode: 'cbr', bitRateKbps: Math.round((width * height * framesPerSecond * bitsPerPixel) / 1000) };
  }
}

/** The same table for people, as the decision has it. */
export function settingsInWords(encoder: string): string {
  const terms = findEncoder(encoder);
  const video = terms && benchmarkVideo(terms, { width: 1920, height: 1080, framesPerSecond: 30, bitDepth: 8 }, null);
  if (!terms || !video) return '';
  const { rateControl, encoderPreset, lookAheadFrames: ahead } = video;
  const rate = 'quality' in rateControl ? `${terms.rateControls[rateControl.mode]?.term ?? rateControl.mode} ${rateControl.quality}` : `${'bitRateKbps' in rateControl ? rateControl.bitRateKbps : 0} kbit/s at 1080p`;
  return [...(encoderPreset === null ? [] : [`preset ${encoderPreset}`]), rate, ...(ahead > 0 ? [`look-ahead ${ahead}`] : [])].join(', ');
}
