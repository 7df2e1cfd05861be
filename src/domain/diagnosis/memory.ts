import { phrase, type FailureRule } from './rule';

/** How the limit of memory shows where the kernel did not end the recorder for it. */
export const memoryRules: readonly FailureRule[] = [
  {
    id: 'memory-limit',
    title: 'There is not enough memory',
    shows: phrase(String.raw`^x26[45] \[error\]: malloc of size \d+ failed|Cannot allocate memory|insufficient resources \(0x80001000\)`),
    reason: 'ffmpeg asked for more memory than there is.',
    remedy: 'Raise the memory limit in the preset, or choose a smaller frame size.',
    kind: 'out-of-memory',
  },
];
