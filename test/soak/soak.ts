import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, inject, test } from 'vitest';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');
const outDir = join(root, 'out/soak');

test('the process that is watched ends well', async () => {
  const { value: daemon, missing } = inject('daemon');
  if (daemon === null) throw new Error(missing);
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: { '@domain': join(root, 'src/domain'), ssh2: join(root, 'src/station/docker/no-ssh2.ts') } },
    build: { outDir, ssr: join(root, 'test/soak/main.ts'), target: 'node20', minify: false, rollupOptions: { output: { format: 'cjs', entryFileNames: 'main.cjs' } } },
    ssr: { noExternal: true },
  });
  const home = mkdtempSync(join(tmpdir(), 'capstan-soak-'));
  try {
    const temporary = join(home, 'tmp');
    mkdirSync(temporary);
    const child = spawn(process.execPath, [join(outDir, 'main.cjs')], {
      env: { ...process.env, HOME: home, TMPDIR: temporary, CAPSTAN_SOAK_HOME: home, DOCKER_HOST: daemon.dockerHost, CAPSTAN_IMAGE: daemon.image },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const status = await new Promise((done, reject) => child.once('error', reject).once('close', done));
    expect(status).toBe(0);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
