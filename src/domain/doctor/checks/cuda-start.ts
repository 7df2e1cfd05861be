import type { Check } from '../check';
import { noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const cudaStart: Check = trialCheck({
  id: 'cuda-start',
  title: 'Start of CUDA',
  group: 'nvidia',
  about: 'The driver refuses to start CUDA on the card, for a reason that its log tells.',
  shows: '`cuInit(0) failed -> CUDA_ERROR_...`',
  families: ['nvenc'],
  absent: noNvidia,
});
