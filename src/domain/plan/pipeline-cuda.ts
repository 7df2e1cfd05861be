import { sourceTags } from './colour';
import { cudaDevice, decoderOf } from './pipeline-devices';
import { memoryPipeline } from './pipeline-memory';
import { encoderFormat, zeroCopyPath, type EncodeRequest } from './pipeline-parts';
import { pathsOf } from './pipeline-paths';
import type { Pipeline } from './pipeline-types';

const hwaccel = decoderOf('cuda');

/** NVENC. It takes frames of the CPU's memory by itself, so there is nothing between `zero-copy` and `cpu-convert`. */
export function cudaPipeline(request: EncodeRequest): Pipeline {
  const { choice, source } = request;
  const device = cudaDevice(choice);
  if (choice.path !== 'zero-copy' || !pathsOf('nvenc', source, choice.ffmpeg).includes('zero-copy')) return memoryPipeline(request, { globalOptions: device, hwaccel });
  const entry = entryFilters(request);
  return {
    globalOptions: [...device, '-filter_hw_device', 'gpu'],
    inputOptions: [...hwaccel, '-hwaccel_output_format', 'cuda', ...decoderOptions(request)],
    filters: [...entry, ...convertFilters(request)],
    sharedFilters: entry.length,
    previewDownload: ({ width, height }) => [
      `scale_cuda=w=${width}:h=${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:format=nv12`,
      ...['hwdownload', 'format=nv12'],
    ],
    pixelFormat: [],
    path: zeroCopyPath(source),
  };
}

/** CUVID's own JPEG decoder takes the 4:2:2 of cameras; without low delay it holds four pictures back. */
const decoderOptions = ({ source }: EncodeRequest): string[] => (source === 'MJPG' ? ['-flags:v', 'low_delay', '-c:v', 'mjpeg_cuvid'] : []);

/** Frames of an unknown codec may come from either decoder; those of the GPU pass `hwupload` untouched. */
function entryFilters({ source, colour }: EncodeRequest): string[] {
  if (source === 'unknown') return ['format=nv12|p010le|cuda', 'hwupload'];
  return colour ? [sourceTags(colour)] : [];
}

/** `passthrough` would hand the decoder's own surfaces to the encoder, which keeps them longer than the decoder can wait. */
function convertFilters(request: EncodeRequest): string[] {
  const { colour, scaleTo } = request;
  const size = scaleTo ? `w=${scaleTo.width}:h=${scaleTo.height}:` : '';
  return [...(colour?.range === 'full' ? ['colorspace_cuda=range=tv'] : []), `scale_cuda=${size}format=${encoderFormat(request)}:passthrough=0`];
}
