import type { Check } from '../check';
import { noNvidia } from '../hardware';
import { trialCheck } from '../trial';

export const nvencFeature: Check = trialCheck({
  id: 'nvenc-feature',
  title: 'Features of the NVIDIA encoder',
  group: 'nvidia',
  about: 'The generation of the card lacks something that the preset asks for: 10 bit, B-frames of HEVC (from Turing on), look-ahead.',
  shows: '`10 bit encode not supported`, `Max B-frames 2 exceed 0`',
  families: ['nvenc'],
  absent: noNvidia,
});
