import type { HostEvidence } from './evidence';
import type { CheckGroup, Finding } from './finding';

/** One check: evidence in, finding out. Pure, so that a new failure is one file and one fixture. */
export interface Check {
  /** Stable: programs and documents go by it. */
  readonly id: string;
  /** What is looked at, as a noun: `Group of the render nodes`. */
  readonly title: string;
  readonly group: CheckGroup;
  /** For `docs/troubleshooting.md`: what can be wrong here, how it shows, and what helps. */
  readonly about: string;
  /** Null where what it needs was not to be had: told as not applicable, with that as its reason. */
  readonly find: (evidence: HostEvidence) => Answer;
}

export type Answer = Omit<Finding, 'id' | 'title' | 'group' | 'commands'> & { readonly commands?: readonly string[] };
