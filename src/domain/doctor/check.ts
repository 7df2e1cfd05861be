import type { FailureRule } from '../diagnosis/rule';
import type { HostEvidence } from './evidence';
import type { CheckGroup, FindingStatus } from './finding';
import type { Installable } from './install-steps';

/** One check: evidence in, answer out. Pure, so that a new failure is one file and one fixture. */
export interface Check {
  /** Stable: programs and documents go by it. */
  readonly id: string;
  /** What is looked at, as a noun: `Group of the render nodes`. */
  readonly title: string;
  readonly group: CheckGroup;
  /** What can be wrong here, for `docs/troubleshooting.md`. */
  readonly about: string;
  /** How it shows: quoted lines, or what one sees. */
  readonly shows: string;
  /** What helps; a rule's words where it has one, unless an answer brings its own. */
  readonly remedy: string;
  readonly commands: readonly string[];
  /** What may have to be installed, by the host's distribution. */
  readonly installs?: readonly Installable[];
  /** The row of the table of failures that says the same during a recording; its words are told for the host at hand. */
  readonly rule?: FailureRule;
  readonly find: (evidence: HostEvidence) => Answer;
}

/** A finding as its check gives it. Remedy and commands are the check's own where the answer has none. */
export interface Answer {
  readonly status: FindingStatus;
  /** The line that shows it; empty where nothing was there to see. */
  readonly evidence: string;
  readonly reason: string;
  readonly remedy?: string;
  readonly commands?: readonly string[];
}
type Help = Pick<Answer, 'remedy' | 'commands'>;

export const ok = (evidence: string, reason: string): Answer => ({ status: 'ok', evidence, reason, remedy: '', commands: [] });
export const warning = (evidence: string, reason: string, help: Help = {}): Answer => ({ status: 'warning', evidence, reason, ...help });
export const failed = (evidence: string, reason: string, help: Help = {}): Answer => ({ status: 'failed', evidence, reason, ...help });
export const notApplicable = (reason: string, { evidence = '', remedy = '', commands = [] }: Partial<Answer> = {}): Answer => ({
  status: 'not-applicable',
  evidence,
  reason,
  remedy,
  commands,
});
