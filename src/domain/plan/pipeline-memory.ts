import { cpuConvertPath, cpuFilters, decodesAndReturns, encoderFormat, type EncodeRequest } from './pipeline-parts';
import type { Pipeline } from './pipeline-types';

/**
 * Frames of the CPU's memory from the first filter to the encoder: software, and hardware that takes such frames.
 * `globalOptions` and `hwaccel` open the GPU, where one encodes or decodes.
 */
export function memoryPipeline(request: EncodeRequest, gpu: { globalOptions: readonly string[]; hwaccel: readonly string[] }): Pipeline {
  const { shared, toned } = cpuFilters(request);
  const returned = gpu.hwaccel.length > 0 && decodesAndReturns(request);
  return {
    globalOptions: gpu.globalOptions,
    inputOptions: returned ? gpu.hwaccel : [],
    filters: [...shared, ...toned],
    sharedFilters: shared.length,
    previewDownload: null,
    pixelFormat: ['-pix_fmt', encoderFormat(request)],
    path: cpuConvertPath(request, returned),
  };
}

/**
 * All by the CPU, but for decoding where the preset asks for a GPU. `auto` opens what this build of ffmpeg can and goes
 * on without it where there is nothing: a software encoder's image need not have the GPU's driver.
 */
export function softwarePipeline(request: EncodeRequest): Pipeline {
  const { gpu, image } = request.choice;
  const device = gpu?.kind === 'render-node' ? gpu.node.path : gpu?.kind === 'nvidia' ? String(cudaIndex(gpu.nvidia, image)) : null;
  return memoryPipeline(request, { globalOptions: [], hwaccel: device === null ? [] : ['-hwaccel', 'auto', '-hwaccel_device', device] });
}

/** A container sees the one GPU that it was given, this computer's own ffmpeg sees all. */
export const cudaIndex = ({ index }: { readonly index: number }, image: string | null): number => (image === null ? index : 0);
