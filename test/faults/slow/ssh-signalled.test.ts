import { readFileSync, readdirSync } from 'node:fs';
import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { startSshHost } from '../../support/ssh-host';
import { until } from '../../support/until';
import { fault, seconds } from '../support/fault';
import { endOf, framesPerSecond, recorded, Workplace } from '../support/workplace';

const frozenSeconds = 60;
const length = frozenSeconds + 50;

fault('ssh-signalled', { needs: ['daemon'], withinSeconds: 400 }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  const host = await startSshHost(context);
  try {
    const cli = place.record(['--host', host.address, '--seconds', String(length)], host.env);
    await recorded(cli, 30);
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSTOP'] as const) {
      const told = cli.events.length;
      const clients = clientsOf(host.configFile);
      found.check(clients.length > 0, `${signal}: there is no ssh`);
      const since = performance.now();
      for (const pid of clients) process.kill(pid, signal);
      if (signal === 'SIGSTOP') {
        await until('the freeze to pass', () => performance.now() - since > frozenSeconds * 1000, { withinSeconds: frozenSeconds + 10, everyMs: 250 });
        for (const pid of clients) resume(pid);
      }
      const again = () => cli.events.slice(told).filter(({ type }) => type === 'progress').length >= 3;
      await until(`figures after ${signal}`, again, { withinSeconds: 60 });
      found.figure(`${signal}: figures again after ${seconds((performance.now() - since) / 1000)}`);
    }
    const status = await cli.exit;
    const { reason, recording, error } = endOf(cli);
    found.check(status === 0 && reason === 'completed', `exit ${status}, ${reason}: ${error?.detail}`);
    const { frames, complaints } = await decode(recording?.path ?? '');
    const missing = length * framesPerSecond - frames;
    found.check(missing === 0 && complaints === '', `${missing} frames are missing; ${complaints}`);
    found.figure(`${missing} of ${length * framesPerSecond} frames missing`);
    await place.checkNothingLeft(found);
    await until('every ssh to end', async () => (await host.clients()).length === 0, { withinSeconds: 5 }).catch(() => found.check(false, 'an ssh is left behind'));
  } finally {
    await place.remove();
    await host.remove();
  }
});

/** Processes of `ssh` with this configuration. */
const clientsOf = (configFile: string): number[] =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const words = commandOf(name);
    return words[0]?.endsWith('ssh') && words.includes(configFile) ? [Number(name)] : [];
  });

function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It ended meanwhile.
    return [];
  }
}

function resume(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
}
