import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { findProgram } from '../../scripts/setup/programs.mjs';
import { DockerClient } from '../../src/station/docker/client';
import { findEndpoint } from '../../src/station/docker/endpoint';
import { startSshHost, type SshHost } from '../support/ssh-host';
import { median, report, times } from './rows';

const run = promisify(execFile);

/** docker's command line takes no configuration of ssh: its `ssh` is a script that names one. */
async function askByCommandLine(host: SshHost): Promise<void> {
  const tools = join(host.directory, 'tools');
  mkdirSync(tools, { recursive: true });
  writeFileSync(join(tools, 'ssh'), `#!/bin/sh\nexec ${findProgram('ssh')} -F ${host.configFile} "$@"\n`, { mode: 0o755 });
  await run('docker', ['-H', host.address, 'info', '--format', '{{.ID}}'], { env: { ...process.env, PATH: `${tools}:${process.env['PATH']}` } });
}

const milliseconds = async (ask: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await ask();
  return performance.now() - from;
};

it('one request over a warm ssh connection', async (context) => {
  const host = await startSshHost(context);
  try {
    const env = { ...process.env, ...host.env };
    const client = await DockerClient.connect(await findEndpoint({ ...env, DOCKER_HOST: host.address }), env);
    await client.info();
    const [own, other]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < 9; pair += 1) {
      own.push(await milliseconds(() => client.info()));
      other.push(await milliseconds(() => askByCommandLine(host)));
    }
    await client.close();
    const ratio = median(other) / median(own);
    expect(own).toHaveLength(9);
    report({
      promise: 'One request over warm ssh (/info)',
      figure: `${median(own).toFixed(0)} ms`,
      reference: `docker -H ssh:// info, ${median(other).toFixed(0)} ms, median of 9 pairs: ${times(ratio)} faster`,
      goal: '10 times',
      held: ratio >= 10,
    });
  } finally {
    await host.remove();
  }
});
