import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { programsHolding } from '../../../src/station/local/device-programs';
import { temporaryDirectory } from './temporary';

it('finds the program that has a node open, and not this process', async () => {
  const path = join(temporaryDirectory(), 'node');
  writeFileSync(path, '');
  const descriptor = openSync(path, 'r');
  const child = spawn('sh', ['-c', 'exec 5<"$1"; echo open; read -r _', 'sh', path], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    expect(await programsHolding(path)).toEqual([{ kind: 'program', name: 'sh', processId: child.pid }]);
  } finally {
    child.stdin.end();
    closeSync(descriptor);
  }
  await once(child, 'close');
  expect(await programsHolding(path)).toEqual([]);
});
