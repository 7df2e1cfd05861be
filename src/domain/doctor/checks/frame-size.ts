import type { Check } from '../check';
import { trialCheck } from '../trial';

export const frameSize: Check = trialCheck({
  id: 'frame-size',
  title: 'Frame sizes of the encoder',
  group: 'encoders',
  about: 'Each encoder has a smallest and a largest picture: NVENC takes none below about 145x49, and 64x64 is too small to try a GPU with.',
  shows: '`Frame Dimension less than the minimum supported value`',
  families: ['software', 'vaapi', 'quicksync', 'nvenc', 'v4l2m2m', 'jetson'],
});
