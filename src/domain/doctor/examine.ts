import { onlyOutput } from '../diagnosis/facts';
import { evidenceLine, wordsOf } from '../diagnosis/rule';
import type { Check } from './check';
import { checks } from './checks';
import type { HostEvidence } from './evidence';
import { checkGroups, type Finding } from './finding';

/** Every check's finding, by groups in the order of the report. */
export function examine(evidence: HostEvidence): Finding[] {
  return checkGroups.flatMap((group) => checks.filter((check) => check.group === group)).map((check) => findingOf(check, evidence));
}

export function findingOf(check: Check, evidence: HostEvidence): Finding {
  const answer = check.find(evidence);
  const needsHelp = answer.status === 'warning' || answer.status === 'failed';
  const usual = needsHelp ? usualHelp(check, evidence) : { remedy: '', commands: [] };
  return {
    id: check.id,
    title: check.title,
    group: check.group,
    status: answer.status,
    evidence: evidenceLine(answer.evidence),
    reason: answer.reason,
    remedy: answer.remedy ?? usual.remedy,
    commands: [...(answer.commands ?? usual.commands)],
  };
}

/** A rule's words are for the host at hand: this computer's own ffmpeg has no container to mend. */
function usualHelp({ rule, remedy, commands }: Check, { capabilities }: HostEvidence): Pick<Finding, 'remedy' | 'commands'> {
  if (rule === undefined) return { remedy, commands: [...commands] };
  return wordsOf(rule, { ...onlyOutput(''), capabilities });
}
