import type { Check } from '../check';
import { noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const nvencUnsupportedGpu: Check = trialCheck({
  id: 'nvenc-unsupported-gpu',
  title: 'Codecs of the NVIDIA encoder',
  group: 'nvidia',
  about: 'Cards for computing (A100, H100) and some small ones have no encoder at all; AV1 takes the RTX 40 series or later.',
  shows: '`OpenEncodeSessionEx failed: unsupported device (2)`, `Codec not supported`',
  families: ['nvenc'],
  absent: noNvidia,
});
