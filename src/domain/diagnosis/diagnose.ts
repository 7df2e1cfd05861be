import type { Diagnosis } from '../capabilities';
import type { DiagnosisFacts } from './facts';

/** Why something failed. Always answers: `unknown`, with the last telling line as evidence, where no rule fits. */
export function diagnose({ output }: DiagnosisFacts): Diagnosis {
  return unknownFailure(output);
}

function unknownFailure(output: string): Diagnosis {
  const evidence = output.split('\n').findLast((line) => line.trim() !== '')?.trim() ?? '';
  return { id: 'unknown', title: 'The cause is not known', evidence, reason: 'No known failure fits what was said.', remedy: 'Look at the whole output.', commands: [] };
}
