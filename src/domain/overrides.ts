import { invalidField, refuse, type CapstanError } from './errors';
import { changedOverlay, type OverlayOverrides } from './overlay-overrides';
import { changedLimits, type LimitOverrides } from './limit-overrides';
import { parseNetworkUrl, withoutLogins } from './network-source';
import { emptyNetworkSource, audioInputChoiceSchema, noSplit, presetSettingsSchema, splitSchema, type AudioInputChoice, type PresetSettings, type Source, type Split } from './preset';
import { err, ok, type Result } from './result';
import { changedTransform, type TransformOverrides } from './transform-overrides';
import { changedVideo, type VideoOverrides } from './video-overrides';
import {
  frameRateSchema,
  frameSizeSchema,
  parseFrameRate,
  parseFrameSize,
  type FrameRate,
  type FrameSize,
} from './units';

/** What a command line changes in a preset for one recording, as it was typed. */
export interface Overrides extends LimitOverrides, OverlayOverrides, TransformOverrides, VideoOverrides {
  /** `test-pattern`, a device node or identity (`usb:...`, `bus:...`), a network address, or the absolute path of a media file. */
  readonly source?: string;
  /** `1280x720` */
  readonly size?: string;
  /** `30`, `29.97` or `30000/1001` */
  readonly rate?: string;
  /** V4L2 fourcc of a capture device, such as `MJPG`; `any` leaves it to the driver. */
  readonly inputFormat?: string;
  /** `none`, `source`, `test-tone`, or an audio input by identity (`alsa:...`, `pulse:...`). */
  readonly audio?: string;
  /** `aac`, or `opus` (also by ffmpeg's name, `libopus`). */
  readonly audioEncoder?: string;
  readonly seconds?: string | number;
  /** Time after which a new file begins, such as `600`, `10m` or `1h`; `none` for one file. */
  readonly splitEvery?: string | number;
  /** Size that no file exceeds, such as `700M` or `4G`; `none` for one file. */
  readonly splitSize?: string;
  /** Network of the recorder of a network source: `bridge` or `host`. */
  readonly network?: string;
  /** How RTSP brings the picture: `tcp` or `udp`. */
  readonly rtspTransport?: string;
}

/** The settings with the overrides in place. Refuses with `preset-invalid` and the field, or `encoder-unavailable`. */
export function applyOverrides(settings: PresetSettings, overrides: Overrides): Result<PresetSettings, CapstanError> {
  const source = changedSource(settings.source, overrides);
  if (!source.ok) return source;
  const transform = changedTransform(settings.transform, overrides);
  if (!transform.ok) return transform;
  const overlay = changedOverlay(settings.overlay, overrides);
  if (!overlay.ok) return overlay;
  const video = changedVideo(settings.video, overrides);
  if (!video.ok) return video;
  const audio = changedAudio(settings.audio, overrides);
  if (!audio.ok) return audio;
  const durationSeconds = changedDuration(settings.durationSeconds, overrides.seconds);
  if (!durationSeconds.ok) return durationSeconds;
  const split = changedSplit(settings.split, overrides);
  if (!split.ok) return split;
  const limits = changedLimits(settings.limits, overrides);
  if (!limits.ok) return limits;
  const changed: PresetSettings = {
    ...settings,
    limits: limits.value,
    source: source.value,
    transform: transform.value,
    overlay: overlay.value,
    video: video.value,
    audio: audio.value,
    split: split.value,
    durationSeconds: durationSeconds.value,
  };
  const parsed = presetSettingsSchema.safeParse(changed);
  return parsed.success ? ok(parsed.data) : err(invalidField('preset-invalid', parsed.error.issues));
}

export type SourceKind = Source['type'];

/** What a source on the command line means; null where it is none of these. */
export function sourceKind(source: string): SourceKind | null {
  if (source === 'test-pattern') return 'test-pattern';
  if (/^(\/dev\/|usb:|bus:)/.test(source)) return 'capture-device';
  if (/^(rtsps?|srt|udp|rtp|https?):\/\//i.test(source)) return 'network';
  return source.startsWith('/') ? 'file' : null;
}

function changedSource(before: Source, { source, size, rate, inputFormat, network, rtspTransport }: Overrides): Result<Source, CapstanError> {
  const chosen = source === undefined ? ok(before) : namedSource(before, source);
  if (!chosen.ok) return chosen;
  const named = changedNetwork(chosen.value, network, rtspTransport);
  if (!named.ok) return named;
  const taken = changedInputFormat(named.value, inputFormat);
  if (!taken.ok) return taken;
  const frameSize = size === undefined ? ok(null) : frameSizeOf(size);
  if (!frameSize.ok) return frameSize;
  const frameRate = rate === undefined ? ok(null) : frameRateOf(rate);
  if (!frameRate.ok) return frameRate;
  return ok({
    ...taken.value,
    ...(frameSize.value && { frameSize: frameSize.value }),
    ...(frameRate.value && { frameRate: frameRate.value }),
  });
}

/** Within one type of source its settings stay; another type begins with what it gives by itself. */
function namedSource(before: Source, source: string): Result<Source, CapstanError> {
  switch (sourceKind(source)) {
    case 'test-pattern':
      return ok(
        before.type === 'test-pattern'
          ? before
          : {
              type: 'test-pattern',
              frameSize: before.frameSize ?? { width: 1280, height: 720 },
              frameRate: before.frameRate ?? { numerator: 30, denominator: 1 },
            },
      );
    case 'capture-device':
      return ok(
        before.type === 'capture-device'
          ? { ...before, device: source }
          : { type: 'capture-device', device: source, inputFormat: null, frameSize: null, frameRate: null, controls: {} },
      );
    case 'network':
      return networkSource(before, source);
    case 'file':
      return ok(
        before.type === 'file'
          ? { ...before, path: source }
          : { type: 'file', path: source, pace: 'fastest', frameSize: null, frameRate: null },
      );
    case null:
      return refuse(
        'preset-invalid',
        `source: ${JSON.stringify(withoutLogins(source))} is neither test-pattern, nor a capture device, nor a network address, nor the path of a media file.`,
        { field: 'source' },
      );
  }
}

/** A new address begins without the login of another one, and with the network that it needs. */
function networkSource(before: Source, typed: string): Result<Source, CapstanError> {
  const url = typed.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase());
  const address = parseNetworkUrl(url);
  if (!address.ok) return address;
  const containerNetwork = address.value.listens ? 'host' : 'bridge';
  if (before.type === 'network') return ok(before.url === url ? before : { ...before, url, containerNetwork });
  return ok({ ...emptyNetworkSource, url, containerNetwork });
}

function changedNetwork(source: Source, network: string | undefined, rtspTransport: string | undefined): Result<Source, CapstanError> {
  const field = (name: string) => `source.${name}`;
  if (network === undefined && rtspTransport === undefined) return ok(source);
  if (source.type !== 'network') return refuse('preset-invalid', 'Only a network source has a network.', { field: field('type') });
  if (network !== undefined && network !== 'bridge' && network !== 'host') {
    return refuse('preset-invalid', `${JSON.stringify(network)} is neither bridge nor host.`, { field: field('containerNetwork') });
  }
  if (rtspTransport !== undefined && rtspTransport !== 'tcp' && rtspTransport !== 'udp') {
    return refuse('preset-invalid', `${JSON.stringify(rtspTransport)} is neither tcp nor udp.`, { field: field('rtspTransport') });
  }
  return ok({ ...source, ...(network && { containerNetwork: network }), ...(rtspTransport && { rtspTransport }) });
}

function changedInputFormat(source: Source, typed: string | undefined): Result<Source, CapstanError> {
  const field = 'source.inputFormat';
  if (typed === undefined) return ok(source);
  if (source.type !== 'capture-device') return refuse('preset-invalid', 'Only a capture device has an input format.', { field });
  if (typed.toLowerCase() === 'any') return ok({ ...source, inputFormat: null });
  const inputFormat = typed.toUpperCase();
  return /^[A-Z0-9]{2,4}$/.test(inputFormat)
    ? ok({ ...source, inputFormat })
    : refuse('preset-invalid', `${field}: ${JSON.stringify(typed)} is no V4L2 format such as MJPG or YUYV.`, { field });
}

function frameSizeOf(size: string): Result<FrameSize, CapstanError> {
  const field = 'source.frameSize';
  const frameSize = parseFrameSize(size);
  if (!frameSize) {
    return refuse('preset-invalid', `${field}: ${JSON.stringify(size)} is no size such as 1280x720.`, { field });
  }
  const parsed = frameSizeSchema.safeParse(frameSize);
  return parsed.success
    ? ok(parsed.data)
    : refuse('preset-invalid', `${field}: ${size} is not possible; both numbers are even, from 16 to 16384.`, {
        field,
      });
}

function frameRateOf(rate: string): Result<FrameRate, CapstanError> {
  const field = 'source.frameRate';
  const parsed = frameRateSchema.safeParse(parseFrameRate(rate));
  return parsed.success
    ? ok(parsed.data)
    : refuse(
        'preset-invalid',
        `${field}: ${JSON.stringify(rate)} is no rate from 1 to 1000, such as 30, 29.97 or 30000/1001.`,
        {
          field,
        },
      );
}

function changedDuration(
  before: number | null,
  seconds: string | number | undefined,
): Result<number | null, CapstanError> {
  if (seconds === undefined) return ok(before);
  const field = 'durationSeconds';
  const value = /^\d{1,9}(\.\d{1,6})?$/.test(String(seconds)) ? Number(seconds) : Number.NaN;
  return presetSettingsSchema.shape.durationSeconds.safeParse(value).success
    ? ok(value)
    : refuse('preset-invalid', `${field}: ${JSON.stringify(seconds)} is no time from 0.1 seconds to a year.`, {
        field,
      });
}

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

function changedSplit(before: Split, { splitEvery: every, splitSize: size }: Pick<Overrides, 'splitEvery' | 'splitSize'>): Result<Split, CapstanError> {
  if (every === undefined && size === undefined) return ok(before);
  if (every !== undefined && size !== undefined) return refuse('preset-invalid', 'split: a time and a size were given; a new file begins by one of them.', { field: 'split' });
  if (every === 'none' || size === 'none') return ok(noSplit);
  return size === undefined ? splitByTime(String(every)) : splitBySize(size);
}

function splitByTime(every: string): Result<Split, CapstanError> {
  const [, digits, unit = ''] = /^(\d{1,6})([smh]?)$/.exec(every) ?? [];
  const split = splitSchema.safeParse({ mode: 'time', seconds: Number(digits) * (unitSeconds[unit] ?? Number.NaN) });
  return split.success
    ? ok(split.data)
    : refuse('preset-invalid', `split.seconds: ${JSON.stringify(every)} is no time from a second to a week, such as 600, 10m or 1h, nor none.`, { field: 'split.seconds' });
}

function splitBySize(size: string): Result<Split, CapstanError> {
  const [, digits, unit = ''] = /^(\d{1,7}(?:\.\d)?)(M|G)$/i.exec(size) ?? [];
  const split = splitSchema.safeParse({ mode: 'size', megabytes: Math.round(Number(digits) * (unit.toUpperCase() === 'G' ? 1000 : 1)) });
  return split.success
    ? ok(split.data)
    : refuse('preset-invalid', `split.megabytes: ${JSON.stringify(size)} is no size from 1M to 1000G, such as 700M or 4G, nor none.`, { field: 'split.megabytes' });
}

type Audio = PresetSettings['audio'];

/** `--audio` turns sound on or off; `--audio-encoder` alone takes the source's own. */
function changedAudio(before: Audio, { audio, audioEncoder }: Pick<Overrides, 'audio' | 'audioEncoder'>): Result<Audio, CapstanError> {
  if (audio === undefined && audioEncoder === undefined) return ok(before);
  if (audio === 'none') {
    return audioEncoder === undefined ? ok({ mode: 'none' }) : refuse('preset-invalid', 'There is no sound to encode: --audio is none.', { field: 'audio.encoder' });
  }
  const sounding = before.mode === 'encode' ? before : usualAudio;
  const input = audio === undefined ? sounding.input : audioInputOf(audio);
  if (input === null) {
    return refuse('preset-invalid', `audio: ${JSON.stringify(audio)} is neither none, source, test-tone, nor an audio input such as alsa:... or pulse:...`, {
      field: 'audio.input',
    });
  }
  const encoder = audioEncoder === undefined ? sounding.encoder : audioEncoders[audioEncoder];
  if (encoder === undefined) {
    return refuse('preset-invalid', `audio: ${JSON.stringify(audioEncoder)} is neither aac nor opus.`, { field: 'audio.encoder' });
  }
  return ok({ ...sounding, input, encoder });
}

const usualAudio: Extract<Audio, { mode: 'encode' }> = { mode: 'encode', encoder: 'aac', bitRateKbps: 128, input: { type: 'source' } };
const audioEncoders: Readonly<Record<string, 'aac' | 'libopus' | undefined>> = Object.assign(Object.create(null), {
  aac: 'aac',
  opus: 'libopus',
  libopus: 'libopus',
});

function audioInputOf(text: string): AudioInputChoice | null {
  if (text === 'source' || text === 'test-tone') return { type: text };
  const device = audioInputChoiceSchema.safeParse({ type: 'device', device: text });
  return text !== '' && device.success ? device.data : null;
}
