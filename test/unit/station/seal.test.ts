import { expect, it } from 'vitest';
import { labels } from '@domain/plan/container';
import { isSealed, sealedLabels } from '../../../src/station/docker/seal';

const own = { [labels.owner]: 'me', [labels.record]: '{"id":"abcdefghij"}' };
const key = 'a'.repeat(64);

it('a record is sealed by its key, word for word', () => {
  const sealed = sealedLabels(own, key);
  expect(isSealed(sealed, key)).toBe(true);
  expect(isSealed(sealed, 'b'.repeat(64))).toBe(false);
  expect(isSealed({ ...sealed, [labels.record]: '{"id":"abcdefghij" }' }, key)).toBe(false);
  expect(isSealed(own, key)).toBe(false);
  for (const seal of ['', 'x', 'ü'.repeat(32), sealed[labels.seal]!.toUpperCase()]) expect(isSealed({ ...own, [labels.seal]: seal }, key)).toBe(false);
});
