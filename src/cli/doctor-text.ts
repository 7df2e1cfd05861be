import { checkGroups, type CheckGroup, type Finding, type FindingStatus } from '@domain/doctor/finding';
import { printable } from './text';

const headings: Record<CheckGroup, string> = {
  connection: 'Connection',
  docker: 'Docker',
  disk: 'Disk',
  cameras: 'Cameras',
  gpus: 'GPUs',
  intel: 'Intel',
  amd: 'AMD',
  nvidia: 'NVIDIA',
  boards: 'Boards',
  encoders: 'Encoders',
};

const marks: Record<FindingStatus, string> = { ok: 'ok', warning: 'WARNING', failed: 'FAILED', 'not-applicable': '-' };

/** Before what is told of a finding: two blanks, the longest mark, and two more. */
const indent = 11;
/** Lines that are longer are hard to read. */
const widest = 120;

export interface DoctorTextOptions {
  /** Also what does not apply, each with its reason. */
  readonly all: boolean;
  /** Width of the terminal. */
  readonly columns: number;
}

/** Findings by group, each with its mark; what is wrong with what was seen, why, and what helps. */
export function doctorText(findings: readonly Finding[], { all, columns }: DoctorTextOptions): string {
  const width = Math.min(widest, columns) - 1;
  const shown = findings.filter(({ status }) => all || status !== 'not-applicable');
  const groups = checkGroups.flatMap((group) => {
    const ofGroup = shown.filter((finding) => finding.group === group);
    return ofGroup.length === 0 ? [] : [[headings[group], ...ofGroup.flatMap((finding) => linesOf(finding, width))].join('\n')];
  });
  return [...groups, counts(findings)].join('\n\n');
}

function linesOf(finding: Finding, width: number): string[] {
  const { status, title, evidence, reason, remedy, commands } = finding;
  const head = `  ${marks[status].padEnd(indent - 4)}  ${line(title)}`;
  if (status === 'ok') return [cut(`${head}: ${line(evidence || reason)}`, width)];
  if (status === 'not-applicable') return wrapped(`${line(title)}: ${line(reason)}`, width, head.slice(0, indent));
  return [
    head,
    ...wrapped(line(reason), width, ' '.repeat(indent)),
    ...(evidence === '' ? [] : wrapped(line(evidence), width, `${' '.repeat(indent)}Seen: `)),
    ...(remedy === '' ? [] : wrapped(line(remedy), width, `${' '.repeat(indent)}Do: `)),
    // Whole, so that they can be copied.
    ...commands.map((command) => `${' '.repeat(indent)}Run: ${line(command)}`),
  ];
}

/** Text of tools and devices on one line. */
const line = (text: string): string => printable(text).replace(/\s+/g, ' ').trim();

const cut = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`);

/** Lines of whole words, those after the first below the text of the first. */
function wrapped(text: string, width: number, lead: string): string[] {
  const lines: string[] = [];
  let current = lead;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = ' '.repeat(lead.length);
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current];
}

function counts(findings: readonly Finding[]): string {
  const count = (status: FindingStatus) => findings.filter((finding) => finding.status === status).length;
  const warnings = count('warning');
  return `${count('failed')} failed, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${count('ok')} ok, ${count('not-applicable')} not applicable`;
}
