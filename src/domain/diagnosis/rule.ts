import type { Diagnosis } from '../capabilities';
import { capstanError, type CapstanError, type ErrorKind } from '../errors';
import type { DiagnosisFacts } from './facts';

/** Words for people, with `$1` for what the pattern found first; or made from the facts. */
export type Words = string | ((facts: DiagnosisFacts) => string);

/** One known failure: how it shows, what it means and what helps. A new failure is a new rule and its fixture. */
export interface FailureRule {
  /** Stable: programs and documents go by it. */
  readonly id: string;
  readonly title: string;
  /** What shows it: a line of output (`phrase` finds it even where it was wrapped), or a line made from the facts. */
  readonly shows: RegExp | ((facts: DiagnosisFacts) => string | null);
  /** What must hold besides. */
  readonly when?: (facts: DiagnosisFacts) => boolean;
  readonly reason: Words;
  readonly remedy: Words;
  /** Ready to copy. Constant: nothing that a tool said goes in here. */
  readonly commands?: readonly string[] | ((facts: DiagnosisFacts) => readonly string[]);
  /** How a session or a start that failed by it is told. */
  readonly kind: ErrorKind;
  /** The preset's field that mends it. */
  readonly field?: string;
}

export interface Finding {
  readonly rule: FailureRule;
  readonly diagnosis: Diagnosis;
}

/** A message as a pattern that also finds it where another program has wrapped the log. */
export const phrase = (source: string, flags = ''): RegExp => new RegExp(source.replaceAll(' ', String.raw`\s+`), `m${flags}`);

/** ffmpeg from 6 on says first what failed and then of which file; before it was one line. */
const inputError = /Error opening input: ([^\n]+)\s+Error opening input file (?:file:)?(\/[^\n]*)\.$/m;

/** Output as rules read it: one form of line end, no colours, ffmpeg's messages in the form of all versions. */
export const plainOutput = (output: string): string =>
  output
    // oxlint-disable-next-line no-control-regex
    .replace(/\u001B\[[\d;]*[A-Za-z]/g, '')
    .replace(/[ \t\r]+$/gm, '')
    .replace(inputError, '$2: $1');

/** The first rule that fits: rules stand in the order of causes before what follows from them. */
export function findFailure(rules: readonly FailureRule[], given: DiagnosisFacts): Finding | null {
  const facts = { ...given, output: plainOutput(given.output) };
  for (const rule of rules) {
    const shown = shownBy(rule, facts);
    if (shown === null || rule.when?.(facts) === false) continue;
    return { rule, diagnosis: { id: rule.id, title: rule.title, evidence: shown.evidence, ...wordsOf(rule, facts, shown.found) } };
  }
  return null;
}

/** What a rule says of a host, whether or not anything has failed there. @param found what stands for `$1` */
export function wordsOf({ reason, remedy, commands = [] }: FailureRule, facts: DiagnosisFacts, found = 'this'): Pick<Diagnosis, 'reason' | 'remedy' | 'commands'> {
  const words = (text: Words): string => (typeof text === 'string' ? text.replaceAll('$1', () => found) : text(facts));
  return { reason: words(reason), remedy: words(remedy), commands: [...(typeof commands === 'function' ? commands(facts) : commands)] };
}

function shownBy({ shows }: FailureRule, facts: DiagnosisFacts): { evidence: string; found: string } | null {
  if (typeof shows === 'function') {
    const evidence = shows(facts);
    return evidence === null ? null : { evidence, found: '' };
  }
  const match = shows.exec(facts.output);
  if (!match) return null;
  return { evidence: evidenceLine(linesOf(facts.output, match)), found: match.slice(1).find((value) => value !== undefined) ?? 'this' };
}

/** The whole lines that hold the match. */
function linesOf(text: string, match: RegExpExecArray): string {
  const from = text.lastIndexOf('\n', match.index) + 1;
  const to = text.indexOf('\n', match.index + match[0].length);
  return text.slice(match[0].startsWith('\n') ? match.index : from, to === -1 ? undefined : to);
}

/** A line for people, without addresses in memory: they differ from run to run. */
export const evidenceLine = (line: string): string =>
  line
    .replace(/ @ (?:0x)?[0-9a-f]{6,16}(?=\])/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);

/** A known failure as an error, with the same words as its diagnosis. @param speaker who wrote the line: `ffmpeg` */
export function failureError({ rule, diagnosis }: Finding, speaker: string): CapstanError {
  const { reason, evidence, remedy, commands } = diagnosis;
  const nextStep = commands.length === 0 ? remedy : `${remedy} Commands that help: ${commands.map((command) => `\`${command}\``).join(', ')}.`;
  return capstanError(rule.kind, `${reason} ${speaker} said: ${evidence}`, { nextStep, check: rule.id, ...(rule.field !== undefined && { field: rule.field }) });
}

/** What a tool itself said, in the detail of an error that `failureError` made; other details as they are. */
export const saidIn = (detail: string): string => detail.split(' said: ').at(-1) ?? detail;
