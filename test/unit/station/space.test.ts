import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchSpace } from '../../../src/station/session/space';
import { until } from '../../support/until';
import { temporaryDirectory } from './temporary';

it('a folder that cannot be seen for a while is seen again', async () => {
  const disk = join(temporaryDirectory(), 'disk');
  writeFileSync(disk, 'no folder');
  const told: (number | null)[] = [];
  const over = new AbortController();
  const watching = watchSpace(join(disk, 'recordings'), (freeBytes) => told.push(freeBytes), over.signal, 5);
  await until('a look in vain', () => told.length > 0);
  expect(told).not.toContainEqual(expect.any(Number));
  rmSync(disk);
  mkdirSync(disk);
  await until('a figure', () => (told.at(-1) ?? 0) > 0);
  over.abort();
  await watching;
});
