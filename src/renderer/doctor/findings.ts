import type { TFunction } from 'i18next';
import { checkGroups, findingStatuses, type CheckGroup, type Finding, type FindingStatus } from '@domain/doctor/finding';
import type { Host } from '@domain/host';
import { forHost } from '../hosts/for-host';

type DoctorT = TFunction<'doctor'>;

export interface FindingGroup {
  readonly group: CheckGroup;
  /** Failed ones, then warnings. */
  readonly troubles: readonly Finding[];
  readonly fine: readonly Finding[];
  readonly notApplicable: readonly Finding[];
}

/** By groups in the order of the report; those that hold nothing are left out. */
export function findingGroups(findings: readonly Finding[]): FindingGroup[] {
  return checkGroups.flatMap((group) => {
    const all = findings.filter((finding) => finding.group === group);
    const of = (status: FindingStatus) => all.filter((finding) => finding.status === status);
    return all.length === 0 ? [] : [{ group, troubles: [...of('failed'), ...of('warning')], fine: of('ok'), notApplicable: of('not-applicable') }];
  });
}

export type Counts = Readonly<Record<FindingStatus, number>>;

export const countsOf = (findings: readonly Finding[]): Counts =>
  Object.fromEntries(findingStatuses.map((status) => [status, findings.filter((finding) => finding.status === status).length])) as Counts;

/** Remedy and commands with the host's own ssh address in them, where they name one. */
export function helpFor({ remedy, commands }: Pick<Finding, 'remedy' | 'commands'>, host: Pick<Host, 'address'>): Pick<Finding, 'remedy' | 'commands'> {
  const filled = (command: string) => forHost(`\`${command}\``, host).slice(1, -1);
  return { remedy: forHost(remedy, host), commands: commands.map(filled) };
}

/** All of it as text to pass on. */
export function findingsText(title: string, findings: readonly Finding[], host: Pick<Host, 'address'>, t: DoctorT): string {
  const parts = findingGroups(findings).map(({ group, troubles, fine, notApplicable }) => [`## ${t(`group.${group}`)}`, ...[...troubles, ...fine, ...notApplicable].map((finding) => findingText(finding, host, t))].join('\n'));
  return [title, ...parts, ''].join('\n\n').trimEnd();
}

function findingText(finding: Finding, host: Pick<Host, 'address'>, t: DoctorT): string {
  const { remedy, commands } = helpFor(finding, host);
  const more = [finding.evidence, finding.reason, remedy].filter((text) => text !== '');
  return [`[${t(`status.${finding.status}`)}] ${finding.title}`, ...more.map(indented), ...commands.map((command) => indented(`$ ${command}`))].join('\n');
}

const indented = (text: string): string => text.replace(/^/gm, '    ');
