import { createHmac, timingSafeEqual } from 'node:crypto';
import { labels } from '@domain/plan/container';
import type { ContainerSpec } from '@domain/plan/types';

/** HMAC-SHA256 of a session's record in hex, by the key of the data folder. */
const sealOf = (record: string, key: string): string => createHmac('sha256', key).update(record).digest('hex');

type Labels = Readonly<Record<string, string>>;

/** Labels of a recorder with their record sealed: whoever else writes labels on that host cannot make one that is adopted. */
export const sealedLabels = (own: Labels, key: string): Labels => ({ ...own, [labels.seal]: sealOf(own[labels.record] ?? '', key) });

export const sealed = (spec: ContainerSpec, key: string): ContainerSpec => ({ ...spec, Labels: sealedLabels(spec.Labels, key) });

/** Whether the record of these labels was written with this key. */
export function isSealed(own: Labels, key: string): boolean {
  const expected = Buffer.from(sealOf(own[labels.record] ?? '', key));
  const found = Buffer.from(own[labels.seal] ?? '');
  return found.length === expected.length && timingSafeEqual(found, expected);
}
