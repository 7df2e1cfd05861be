import type { HostEvidence } from '@domain/doctor/evidence';
import type { Finding, FindingStatus } from '@domain/doctor/finding';

/** One host, and what a check says of it. Strings must be part of what it says. */
export type Case = readonly [id: string, status: FindingStatus, given: Partial<HostEvidence>, says?: Partial<Record<'evidence' | 'reason' | 'remedy' | 'commands', string>>];

export const heldBy = ({ evidence, reason, remedy, commands }: Finding): Record<'evidence' | 'reason' | 'remedy' | 'commands', string> => ({ evidence, reason, remedy, commands: commands.join('\n') });
