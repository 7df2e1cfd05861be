import { expect, it } from 'vitest';
import { withinPatience } from '../../../src/station/hosts/host-overview';

it('a host that answers nothing more is not waited for', async () => {
  const silent = new Promise<never>(() => undefined);
  await expect(withinPatience({ name: 'attic' }, silent, 10)).rejects.toMatchObject({ error: { kind: 'host-unreachable', detail: expect.stringContaining('attic') } });
  expect(await withinPatience({ name: 'attic' }, Promise.resolve(1), 1000)).toBe(1);
});
