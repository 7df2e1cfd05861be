import { capstanError, refuse, type CapstanError } from './errors';
import { automaticCodec, carriedOver, termsOf, usualVideoFor } from './plan/carry-over';
import { rateControlModes } from './plan/encoders';
import { withRateControl } from './plan/fit-video';
import { videoSchema, type RateControl, type Video, type VideoEncode } from './preset';
import { bitRateKbpsOf, qualityOf } from './rate-control';
import { err, ok, type Result } from './result';

/** What a command line changes in how the picture is encoded, as it was typed. */
export interface VideoOverrides {
  /** ffmpeg's name of an encoder, an automatic one (`auto`, `auto-hevc`, ...), or `copy`. */
  readonly encoder?: string;
  /** Identity, node or number of a GPU, or `auto`. */
  readonly gpu?: string;
  /** `none`, `path` or `software`. */
  readonly fallback?: string;
  /** `auto`, `hardware` or `cpu`. */
  readonly decoding?: string;
  /** `on`, `off` or `auto`. */
  readonly lowPower?: string;
  /** The encoder's own, or `none`. */
  readonly tune?: string;
  /** In kbit/s, or as `6M`. */
  readonly bitRate?: string | number;
  /** On the encoder's own scale. */
  readonly quality?: string | number;
}

/** The video with the overrides in place. Refuses with `preset-invalid` or `encoder-unavailable` and the field. */
export function changedVideo(before: Video, overrides: VideoOverrides): Result<Video, CapstanError> {
  const video = withEncoder(before, overrides.encoder);
  if (!video.ok) return video;
  const asked = detailNames.find((name) => overrides[name] !== undefined);
  if (asked === undefined) return video;
  if (video.value.mode === 'copy') {
    return refuse('preset-invalid', `The stream is kept as it is, so there is nothing to set for an encoder (${asked}).`, {
      field: 'video.mode',
      nextStep: 'Name an encoder with --encoder, such as auto or libx264.',
    });
  }
  const changed = withDetails(video.value, overrides);
  return changed.ok ? withRate(changed.value, overrides) : changed;
}

const detailNames = ['gpu', 'fallback', 'decoding', 'lowPower', 'tune', 'bitRate', 'quality'] as const satisfies readonly (keyof VideoOverrides)[];

function withEncoder(before: Video, encoder: string | undefined): Result<Video, CapstanError> {
  if (encoder === undefined) return ok(before);
  if (encoder === 'copy') return ok({ mode: 'copy' });
  if (before.mode === 'encode' && before.encoder === encoder) return ok(before);
  const usual = usualVideoFor(encoder);
  if (usual) return ok(before.mode === 'encode' ? carriedOver(before, encoder) : usual);
  const unknown = { ...(before.mode === 'encode' ? before : usualVideoFor('libx264')), encoder };
  const parsed = videoSchema.safeParse(unknown);
  // A name that ffmpeg could have is for the plan to refuse, which knows the host's encoders.
  return parsed.success ? ok(parsed.data) : err(capstanError('encoder-unavailable', `There is no encoder ${JSON.stringify(encoder)}.`, { field: 'video.encoder' }));
}

const lowPowers = new Map<string, boolean | null>([['on', true], ['off', false], ['auto', null]]);

function withDetails(video: VideoEncode, { gpu, fallback, decoding, lowPower, tune }: VideoOverrides): Result<VideoEncode, CapstanError> {
  const choices: readonly [field: string, typed: string | undefined, allowed: readonly string[]][] = [
    ['fallback', fallback, ['none', 'path', 'software']],
    ['decoding', decoding, ['auto', 'hardware', 'cpu']],
    ['lowPower', lowPower, [...lowPowers.keys()]],
  ];
  for (const [name, typed, allowed] of choices) {
    if (typed !== undefined && !allowed.includes(typed)) return invalid(name, `${JSON.stringify(typed)} is none of ${allowed.join(', ')}.`);
  }
  const changed = videoSchema.safeParse({
    ...video,
    ...(gpu !== undefined && { gpu: gpu === 'auto' ? null : gpu }),
    ...(fallback !== undefined && { fallback }),
    ...(decoding !== undefined && { decoding }),
    ...(lowPower !== undefined && { lowPower: lowPowers.get(lowPower) }),
    ...(tune !== undefined && { tune: tune === 'none' ? null : tune }),
  });
  if (changed.success && changed.data.mode === 'encode') return ok(changed.data);
  const field = String(changed.error?.issues[0]?.path[0] ?? 'encoder');
  return invalid(field, `${JSON.stringify(field === 'gpu' ? gpu : tune)} cannot be one.`);
}

function withRate(video: VideoEncode, { bitRate, quality }: VideoOverrides): Result<VideoEncode, CapstanError> {
  if (bitRate !== undefined && quality !== undefined) return invalid('rateControl', 'A bit rate and a quality contradict each other: give one of them.');
  if (bitRate !== undefined) return withBitRate(video, String(bitRate));
  return quality === undefined ? ok(video) : withQuality(video, String(quality));
}

function withBitRate(video: VideoEncode, typed: string): Result<VideoEncode, CapstanError> {
  const [, digits = '', unit = ''] = /^(\d{1,7}(?:\.\d{1,3})?)([km]?)$/i.exec(typed) ?? [];
  const bitRateKbps = Math.round(Number(digits) * (unit.toLowerCase() === 'm' ? 1000 : 1));
  if (digits === '' || bitRateKbps < 50 || bitRateKbps > 1_000_000) return invalid('rateControl.bitRateKbps', `${JSON.stringify(typed)} is no bit rate from 50 kbit/s to 1000 Mbit/s, such as 6000 or 6M.`);
  const offered = termsOf(video.encoder);
  const mode = offered && !('vbr' in offered.rateControls) ? 'cbr' : 'vbr';
  const { rateControl } = bitRateKbpsOf(video.rateControl) === null ? withRateControl(video, mode) : video;
  return ok({ ...video, rateControl: atRate(rateControl, bitRateKbps) });
}

/** Peaks keep the half above the average that a new mode begins with. */
function atRate(control: RateControl, bitRateKbps: number): RateControl {
  if (!('bitRateKbps' in control)) return control;
  const maxBitRateKbps = Math.min(1_000_000, Math.round(bitRateKbps * 1.5));
  return 'maxBitRateKbps' in control ? { ...control, bitRateKbps, maxBitRateKbps } : { ...control, bitRateKbps };
}

function withQuality(video: VideoEncode, typed: string): Result<VideoEncode, CapstanError> {
  if (automaticCodec(video.encoder) !== null) {
    return invalid('rateControl.quality', `Every encoder has a scale of its own, so ${video.encoder} takes no quality: name the encoder, or give a bit rate.`);
  }
  if (!/^\d{1,3}$/.test(typed) || Number(typed) > 255) return invalid('rateControl.quality', `${JSON.stringify(typed)} is no quality, such as 23.`);
  const terms = termsOf(video.encoder);
  const mode = terms && rateControlModes(terms).find((candidate) => terms.rateControls[candidate]?.quality);
  if (mode === undefined) return invalid('rateControl.mode', `${video.encoder} knows no constant quality; give a bit rate.`);
  const { rateControl } = qualityOf(video.rateControl) === null ? withRateControl(video, mode) : video;
  return ok({ ...video, rateControl: { ...rateControl, quality: Number(typed) } as RateControl });
}

const invalid = (name: string, detail: string) => refuse('preset-invalid', `video.${name}: ${detail}`, { field: `video.${name}` });
