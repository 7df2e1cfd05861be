import { anyDecoder, cudaDevice, vaapiDevice } from './pipeline-devices';
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

/** All by the CPU, but for decoding where the preset asks for a GPU and there is one. */
export function softwarePipeline(request: EncodeRequest): Pipeline {
  if (!decodesAndReturns(request)) return memoryPipeline(request, { globalOptions: [], hwaccel: [] });
  const { choice } = request;
  return memoryPipeline(request, { globalOptions: choice.gpu?.kind === 'nvidia' ? cudaDevice(choice) : vaapiDevice(choice), hwaccel: anyDecoder });
}
