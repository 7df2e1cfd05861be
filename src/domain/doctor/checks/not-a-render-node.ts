import type { Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const notARenderNode: Check = trialCheck({
  id: 'not-a-render-node',
  title: 'What is at the render node',
  group: 'gpus',
  about: 'The node is there and is no GPU that libva can use: a display-only device, or another device was mapped to its path.',
  shows: '`Cannot open a VA display from DRM device /dev/dri/renderD128.`',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
});
