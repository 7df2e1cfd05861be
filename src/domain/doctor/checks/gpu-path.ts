import type { Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const gpuPath: Check = trialCheck({
  id: 'gpu-path',
  title: 'Way of the pictures to the encoder',
  group: 'encoders',
  about: 'The GPU, its driver or this ffmpeg does not decode, convert or take the pictures in the form that was chosen. Capstan takes the shortest way that was proved to work.',
  shows: '`Impossible to convert between the formats supported by the filter`, `hwaccel initialisation returned error`',
  families: ['vaapi', 'quicksync', 'nvenc'],
  absent: noGpu,
});
