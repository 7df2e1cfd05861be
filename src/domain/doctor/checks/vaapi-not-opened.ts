import type { Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const vaapiNotOpened: Check = trialCheck({
  id: 'vaapi-not-opened',
  title: 'Start of VAAPI',
  group: 'gpus',
  about: 'VAAPI could not be started on the render node, and ffmpeg does not say why.',
  shows: '`Failed to initialise VAAPI connection: -1 (unknown libva error).`',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
});
