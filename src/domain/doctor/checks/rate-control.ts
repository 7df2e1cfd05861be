import type { Check } from '../check';
import { noGpu } from '../hardware';
import { trialCheck } from '../trial';

export const rateControl: Check = trialCheck({
  id: 'rate-control',
  title: 'Rate controls of the GPU',
  group: 'intel',
  about: 'The encoder does not know the rate control that was asked for. Intel’s low power encoder has CBR and VBR only with the HuC firmware.',
  shows: '`Driver does not support any RC mode compatible with selected options`, `Selected ratecontrol mode is unsupported`',
  families: ['vaapi', 'quicksync'],
  absent: noGpu,
});
