import { atLeast } from '../ffmpeg-build';
import type { AudioInput, Capabilities } from '../capabilities';
import { meterFilters } from '../audio-levels';
import { refuse, type CapstanError } from '../errors';
import type { PresetSettings } from '../preset';
import { ok, type Result } from '../result';
import type { SourcePlan } from './source';
import type { DeviceMapping, Mount } from './types';
import { udpUrl } from './udp';
import type { Channels } from './types';

/** The sound of a plan. */
export interface AudioPlan {
  /** ffmpeg's options and input; empty where the sound comes with the picture. */
  readonly inputArgv: readonly string[];
  /** Input and stream, such as `1:a:0`; with `?` where it may be missing. */
  readonly stream: string;
  /** An input of its own, which does not end with the picture. */
  readonly separate: boolean;
  readonly device: AudioInput | null;
}

export interface AudioOptions {
  readonly durationSeconds: number | null;
  readonly watchOnly: boolean;
}

export const sampleRateHz = 48_000;
/** Layouts that both encoders take and players know; others are mixed to the nearest of them. */
const channelLayouts = 'mono|stereo|quad|5.1|7.1';

/** True where the sound comes from an input of the host, with a clock of its own. */
export const isLive = ({ audio }: Pick<PresetSettings, 'audio'>): boolean => audio.mode === 'encode' && audio.input.type === 'device';

/** Where the sound comes from; null where there is none. */
export function planAudio(
  settings: PresetSettings,
  source: SourcePlan,
  capabilities: Capabilities,
  options: AudioOptions,
): Result<AudioPlan | null, CapstanError> {
  const { audio } = settings;
  if (audio.mode === 'none') return ok(null);
  const { input } = audio;
  if (input.type === 'device') return liveAudio(input.device, settings, capabilities, options);
  // The test pattern's own tone is the test tone.
  if (input.type === 'source' || settings.source.type === 'test-pattern') return ok(source.audio === null ? null : withPicture(source.audio));
  const unpaced = settings.source.type === 'file' && settings.source.pace === 'fastest' && !options.watchOnly;
  return ok({
    inputArgv: [...(unpaced ? [] : ['-re']), ...limit(options), '-f', 'lavfi', '-i', toneGraph],
    stream: '1:a:0',
    separate: true,
    device: null,
  });
}

/** A tone of 440 Hz with a beep of 40 ms at each whole second. */
export const toneGraph = `sine=frequency=440:beep_factor=2:sample_rate=${sampleRateHz}`;

const withPicture = (stream: string): AudioPlan => ({ inputArgv: [], stream, separate: false, device: null });
const limit = ({ durationSeconds }: AudioOptions) => (durationSeconds === null ? [] : ['-t', String(durationSeconds)]);

function liveAudio(identity: string, settings: PresetSettings, { audioInputs, ffmpeg }: Capabilities, options: AudioOptions): Result<AudioPlan, CapstanError> {
  const field = 'audio.input';
  if (identity === '') return refuse('preset-invalid', 'No audio input is chosen.', { field });
  const { source } = settings;
  if (source.type === 'file' && source.pace === 'fastest' && !options.watchOnly) {
    return refuse('preset-invalid', 'A file that is read as fast as possible cannot go with live sound; read it in real time.', { field });
  }
  const device = audioInputs.find((input) => input.identity === identity);
  if (!device) {
    const present = audioInputs.map(({ name, identity: own }) => `${name} (${own})`).join(', ');
    return refuse('audio-missing', `${identity} is not there; ${present === '' ? 'no audio input is' : `there are ${present}`}.`, { field });
  }
  const input = device.kind === 'alsa' ? alsaInput(device) : pulseInput(device);
  if (input === null) return refuse('audio-missing', `${device.name} (${device.device}) is not an audio input that ffmpeg can open.`, { field });
  const sync = hasOwnClock(source.type);
  if (sync && !atLeast(ffmpeg, 5, 1)) {
    return refuse('preset-invalid', `ffmpeg ${ffmpeg.version} on this host cannot keep an audio input in step with the picture; that takes 5.1.`, {
      field,
      nextStep: 'Record in a Docker container, with a newer ffmpeg, or without sound.',
    });
  }
  return ok({
    inputArgv: [
      // Both inputs tell the wall clock's time, so the difference of their first timestamps is that of their starts.
      ...(sync ? ['-isync', '0'] : []),
      // The picture is held back by a full queue of sound: 8 packets, the default, are 80 ms.
      ...['-thread_queue_size', '1024'],
      ...limit(options),
      ...input,
    ],
    stream: '1:a:0',
    separate: true,
    device,
  });
}

/** Sources whose timestamps are made to tell the wall clock's time beside live sound: see `captureDevice` and `testPattern`. */
const hasOwnClock = (type: PresetSettings['source']['type']): boolean => type === 'capture-device' || type === 'test-pattern';

const alsaName = /^hw:(CARD=[A-Za-z0-9_-]{1,32},DEV=(\d{1,3}))$/;

/** `plughw`, because many microphones have one channel, or another rate, and `hw` takes only what they have. */
function alsaInput({ device }: AudioInput): string[] | null {
  const name = alsaName.exec(device)?.[1];
  return name === undefined ? null : ['-f', 'alsa', '-i', `plughw:${name}`];
}

function pulseInput({ device, socketPath }: AudioInput): string[] | null {
  // oxlint-disable-next-line no-control-regex
  if (socketPath === null || !/^\/[^\u0000-\u001f\u007f]+$/.test(socketPath)) return null;
  // Fragments of 20 ms: with the default of 50 ms its timestamps were 34 ms late, with these 14 ms (decision 0016).
  return ['-f', 'pulse', '-server', `unix:${socketPath}`, '-fragment_size', '3840', '-i', device === '' ? 'default' : device];
}

export interface AudioAccess {
  readonly devices: readonly DeviceMapping[];
  readonly groups: readonly number[];
  readonly mounts: readonly Mount[];
}

/** The least that a recorder in a container needs to open the input: two nodes of one card, or one socket. */
export function audioAccess(device: AudioInput | null): AudioAccess {
  if (device === null) return { devices: [], groups: [], mounts: [] };
  const { cardNumber, groupId, socketPath } = device;
  const deviceNumber = alsaName.exec(device.device)?.[2] ?? '0';
  const nodes = cardNumber === null ? [] : [`/dev/snd/controlC${cardNumber}`, `/dev/snd/pcmC${cardNumber}D${Number(deviceNumber)}c`];
  return {
    devices: nodes.map((path) => ({ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rw' })),
    groups: groupId === null ? [] : [groupId],
    mounts: socketPath === null ? [] : [{ Type: 'bind', Source: socketPath, Target: socketPath, ReadOnly: true }],
  };
}

/**
 * Filters of the sound that is recorded or watched. Its timestamps rule: gaps become silence, and a clock that drifts
 * is followed by up to 2 %, so that it never shifts against the picture.
 */
export function audioFilters({ separate }: AudioPlan, { levelPort, levelLocalPort }: Channels): string {
  return [
    `aresample=${sampleRateHz}:async=1000`,
    `aformat=channel_layouts=${channelLayouts}`,
    // Sound that is lost goes on as silence: the picture is worth more.
    ...(separate ? ['apad'] : []),
    ...(levelPort === null ? [] : meterFilters(udpUrl(levelPort, levelLocalPort, 1400), sampleRateHz)),
  ].join(',');
}

/** An input of its own never ends, so the output ends with the picture. */
export const endsWithPicture = ({ separate }: AudioPlan): string[] => (separate ? ['-shortest'] : []);

/** Where nothing is recorded the sound goes to nobody, for its levels alone; the picture beside it is not decoded again. */
export function watchArgv(audio: AudioPlan | null, channels: Channels): string[] {
  if (audio === null || channels.levelPort === null) return [];
  return [
    ...['-map', '0:v:0', '-map', audio.stream, '-c:v', 'copy', '-c:a', 'pcm_s16le', '-af', audioFilters(audio, channels)],
    ...[...endsWithPicture(audio), '-f', 'null', '-'],
  ];
}
