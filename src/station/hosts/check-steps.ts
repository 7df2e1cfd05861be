import { errorOf, type CapstanError, type ErrorKind } from '@domain/errors';
import type { HostCheckStep, HostCheckStepName } from '@domain/host';

/** What ends a check: the step that failed, and why. */
export class StepFailure extends Error {
  constructor(
    readonly step: HostCheckStepName,
    readonly error: CapstanError,
  ) {
    super(error.detail);
  }
}

/** Where a failure of this kind belongs when one action proves several steps. */
const stepOf: Partial<Record<ErrorKind, HostCheckStepName>> = {
  'host-unreachable': 'connection',
  'host-key-unknown': 'host-key',
  'host-key-rejected': 'host-key',
  'ssh-auth-failed': 'login',
  'connection-lost': 'login',
  'docker-missing': 'docker',
  'daemon-unreachable': 'daemon',
  'daemon-forbidden': 'daemon',
  'daemon-too-old': 'version',
};

/** A step with what is told when it has passed; a function where only the outcome tells. */
type Proof<T> = readonly [step: HostCheckStepName, told: string | ((outcome: T) => string)];

export class CheckSteps {
  readonly steps: HostCheckStep[] = [];

  constructor(private readonly onStep: (step: HostCheckStep) => void) {}

  /** Runs what proves these steps, in their order. Throws `StepFailure` at the one that the failure belongs to, else at the first. */
  async prove<T>(proofs: readonly [Proof<T>, ...Proof<T>[]], act: () => Promise<T>): Promise<T> {
    let outcome: T;
    try {
      outcome = await act();
    } catch (thrown) {
      const error = errorOf(thrown);
      const at = Math.max(0, proofs.findIndex(([step]) => step === stepOf[error.kind]));
      for (const [step, told] of proofs.slice(0, at)) this.pass(step, typeof told === 'string' ? told : '');
      throw new StepFailure((proofs[at] ?? proofs[0])[0], error);
    }
    for (const [step, told] of proofs) this.pass(step, typeof told === 'string' ? told : told(outcome));
    return outcome;
  }

  fail(step: HostCheckStepName, error: CapstanError): void {
    this.tell({ step, state: 'failed', detail: error.detail, error });
  }

  private pass(step: HostCheckStepName, detail: string): void {
    this.tell({ step, state: 'passed', detail, error: null });
  }

  private tell(step: HostCheckStep): void {
    this.steps.push(step);
    this.onStep(step);
  }
}
