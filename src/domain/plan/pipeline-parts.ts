import type { EncoderFamily } from '../capabilities';
import type { PlanPath } from '../encode-summary';
import type { VideoEncode } from '../preset';
import { jpegColourFilters, recordingColourFilters } from './colour';
import { findEncoder } from './encoders';
import type { PictureSource, PipelineRequest } from './pipeline-types';

/** A request whose video is encoded, with what the table of encoders says of it. */
export interface EncodeRequest extends PipelineRequest {
  readonly video: VideoEncode;
  readonly family: EncoderFamily;
  /** JPEG is full-range, all else that is recorded limited. */
  readonly jpeg: boolean;
}

export function encodeRequest(request: PipelineRequest, video: VideoEncode): EncodeRequest {
  const terms = findEncoder(video.encoder);
  return { ...request, video, family: terms?.family ?? 'software', jpeg: terms?.codec === 'mjpeg' };
}

/** What the encoder takes, in ffmpeg's words. */
export function encoderFormat({ family, jpeg, video: { pixelFormat } }: EncodeRequest): string {
  switch (family) {
    case 'software':
      // ffmpeg's own encoder of JPEG takes full-range formats by their old names.
      return jpeg ? pixelFormat.replace('yuv', 'yuvj') : pixelFormat;
    case 'jetson':
      // Takes planar 4:2:0 alone.
      return pixelFormat;
    case 'nvenc':
    case 'vaapi':
    case 'quicksync':
    case 'v4l2m2m':
      // Their tables hold 4:2:0 alone, whose chroma hardware interleaves.
      return pixelFormat.endsWith('10le') ? 'p010le' : 'nv12';
  }
}

/** Size and colour by the CPU. */
export function cpuFilters({ colour, scaleTo, jpeg }: EncodeRequest): { shared: string[]; toned: string[] } {
  const toned = colour ? recordingColourFilters(colour) : [];
  return { shared: scaleTo ? [`scale=${scaleTo.width}:${scaleTo.height}`] : [], toned: jpeg ? jpegColourFilters(colour) : toned };
}

/** True where the GPU decodes and its frames go back to the CPU: only where the preset asks for it. */
export const decodesAndReturns = ({ video, source, choice: { gpu } }: EncodeRequest): boolean =>
  video.decoding === 'hardware' && source !== 'raw' && (gpu?.kind === 'render-node' || gpu?.kind === 'nvidia');

type Path = Omit<PlanPath, 'name'>;
const sourceNames: Readonly<Record<PictureSource, string>> = { raw: 'Pictures', MJPG: 'MJPEG', H264: 'H.264', HEVC: 'HEVC', unknown: 'Video' };

/** On the GPU from the first to the last. */
export function zeroCopyPath(source: PictureSource): Path {
  const exception = source === 'unknown' ? ' What the GPU cannot decode, the CPU decodes, with one upload of each picture.' : '';
  const summary = `${sourceNames[source]} decoded, converted and encoded on the GPU; no picture leaves it.${exception}`;
  return { decode: 'gpu', convert: 'gpu', encode: 'gpu', copies: 0, summary };
}

/** One upload, then all on the GPU. */
export function gpuConvertPath(source: PictureSource, returned: boolean): Path {
  const rest = 'uploaded once, converted and encoded on the GPU.';
  const name = sourceNames[source];
  if (source === 'raw') return { decode: 'none', convert: 'gpu', encode: 'gpu', copies: 1, summary: `${name} ${rest}` };
  if (!returned) return { decode: 'cpu', convert: 'gpu', encode: 'gpu', copies: 1, summary: `${name} decoded by the CPU, ${rest}` };
  return { decode: 'gpu', convert: 'gpu', encode: 'gpu', copies: 2, summary: `${name} decoded on the GPU and brought to the CPU; ${rest}${cpuDecodesRest}` };
}

/** Converted by the CPU; `returned` by a GPU that decodes. */
export function cpuConvertPath({ source, family }: EncodeRequest, returned: boolean): Path {
  const software = family === 'software';
  const decode = source === 'raw' ? 'none' : returned ? 'gpu' : 'cpu';
  const copies = (returned ? 1 : 0) + (software ? 0 : 1);
  const steps = {
    none: software ? 'converted and encoded by the CPU' : 'converted by the CPU',
    cpu: software ? 'decoded, converted and encoded by the CPU' : 'decoded and converted by the CPU',
    gpu: `decoded on the GPU and brought to the CPU; ${software ? 'converted and encoded there' : 'converted there'}`,
  }[decode];
  const summary = `${sourceNames[source]} ${steps}${software ? '' : ', uploaded once and encoded on the GPU'}.${returned ? cpuDecodesRest : ''}`;
  return { decode, convert: 'cpu', encode: software ? 'cpu' : 'gpu', copies, summary };
}

const cpuDecodesRest = ' What the GPU cannot decode, the CPU decodes.';
