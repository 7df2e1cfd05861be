import type { Check } from '../check';
import { noIntel } from '../hardware';
import { trialCheck } from '../trial';

export const quicksyncParameters: Check = trialCheck({
  id: 'quicksync-parameters',
  title: 'Settings that Quick Sync takes',
  group: 'intel',
  about: 'Quick Sync refuses one of the settings, or has it only with the HuC firmware: rate control, low power, look-ahead, B-frames or 10 bit.',
  shows: '`some encoding parameters are not supported by the QSV runtime`',
  families: ['quicksync'],
  absent: noIntel,
});
