import { failureRules } from '../diagnosis/diagnose';
import { onlyOutput } from '../diagnosis/facts';
import { findFailure, wordsOf, type FailureRule } from '../diagnosis/rule';
import type { ErrorKind } from '../errors';
import { warning, type Answer, type Check } from './check';
import type { HostEvidence } from './evidence';

/** What a check takes from the row of the table of failures. Throws where there is no such row. */
export function fromRule(id: string): Pick<Check, 'id' | 'remedy' | 'commands'> & { readonly rule: FailureRule } {
  const rule = failureRules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`There is no failure ${id}.`);
  const { remedy, commands } = wordsOf(rule, onlyOutput(''));
  return { id, remedy, commands, rule };
}

/** What a tool said, read by one row of the table; null where it does not say that. */
export function saysFailure(id: string, output: string | null, { capabilities }: HostEvidence): { readonly evidence: string; readonly reason: string } | null {
  if (output === null) return null;
  return findFailure([fromRule(id).rule], { ...onlyOutput(output), capabilities })?.diagnosis ?? null;
}

/** The newest recording that failed by this; null where none did. */
export function pastFailure({ failures }: HostEvidence, id: string, kind?: ErrorKind): Answer | null {
  const past = failures.find(({ diagnosis, error }) => (diagnosis === null ? error.kind === kind : diagnosis.id === id));
  if (past === undefined) return null;
  const { at, diagnosis, error } = past;
  const when = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.exec(at)?.[0].replace('T', ' ');
  return warning(diagnosis?.evidence ?? error.detail, `A recording failed by this${when === undefined ? '' : ` on ${when} UTC`}. ${diagnosis?.reason ?? `${error.title}.`}`);
}
