import type { PipelineRequest } from './pipeline-types';

type Choice = Pick<PipelineRequest['choice'], 'gpu' | 'image' | 'proof'>;

/** Opens the GPU under the name that every other option calls it by, with the driver that worked when it was tried. */
export function vaapiDevice({ gpu, proof }: Choice): string[] {
  const node = gpu?.kind === 'render-node' ? `:${gpu.node.path}` : '';
  const driver = node !== '' && proof?.libvaDriver ? `,driver=${proof.libvaDriver}` : '';
  return ['-init_hw_device', `vaapi=gpu${node}${driver}`];
}

/** A container sees the one GPU that it was given, this computer's own ffmpeg sees all. */
export const cudaDevice = ({ gpu, image }: Choice): string[] => [
  '-init_hw_device',
  gpu?.kind === 'nvidia' ? `cuda=gpu:${image === null ? gpu.nvidia.index : 0}` : 'cuda=gpu',
];

/** For a software encoder whose pictures a GPU decodes. With its device named, `auto` tries no other, and no decoder is a must. */
export const anyDecoder = ['-hwaccel', 'auto', '-hwaccel_device', 'gpu'];

/** On a device that is open: its frames stay there only with `-hwaccel_output_format`. */
export const decoderOf = (type: 'vaapi' | 'cuda'): string[] => ['-hwaccel', type, '-hwaccel_device', 'gpu'];
