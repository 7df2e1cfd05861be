import type { CapstanError } from '@domain/errors';
import { hostCheckSteps, type Host, type HostCheckStepName } from '@domain/host';
import type { HostCheckState } from '../state/hosts';

export interface ShownStep {
  readonly name: HostCheckStepName;
  readonly state: 'passed' | 'failed' | 'running' | 'waiting';
  readonly detail: string;
  readonly error: CapstanError | null;
}

const stepsOfSsh: readonly HostCheckStepName[] = ['name', 'connection', 'host-key', 'login', 'docker'];

/** The steps of a check in order: those that are done, and while it runs the one under way and those to come. */
export function shownSteps(host: Pick<Host, 'address'>, check: Exclude<HostCheckState, { state: 'failed' }>): ShownStep[] {
  const known = check.state === 'running' ? check.steps : check.check.steps;
  const isSsh = host.address?.startsWith('ssh://') ?? false;
  const isKnown = (name: HostCheckStepName) => known.some(({ step }) => step === name);
  const isExpected = (name: HostCheckStepName) => check.state === 'running' && (isSsh || !stepsOfSsh.includes(name));
  const names = hostCheckSteps.filter((name) => isKnown(name) || isExpected(name));
  const next = check.state === 'running' ? names.find((name) => !isKnown(name)) : undefined;
  return names.map((name) => {
    const step = known.find((candidate) => candidate.step === name);
    return {
      name,
      state: step?.state ?? (name === next ? 'running' : 'waiting'),
      detail: step?.detail ?? '',
      error: step?.error ?? null,
    };
  });
}
