import type { EncoderFamily, PipelinePath } from '@domain/capabilities';

export { codecNames } from '@domain/plan/encoders';

/** What a host lacks where it has nothing for a family. */
export const familyNeeds: Readonly<Record<EncoderFamily, string>> = {
  software: 'Needs nothing',
  vaapi: 'Needs a GPU with a render node, of Intel or AMD',
  quicksync: 'Needs an Intel GPU',
  nvenc: 'Needs an NVIDIA GPU and its own driver',
  v4l2m2m: 'Needs a V4L2 encoder, as on a Raspberry Pi 4',
  jetson: 'Needs an NVIDIA Jetson',
};

/** The way of the pictures, in plain words beside the plan's own name. */
export const pathWords: Readonly<Record<PipelinePath, string>> = {
  'zero-copy': 'Decoded, converted and encoded on the GPU (zero-copy)',
  'gpu-convert': 'Uploaded once, converted and encoded on the GPU (gpu-convert)',
  'cpu-convert': 'Converted by the CPU, encoded on the GPU (cpu-convert)',
  software: 'All on the CPU (software)',
};
