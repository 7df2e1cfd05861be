import type { Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const libvaDriverUnknown: Check = trialCheck({
  id: 'libva-driver-unknown',
  title: 'VAAPI driver for this GPU',
  group: 'gpus',
  about: 'libva knows no driver for the GPU: it draws or shows a screen, such as that of a virtual machine, and has no video encoder.',
  shows: '`vaGetDriverNames() failed with unknown libva error`, `driver_name = (null)`',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
});
