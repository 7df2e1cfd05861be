import type { Check } from '../check';
import { noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const cudaMemory: Check = trialCheck({
  id: 'cuda-memory',
  title: 'Memory of the NVIDIA card',
  group: 'nvidia',
  about: 'The memory of the card is full: models, games or other encoders use it.',
  shows: '`CUDA_ERROR_OUT_OF_MEMORY`',
  families: ['nvenc'],
  absent: noNvidia,
});
