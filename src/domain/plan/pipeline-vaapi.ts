import { sourceTags, type SourceColour } from './colour';
import { decoderOf, vaapiDevice } from './pipeline-devices';
import { memoryPipeline } from './pipeline-memory';
import { cpuConvertPath, cpuFilters, decodesAndReturns, encoderFormat, gpuConvertPath, zeroCopyPath, type EncodeRequest } from './pipeline-parts';
import type { Pipeline } from './pipeline-types';

const hwaccel = decoderOf('vaapi');
/** Quick Sync's own filters of before ffmpeg 7 convert no range, so VAAPI converts and its surfaces are mapped. */
const toQuickSync = 'hwmap=derive_device=qsv,format=qsv';

/** VAAPI, and Quick Sync on top of it. */
export function vaapiPipeline(request: EncodeRequest): Pipeline {
  const { choice, source, family, colour } = request;
  const quickSync = family === 'quicksync';
  const devices = [...vaapiDevice(choice), ...(quickSync ? ['-init_hw_device', 'qsv=quicksync@gpu'] : [])];
  // What no GPU takes as it is would be converted by the CPU on its way up.
  const path = (source === 'raw' && choice.path === 'zero-copy') || colour?.matrix === 'rgb' ? 'cpu-convert' : choice.path;
  // Quick Sync's encoders upload by themselves.
  if (path === 'cpu-convert' && quickSync) return memoryPipeline(request, { globalOptions: devices, hwaccel });
  const returned = path !== 'zero-copy' && decodesAndReturns(request);
  const chain = path === 'zero-copy' ? zeroCopy(request) : path === 'gpu-convert' ? gpuConvert(request) : cpuConvert(request);
  return {
    globalOptions: [...devices, '-filter_hw_device', 'gpu'],
    inputOptions: path === 'zero-copy' ? [...hwaccel, '-hwaccel_output_format', 'vaapi'] : returned ? hwaccel : [],
    filters: [...chain.shared, ...chain.own, ...(quickSync ? [toQuickSync] : [])],
    sharedFilters: chain.shared.length,
    previewDownload: path === 'zero-copy' ? previewDownload : null,
    pixelFormat: [],
    path: path === 'zero-copy' ? zeroCopyPath(source) : path === 'gpu-convert' ? gpuConvertPath(source, returned) : cpuConvertPath(request, returned),
  };
}

interface Chain {
  /** Ahead of where the preview branches off. */
  readonly shared: readonly string[];
  readonly own: readonly string[];
}

function zeroCopy(request: EncodeRequest): Chain {
  const { source, colour } = request;
  // Frames of an unknown codec may come from either decoder; those of the GPU pass `hwupload` untouched.
  const entry = source === 'unknown' ? ['format=nv12|p010le|vaapi', 'hwupload'] : [];
  return { shared: [...entry, ...(colour ? [sourceTags(colour)] : [])], own: [convert(request)] };
}

function gpuConvert(request: EncodeRequest): Chain {
  const { colour } = request;
  return { shared: [], own: [...packed(colour), ...(colour ? [sourceTags(colour)] : []), 'hwupload', convert(request)] };
}

/** Formats that every driver takes: pictures in one of them go up as they are, others are repacked without any arithmetic. */
const packed = (colour: SourceColour | null): string[] => [
  ...(colour?.range === 'full' ? ['scale=in_range=full:out_range=full'] : []),
  'format=yuyv422|nv12|p010le',
];

function cpuConvert(request: EncodeRequest): Chain {
  const { shared, toned } = cpuFilters(request);
  return { shared, own: [...toned, `format=${encoderFormat(request)}`, 'hwupload'] };
}

/** Size, chroma, depth and range at once. The pool holds what the encoder keeps to reorder and to look ahead. */
function convert(request: EncodeRequest): string {
  const { scaleTo, jpeg, video } = request;
  return [
    ...(scaleTo ? [`scale_vaapi=w=${scaleTo.width}`, `h=${scaleTo.height}`, `format=${encoderFormat(request)}`] : [`scale_vaapi=format=${encoderFormat(request)}`]),
    ...(jpeg ? ['out_range=full', 'out_color_matrix=bt470bg'] : ['out_range=limited']),
    `extra_hw_frames=${8 + video.bFrames + video.lookAheadFrames}`,
  ].join(':');
}

const previewDownload: NonNullable<Pipeline['previewDownload']> = ({ width, height }) => [
  `scale_vaapi=w=${width}:h=${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:format=nv12`,
  ...['hwdownload', 'format=nv12'],
];
