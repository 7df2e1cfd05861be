import type { EncoderFamily, FfmpegBuild, PipelinePath } from '../capabilities';
import type { Source, VideoEncode } from '../preset';
import type { PictureSource } from './pipeline-types';

/** What a source's pictures are, as far as its settings tell. */
export function pictureSourceOf(source: Source): PictureSource {
  if (source.type === 'test-pattern') return 'raw';
  if (source.type !== 'capture-device' || source.inputFormat === null) return 'unknown';
  switch (source.inputFormat) {
    case 'MJPG':
    case 'JPEG':
      return 'MJPG';
    case 'H264':
    case 'HEVC':
      return source.inputFormat;
    default:
      return 'raw';
  }
}

/** NVIDIA's filters convert full to limited range since ffmpeg 6; before, only the CPU can (decision 0015). */
const convertsRangeOnCuda = ({ major }: FfmpegBuild): boolean => major >= 6;

/** Raw formats of which a GPU can make all the rest; others, such as RGB and grey, are for the CPU to convert. */
const uploadable = new Set(['YUYV', 'UYVY', 'YU12', 'NV12', '422P']);

/** The ways from such pictures to an encoder of this family that can be right, fewest copies first: which work is for a trial to say. */
export function pathsOf(family: EncoderFamily, pictures: PictureSource, ffmpeg: FfmpegBuild): PipelinePath[] {
  switch (family) {
    case 'software':
      return ['software'];
    case 'vaapi':
    case 'quicksync':
      return pictures === 'raw' ? ['gpu-convert', 'cpu-convert'] : ['zero-copy', 'gpu-convert', 'cpu-convert'];
    case 'nvenc':
      // It uploads by itself, and what it takes needs no further converting.
      return pictures !== 'raw' && convertsRangeOnCuda(ffmpeg) ? ['zero-copy', 'cpu-convert'] : ['cpu-convert'];
    case 'v4l2m2m':
    case 'jetson':
      return ['cpu-convert'];
  }
}

/** The same for the source of a preset. @param reworked the CPU crops, turns, flips or draws (decisions 0030 and 0039) */
export function pathsFor(family: EncoderFamily, source: Source, decoding: VideoEncode['decoding'], ffmpeg: FfmpegBuild, reworked = false): PipelinePath[] {
  const pictures = pictureSourceOf(source);
  const driversChoice = source.type === 'capture-device' && source.inputFormat === null;
  const rawFormat = source.type === 'capture-device' && pictures === 'raw' ? source.inputFormat : null;
  const excluded: PipelinePath[] = [
    // CUDA's filters would have to be told whether the driver chose a full-range format.
    ...(decoding === 'cpu' || reworked || (family === 'nvenc' && driversChoice) ? (['zero-copy'] as const) : []),
    ...(rawFormat !== null && !uploadable.has(rawFormat) ? (['gpu-convert'] as const) : []),
  ];
  return pathsOf(family, pictures, ffmpeg).filter((path) => !excluded.includes(path));
}
