import type { Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const libvaMismatch: Check = trialCheck({
  id: 'libva-mismatch',
  title: 'libva and its driver',
  group: 'gpus',
  about: 'The VAAPI driver was built for another version of libva than the one that loads it, as when packages of two releases are mixed.',
  shows: '`iHD_drv_video.so has no function __vaDriverInit_1_0`',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
});
