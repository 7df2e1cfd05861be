import type { ErrorKind } from '../errors';
import type { HostCheckStepName } from '../host';
import { failed, notApplicable, ok, type Answer, type Check } from './check';
import type { HostEvidence } from './evidence';

type StepCheck = Omit<Check, 'find' | 'rule'> & {
  readonly step: HostCheckStepName;
  /** Whether a failure of the step is this check's; all are where it is left out. */
  readonly concerns?: (kind: ErrorKind) => boolean;
};

/** A check that tells one step of the host check: what was found, or the error with its next step. */
export function stepCheck({ step, concerns = () => true, ...check }: StepCheck): Check {
  return { ...check, find: (evidence) => stepAnswer(evidence, step, concerns) };
}

function stepAnswer({ steps, host }: HostEvidence, name: HostCheckStepName, concerns: (kind: ErrorKind) => boolean): Answer {
  if (steps === null) return notApplicable('Recordings run as processes of this computer here; no daemon was asked.');
  const step = steps.find((one) => one.step === name);
  if (step === undefined) {
    const before = steps.find(({ state }) => state === 'failed');
    return notApplicable(before === undefined ? `The way to ${host.name} has no such step.` : `It was not reached: ${before.error?.title ?? before.detail}.`);
  }
  if (step.state === 'passed' || step.error === null) return ok(step.detail, 'This step of the connection passed.');
  const { kind, title, detail, nextStep } = step.error;
  if (!concerns(kind)) return notApplicable(`The step failed by something else: ${title}.`, { evidence: detail });
  return failed(detail, `${title}.`, { remedy: nextStep });
}
