import type { Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const vaapiProfile: Check = trialCheck({
  id: 'vaapi-profile',
  title: 'Codecs and profiles of the GPU',
  group: 'gpus',
  about: 'The GPU, or its driver, does not encode this codec and profile, though ffmpeg lists the encoder.',
  shows: '`No usable encoding profile found.`',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
});
