import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { hostChannels, observerArgv, parseSpaceLine } from '@domain/plan/observer';
import { until } from '../../../support/until';
import { temporaryDirectory } from '../../station/temporary';

test('lines of the free space, and all others', () => {
  expect(parseSpaceLine('capstan-space 1000 4096\n')).toEqual({ freeBytes: 4_096_000 });
  expect(parseSpaceLine('capstan-space\n')).toEqual({ freeBytes: null });
  for (const line of ['', 'capstan-space 1000', 'capstan-space x 4096', 'capstan-space -1 4096', 'frame=1', ' capstan-space 1 1', 'capstan-spaces']) expect(parseSpaceLine(line)).toBeNull();
  fc.assert(fc.property(fc.nat(), fc.nat({ max: 999_999_999 }), (blocks, blockBytes) => parseSpaceLine(`capstan-space ${blocks} ${blockBytes}`)?.freeBytes === blocks * blockBytes));
});

it('looks on where the folder cannot be seen', async () => {
  const root = temporaryDirectory();
  const [programs, folder] = [join(root, 'bin'), join(root, 'recordings')];
  mkdirSync(programs);
  for (const [name, line] of [['ffmpeg', 'exec /bin/sleep 30'], ['sleep', 'exec /bin/sleep 0.02']] as const) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(programs, name), 0o755);
  }
  const [command = '', ...words] = observerArgv(hostChannels('aaaaaaaaaa'), false, '/x').toSpliced(-1, 1, folder);
  const observer = spawn(command, words, { env: { ...process.env, PATH: `${programs}:${process.env['PATH'] ?? ''}` } });
  try {
    const told: (number | null)[] = [];
    let rest = '';
    observer.stderr.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) told.push(...[parseSpaceLine(line)].flatMap((space) => (space ? [space.freeBytes] : [])));
    });
    await until('a look in vain', () => told.length > 0);
    expect(told.at(0)).toBeNull();
    mkdirSync(folder);
    await until('a figure', () => (told.at(-1) ?? 0) > 0);
  } finally {
    observer.stdin.end();
    await new Promise((resolve) => observer.once('close', resolve));
  }
});
