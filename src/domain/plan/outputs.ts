import type { FfmpegBuild } from '../capabilities';
import type { EncodeChoice } from './encode-choice';
import { pipelineOf, type Pipeline } from './pipeline';
import { pictureSourceOf } from './pipeline-paths';
import { refuse, type CapstanError } from '../errors';
import { atLeast } from '../ffmpeg-build';
import { usualPreview, type PresetSettings } from '../preset';
import { ok, type Result } from '../result';
import { isOverlaid, isReworked } from '../overlay';
import { isSplit } from '../split';
import { isCropped } from '../transform';
import { audioFilters, endsWithPicture, type AudioPlan } from './audio';
import { previewColourOptions, sourceColour, type SourceColour } from './colour';
import { encoderArgv, findEncoder } from './encoders';
import { muxerArgv, opusIsExperimental, withClosedGops } from './muxer';
import { overlayFilters, overlaySummary } from './overlay';
import type { SourcePlan } from './source';
import { previewBox, transformFilters, transformSummary } from './transform';
import type { Channels } from './types';
import type { TimedSplit } from './split-time';
import { udpUrl } from './udp';

/** What goes to which output, with the filters that feed them. */
export interface OutputPlan {
  readonly globalOptions: readonly string[];
  readonly path: Pipeline['path'];
  /** Decoder options that belong before the first input. */
  readonly inputOptions: readonly string[];
  readonly filterArgv: readonly string[];
  readonly recordingArgv: readonly string[];
  readonly previewArgv: readonly string[];
}

export interface OutputOptions {
  /** Absolute path as ffmpeg sees it; null when only watching. */
  readonly path: string | null;
  readonly split: TimedSplit;
  readonly channels: Channels;
  readonly choice: EncodeChoice;
  readonly audio: AudioPlan | null;
}

/**
 * Every frame at its own time. In the frame rate's own time base two frames of a camera that is late round to one
 * tick, and ffmpeg ends with `Invalid pts <= last`. `-fps_mode` came with 5.1, which warns of `-vsync`.
 */
export const keepTimestamps = (ffmpeg: FfmpegBuild) => [
  atLeast(ffmpeg, 5, 1) ? '-fps_mode' : '-vsync',
  'passthrough',
  ...['-enc_time_base', '1:90000'],
];

/** As ffmpeg does for one file. For several it would make the rate constant, and repeat or leave out frames. */
const variableRate = (ffmpeg: FfmpegBuild) => [atLeast(ffmpeg, 5, 1) ? '-fps_mode' : '-vsync', 'vfr'];

export function planOutputs(settings: PresetSettings, source: SourcePlan, options: OutputOptions): Result<OutputPlan, CapstanError> {
  const { path, channels, choice } = options;
  const { ffmpeg } = choice;
  const colour = colourOf(settings, source);
  const copies = settings.video.mode === 'copy';
  // Where nothing is encoded the picture is decoded for the preview alone.
  const { transform } = settings;
  const reworked = isReworked(settings);
  // A crop counts in pixels of the size that the source is set to, so there the CPU scales ahead of it.
  const scaleTo = reworked ? null : source.scaleTo;
  const pipeline = path === null ? watched : pipelineOf({ choice, source: pictureSourceOf(settings.source), colour, scaleTo });
  const recording = path === null ? ok(null) : recordingArgv(settings, source, path, pipeline, options);
  if (!recording.ok) return recording;

  const preview = previewOf(settings, path === null);
  const encodes = recording.value !== null && !copies;
  // A filter is needed in the recording's branch only where it is encoded; a copied stream is mapped as it is.
  const timing = source.network?.timing ?? [];
  const { filters, sharedFilters, previewDownload } = pipeline;
  const sized = reworked && source.scaleTo ? [`scale=${source.scaleTo.width}:${source.scaleTo.height}`] : [];
  const shared = [
    ...timing,
    ...(encodes ? [...filters.slice(0, sharedFilters), ...sized, ...source.filters] : sized),
    ...transformFilters(transform, colour, source),
    ...overlayFilters(settings, colour, source),
  ];
  const own = encodes ? filters.slice(sharedFilters) : [];
  const graphs: string[] = [];
  let recordMap = '0:v:0';
  if (preview) {
    const pictures = previewFilters({ ...preview, frameSize: previewBox(transform, preview.frameSize) }, source, colour, previewDownload);
    if (encodes) {
      const branch = own.length > 0 ? ['[taken]', `[taken]${own.join(',')}[recorded]`] : ['[recorded]'];
      graphs.push(`[0:v:0]${[...shared, 'split=2'].join(',')}${branch[0]}[view]`, ...branch.slice(1), `[view]${pictures}[picture]`);
      recordMap = '[recorded]';
    } else {
      graphs.push(`[0:v:0]${[...shared, pictures].join(',')}[picture]`);
    }
  } else if (encodes && shared.length + own.length > 0) {
    graphs.push(`[0:v:0]${[...shared, ...own].join(',')}[recorded]`);
    recordMap = '[recorded]';
  }

  return ok({
    globalOptions: pipeline.globalOptions,
    path: { ...pipeline.path, summary: [pipeline.path.summary, transformSummary(transform, source), overlaySummary(settings)].filter((part) => part !== null).join(' ') },
    // Smaller pictures would be cropped by as many pixels, and drawn on with larger boxes.
    inputOptions: preview && copies && !isCropped(transform) && !isOverlaid(settings.overlay) ? lowResolutionDecode(source, preview.frameSize.width) : pipeline.inputOptions,
    filterArgv: graphs.length > 0 ? ['-filter_complex', graphs.join(';')] : [],
    recordingArgv: recording.value === null ? [] : ['-map', recordMap, ...recording.value],
    previewArgv: preview
      ? [
          '-map',
          '[picture]',
          ...keepTimestamps(ffmpeg),
          // One thread: frame threads would hold each picture back for 100 ms (decision 0002).
          ...['-c:v', 'mjpeg', '-q:v', '5', '-huffman', 'default', '-threads', '1'],
          ...['-f', 'mjpeg', '-flush_packets', '1', udpUrl(channels.previewPort, channels.previewLocalPort, 65_000)],
        ]
      : [],
  });
}

/** Only watched: whatever would encode has no part in it. */
const watched: Pipeline = {
  globalOptions: [],
  inputOptions: [],
  filters: [],
  sharedFilters: 0,
  previewDownload: null,
  pixelFormat: [],
  path: { decode: 'cpu', convert: 'cpu', encode: 'none', copies: 0, summary: 'Decoded by the CPU for the live picture; nothing is recorded.' },
};

/** Files and streams say themselves how they are to be read. */
function colourOf({ source }: PresetSettings, { device, encodedAs }: SourcePlan): SourceColour | null {
  return device !== null && source.type === 'capture-device' ? sourceColour(device, source.inputFormat ?? encodedAs) : null;
}

type Preview = Extract<PresetSettings['preview'], { mode: 'jpeg' }>;

/** Watching without a preview would show nothing, so there the usual one is taken. */
function previewOf({ preview }: PresetSettings, watchOnly: boolean): Preview | null {
  if (preview.mode === 'jpeg') return preview;
  return watchOnly ? usualPreview : null;
}

/** Whole frames are left out, because the `fps` filter waits for the next one and costs 100 ms. */
function previewFilters(preview: Preview, source: SourcePlan, colour: SourceColour | null, download: Pipeline['previewDownload']): string {
  const every = Math.max(1, Math.round((source.framesPerSecond ?? 30) / preview.framesPerSecond));
  const { width, height } = preview.frameSize;
  return [
    ...(every > 1 ? [String.raw`select=not(mod(n\,${every}))`] : []),
    ...(download?.(preview.frameSize) ?? []),
    `scale=w=${width}:h=${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=fast_bilinear${previewColourOptions(colour)}`,
    'format=yuvj420p',
  ].join(',');
}

/** An MJPEG that is kept as it is gets decoded for the preview alone: at half or quarter size it costs a third. */
function lowResolutionDecode(source: SourcePlan, previewWidth: number): string[] {
  if (source.encodedAs !== 'MJPG' && source.encodedAs !== 'JPEG') return [];
  const halvings = source.frameSize ? Math.floor(Math.log2(source.frameSize.width / previewWidth)) : 0;
  return halvings >= 1 ? ['-lowres:v', String(Math.min(3, halvings))] : [];
}

function recordingArgv(
  settings: PresetSettings,
  source: SourcePlan,
  path: string,
  pipeline: Pipeline,
  options: OutputOptions,
): Result<readonly string[], CapstanError> {
  const { ffmpeg } = options.choice;
  const video = videoArgv(settings, source, pipeline, ffmpeg);
  if (!video.ok) return video;
  const sound = audioArgv(settings, options);
  if (!sound.ok) return sound;
  return ok([...sound.value.map, ...video.value, ...sound.value.codec, ...muxerArgv(settings, options.split, ffmpeg, path)]);
}

function videoArgv(settings: PresetSettings, source: SourcePlan, { pixelFormat }: Pipeline, ffmpeg: FfmpegBuild) {
  const { video, muxer } = settings;
  if (video.mode === 'copy') {
    if (settings.source.type === 'test-pattern') {
      return refuse('preset-invalid', 'The test pattern is not encoded yet, so there is nothing to keep as it is.', { field: 'video.mode' });
    }
    return muxer === 'mp4' && source.encodedAs !== null && /^(MJPG|JPEG)$/.test(source.encodedAs) ? mjpegInMp4() : ok(['-c:v', 'copy']);
  }
  const encoder = encoderArgv(video, ffmpeg);
  if (!encoder.ok) return encoder;
  if (muxer === 'mp4' && findEncoder(video.encoder)?.codec === 'mjpeg') return mjpegInMp4();
  // A camera's own timestamps are kept: made regular, its lost frames could not be counted.
  const own = source.accounting.kind === 'device' || (source.network !== null && source.framesPerSecond === null);
  const timestamps = own ? keepTimestamps(ffmpeg) : isSplit(settings) ? variableRate(ffmpeg) : [];
  return ok([...timestamps, '-c:v', video.encoder, ...(isSplit(settings) ? withClosedGops(encoder.value) : encoder.value), ...pixelFormat]);
}

const mjpegInMp4 = () => refuse('preset-invalid', 'Few players read MJPEG in MP4; choose Matroska.', { field: 'muxer' });

function audioArgv({ audio, muxer }: PresetSettings, { audio: sound, channels, choice: { ffmpeg } }: OutputOptions) {
  if (audio.mode === 'none' || sound === null) return ok({ map: [], codec: [] });
  if (!ffmpeg.encoders.includes(audio.encoder)) {
    return refuse('encoder-unavailable', `ffmpeg ${ffmpeg.version} on this host has no ${audio.encoder}.`, { field: 'audio.encoder' });
  }
  return ok({
    map: ['-map', sound.stream],
    codec: [
      ...['-af', audioFilters(sound, channels), '-c:a', audio.encoder, '-b:a', `${audio.bitRateKbps}k`],
      ...(opusIsExperimental({ audio, muxer }, ffmpeg) ? ['-strict', 'experimental'] : []),
      ...endsWithPicture(sound),
    ],
  });
}
