import { describe, expect, it } from 'vitest';
import { checks } from '@domain/doctor/checks';
import { cameraCases } from './cases/cameras';
import { heldBy, type Case } from './cases/case';
import { connectionCases } from './cases/connection';
import { gpuCases } from './cases/gpus';
import { nvidiaCases } from './cases/nvidia';
import { triedOutputs } from './cases/trials';
import { told } from './evidence';

const cases: readonly Case[] = [...connectionCases, ...cameraCases, ...gpuCases, ...nvidiaCases];
const isWrong = ([, status]: Case): boolean => status === 'failed' || status === 'warning';

describe('what is seen of a host', () => {
  it.each(cases.map((one) => [one[0], one[1], one] as const))('%s: %s', (id, status, [, , given, says = {}]) => {
    const finding = told(id, given);
    expect(finding).toMatchObject({ status });
    const held = heldBy(finding);
    for (const [field, words] of Object.entries(says)) expect(held[field as keyof typeof held]).toContain(words);
    expect(finding.reason).toMatch(/^\S.*\.$/s);
    if (status === 'failed' || status === 'warning') {
      expect(finding.evidence).not.toBe('');
      expect(finding.remedy).not.toBe('');
    }
  });
});

describe('each check', () => {
  /** These only tell what is so: nothing that they look at is wrong by itself. */
  const harmless = ['wrong-gpu', 'amd-media-queue'];
  const tried = triedOutputs.map(([id]) => id);

  it.each(checks.map(({ id }) => id))('%s is shown to fail and not to', (id) => {
    const own = cases.filter(([one]) => one === id);
    if (!harmless.includes(id)) expect(own.some(isWrong) || tried.includes(id)).toBe(true);
    expect(own.some((one) => !isWrong(one)) || tried.includes(id)).toBe(true);
  });

  it('gives no command that harms, and no word of a tool in one', () => {
    for (const [id, , given] of cases) {
      for (const command of told(id, given).commands) expect(command).not.toMatch(/chmod|\b666\b|\b777\b|privileged|\brm\b|undefined|\bnull\b/);
    }
  });
});
