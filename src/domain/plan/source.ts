import { findCaptureDevice, type Capabilities, type CaptureDevice } from '../capabilities';
import { capstanError, refuse, type CapstanError } from '../errors';
import type { PresetSettings, Source } from '../preset';
import type { FrameAccounting } from '../progress';
import { assertNever, err, ok, type Result } from '../result';
import { formatFrameRate, formatFrameSize, framesPerSecond, type FrameSize } from '../units';
import { isLive, toneGraph } from './audio';
import { refusedByDevice } from './device-formats';
import { networkAccounting, planNetworkSource } from './network-source';
import { inputFormatNames } from './v4l2-formats';
import { resampled } from './resample';
import { refusedSourceFile } from './system-paths';

/** The input side of a plan. */
export interface SourcePlan {
  /** ffmpeg's input options and inputs. The first input holds the picture. */
  readonly inputArgv: readonly string[];
  /** Input and stream of the sound, such as `1:a:0`; null where the source has none. */
  readonly audio: string | null;
  /** Frames are of this size and rate as far as is known before the start. */
  readonly frameSize: FrameSize | null;
  readonly framesPerSecond: number | null;
  /** Size that the source cannot deliver and the recording gets; null where it comes as it is wanted. */
  readonly scaleTo: FrameSize | null;
  /** Filters for the rate, where the source cannot deliver what was asked for. They leave the pictures as they are. */
  readonly filters: readonly string[];
  readonly accounting: FrameAccounting;
  readonly device: CaptureDevice | null;
  /** Media file that must be visible to ffmpeg; null for other sources. */
  readonly filePath: string | null;
  /** Codec of the source where it is already encoded: MJPG, H264, HEVC; null for raw pictures. */
  readonly encodedAs: string | null;
  /** What the recorder needs of the network; null for sources that need none. */
  readonly network: NetworkNeed | null;
}

export interface NetworkNeed {
  /** Docker network of the recorder. */
  readonly mode: 'bridge' | 'host';
  /** The address holds a login: ffmpeg reads it from standard input, and its log is cleaned. */
  readonly secret: boolean;
  /** Filters that come before all others: no frame may be earlier than the one before it. */
  readonly timing: readonly string[];
}

export interface SourceOptions {
  readonly durationSeconds: number | null;
  readonly watchOnly: boolean;
  readonly copies: boolean;
}

export function planSource(
  settings: PresetSettings,
  capabilities: Capabilities,
  options: SourceOptions,
): Result<SourcePlan, CapstanError> {
  const { source } = settings;
  switch (source.type) {
    case 'test-pattern':
      return ok(testPattern(source, limit(options), soundOf(settings)));
    case 'capture-device':
      return captureDevice(source, capabilities, options, soundOf(settings));
    case 'network':
      return planNetworkSource(source, capabilities, options);
    case 'file':
      return mediaFile(source, capabilities, options);
    default:
      return assertNever(source);
  }
}

/** How missing frames of a source are counted, as far as its settings tell. */
export function accountingOf(source: Source, watchOnly: boolean): FrameAccounting {
  switch (source.type) {
    case 'test-pattern':
      return { kind: 'paced' };
    case 'capture-device':
      return { kind: 'device', framesPerSecond: source.frameRate ? framesPerSecond(source.frameRate) : null };
    case 'network':
      return networkAccounting(source);
    case 'file':
      return { kind: source.pace === 'real-time' || watchOnly ? 'paced' : 'unpaced' };
    default:
      return assertNever(source);
  }
}

/** What the picture has to do with the sound: bring it along, or tell the wall clock's time as a live input beside it does. */
type PictureSound = 'none' | 'own' | 'live';
const soundOf = (settings: PresetSettings): PictureSound => (isLive(settings) ? 'live' : settings.audio.mode === 'none' ? 'none' : 'own');

/** The limit is an input option on every input: on one output it leaves ffmpeg running for the other (decision 0001). */
const limit = ({ durationSeconds }: SourceOptions) => (durationSeconds === null ? [] : ['-t', String(durationSeconds)]);

/**
 * testsrc2 moves and shows clock and frame number as text. The strip below holds them for machines: 32 bits, least
 * significant on the left; upper row the frame number, lower row the wall clock in milliseconds as a Gray code, since
 * its bits are drawn one after another while the clock runs on. A box flashes for a tenth of each second, from the
 * moment at which the tone beeps.
 */
function testPattern(source: Extract<Source, { type: 'test-pattern' }>, limitArgv: string[], sound: PictureSound): SourcePlan {
  const rate = formatFrameRate(source.frameRate);
  const { width, height } = source.frameSize;
  const stripHeight = 2 * Math.max(2, Math.round(height / 45));
  const frameBit = String.raw`mod(floor(N/pow(2\,X))\,2)`;
  const clockBit = String.raw`mod(floor((time(0)*1000+pow(2\,X))/pow(2\,X+1))\,2)`;
  const box = 2 * Math.round(height / 12);
  const flash = String.raw`drawbox=x=${width - 2 * box}:y=${box / 2}:w=${box}:h=${box}:color=white:t=fill:enable='lt(mod(t\,1)\,0.1)'`;
  const live = sound === 'live';
  const graph = [
    `testsrc2=size=${formatFrameSize(source.frameSize)}:rate=${rate},format=yuv420p,${flash}[picture]`,
    // Beside another input ffmpeg reads eight frames ahead of `-re`, so there the graph itself keeps the time.
    `nullsrc=size=32x2:rate=${rate}${live ? ',realtime' : ''},format=gray,geq=lum='255*if(Y\\,${clockBit}\\,${frameBit})',` +
      `scale=${width}:${stripHeight}:flags=neighbor,format=yuv420p[strip]`,
    `[picture][strip]overlay=0:H-h${live ? ',setpts=PTS+RTCSTART/(TB*1000000)' : ''}[out0]`,
    ...(sound === 'own' ? [`${toneGraph}[out1]`] : []),
  ].join(';');
  return {
    inputArgv: [...(live ? [] : ['-re']), ...limitArgv, '-f', 'lavfi', '-i', graph],
    audio: sound === 'own' ? '0:a:0' : null,
    frameSize: source.frameSize,
    framesPerSecond: framesPerSecond(source.frameRate),
    scaleTo: null,
    filters: [],
    accounting: accountingOf(source, false),
    device: null,
    filePath: null,
    encodedAs: null,
    network: null,
  };
}

function captureDevice(
  source: Extract<Source, { type: 'capture-device' }>,
  capabilities: Capabilities,
  options: SourceOptions,
  sound: PictureSound,
): Result<SourcePlan, CapstanError> {
  if (source.device === '') return refuse('preset-invalid', 'No capture device is chosen.', { field: 'source.device' });
  const device = findCaptureDevice(capabilities, source.device);
  if (!device) return err(missingDevice(source.device, capabilities));
  if (device.unusable !== null) {
    return refuse('format-unsupported', `${device.name} (${device.path}) cannot be recorded: ${device.unusable}`, { field: 'source.device' });
  }
  const fourcc = source.inputFormat ?? (options.copies ? encodedFormatOf(device) : null);
  const field = 'source.inputFormat';
  if (options.copies && (fourcc === null || !encodedFourccs.has(fourcc))) {
    return refuse('format-unsupported', `${device.name} offers no MJPEG or H.264 that could be kept as it is.`, { field });
  }
  const inputFormat = fourcc === null ? null : inputFormatNames[fourcc];
  if (inputFormat === undefined) return refuse('format-unsupported', `ffmpeg cannot read ${fourcc} from a capture device.`, { field });
  const refused = refusedByDevice(device, fourcc, source);
  if (refused) return err(refused);
  return ok({
    inputArgv: [
      ...limit(options),
      '-f',
      'v4l2',
      // The wall clock's time, as sound inputs tell it: otherwise the kernel's own, which begins with its start.
      ...(sound === 'live' ? ['-timestamps', 'abs'] : []),
      ...(inputFormat === null ? [] : ['-input_format', inputFormat]),
      ...(source.frameSize ? ['-video_size', formatFrameSize(source.frameSize)] : []),
      ...(source.frameRate ? ['-framerate', formatFrameRate(source.frameRate)] : []),
      '-i',
      device.path,
    ],
    audio: null,
    frameSize: source.frameSize,
    framesPerSecond: source.frameRate ? framesPerSecond(source.frameRate) : null,
    scaleTo: null,
    filters: [],
    accounting: accountingOf(source, options.watchOnly),
    device,
    filePath: null,
    encodedAs: fourcc !== null && encodedFourccs.has(fourcc) ? fourcc : null,
    network: null,
  });
}

/** With what is there instead. */
export function missingDevice(reference: string, { captureDevices }: Pick<Capabilities, 'captureDevices'>): CapstanError {
  const present = captureDevices.map(nameAndPlace).join(', ');
  return capstanError('device-missing', `${reference} is not there; ${present === '' ? 'no capture device is' : `there are ${present}`}.`, { field: 'source.device' });
}

/** Name and node, and the port where only that tells it from another of its model. */
export const nameAndPlace = ({ name, path, identifiedBy, bus }: CaptureDevice): string =>
  `${name} (${path}${identifiedBy === 'port' ? `, told apart by its port${bus === null ? '' : ` ${bus}`}` : ''})`;

const encodedFourccs = new Set(['MJPG', 'JPEG', 'H264', 'HEVC']);
const encodedFormatOf = (device: CaptureDevice) =>
  device.formats.map(({ fourcc }) => fourcc).find((fourcc) => encodedFourccs.has(fourcc)) ?? null;

function mediaFile(
  source: Extract<Source, { type: 'file' }>,
  capabilities: Capabilities,
  options: SourceOptions,
): Result<SourcePlan, CapstanError> {
  if (source.path === '') return refuse('preset-invalid', 'No media file is chosen.', { field: 'source.path' });
  const refused = refusedSourceFile(source.path);
  if (refused) return err(refused);
  if (capabilities.engine.kind === 'docker' && capabilities.engine.storage === 'separate') {
    return refuse('source-missing', `The Docker daemon runs on another machine and does not see ${source.path}.`, { field: 'source.path' });
  }
  if (options.copies && (source.frameSize || source.frameRate)) {
    return refuse('preset-invalid', 'Size and rate cannot be changed while the video is kept as it is.', { field: 'video.mode' });
  }
  const realTime = source.pace === 'real-time' || options.watchOnly;
  return ok({
    inputArgv: [...(realTime ? ['-re'] : []), ...limit(options), '-i', `file:${source.path}`],
    audio: '0:a:0?',
    frameSize: source.frameSize,
    framesPerSecond: source.frameRate ? framesPerSecond(source.frameRate) : null,
    scaleTo: source.frameSize,
    filters: resampled(source),
    accounting: accountingOf(source, options.watchOnly),
    device: null,
    filePath: source.path,
    encodedAs: null,
    network: null,
  });
}
