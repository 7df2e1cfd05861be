import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { DockerView } from '../../support/docker';
import { isRising, watchStrip } from '../../support/frame-strip';
import { decode, frameTimes } from '../../support/media';
import { testDaemon, testElectron } from '../../support/pieces';
import { until } from '../../support/until';
import { CapstanWindow, makeHome } from '../../support/window';
import { fault, isWhole, seconds } from '../support/fault';

const run = promisify(execFile);
const frozenSeconds = isWhole ? 60 : 8;

fault('window-killed', { needs: ['daemon', 'electron'], withinSeconds: 300 }, async (found, context) => {
  const { dockerHost } = testDaemon(context);
  const docker = new DockerView(dockerHost);
  const home = await makeHome();
  const options = { electron: testElectron(context), env: { DOCKER_HOST: dockerHost }, home };
  let window: CapstanWindow | null = null;
  try {
    const first = await CapstanWindow.open(options);
    const framesOf = async (opened: CapstanWindow) => Number(await opened.byTestId('figures').getAttribute('data-frame'));
    await first.waitForData('session-state', 'state', 'live');
    await first.byTestId('record-button').click();
    await first.waitForData('session-state', 'state', 'recording');
    await until('a second of frames', async () => (await framesOf(first)) > 30);
    const all = familyOf(first.app.process().pid ?? 0);
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    const since = performance.now();
    await until('the freeze to pass', () => performance.now() - since > frozenSeconds * 1000, { withinSeconds: frozenSeconds + 10, everyMs: 250 });
    for (const pid of all) process.kill(pid, 'SIGCONT');
    await until('figures after the freeze', async () => (await framesOf(first)) > frozenSeconds * 30, { withinSeconds: 30 });
    await first.kill();

    window = await CapstanWindow.open(options);
    const opened = window;
    await opened.page.getByRole('tab', { name: /^Test pattern/ }).click();
    await opened.waitForData('session-state', 'state', 'recording');
    await until('a picture that moves', async () => isRising(await watchStrip(opened.page, { sourceHeight: 720, forMs: 1000 })), { withinSeconds: 30 });
    await opened.byTestId('stop-button').click();
    await opened.waitForData('session-state', 'state', 'stopped');
    await opened.byTestId('nav-recordings').click();
    const path = (await opened.byTestId('recordings-row').first().getAttribute('data-path')) ?? '';
    const file = await decode(path);
    const times = await frameTimes(path);
    const gaps = times.slice(1).filter((time, index) => time - (times[index] ?? 0) > 0.05).length;
    found.check(file.complaints === '' && gaps === 0, `${gaps} gaps; ${file.complaints}`);
    found.check((times.at(-1) ?? 0) > frozenSeconds, `only ${seconds(times.at(-1) ?? 0)} recorded`);
    found.check((await opened.byTestId('recordings-row').count()) === 1, 'it is listed more than once');
    await opened.close();
    window = null;
    let left: string[] = [];
    await until('all containers to be gone', async () => (left = await docker.containers()).length === 0).catch(() => null);
    found.check(left.length === 0, `left behind: ${left.join(', ')}`);
    found.figure(`frozen for ${seconds(frozenSeconds)}, then killed: ${file.frames} frames without a gap; the next window shows and stops it`);
  } finally {
    await window?.close();
    const left = await docker.containers();
    if (left.length > 0) await run('docker', ['rm', '--force', ...left], { env: docker.env });
    docker.close();
    await rm(home, { recursive: true, force: true });
  }
});

/** A process and all its descendants. */
function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
  const all = [pid];
  for (const one of all) all.push(...parents.filter(({ parent }) => parent === one).map((child) => child.pid));
  return all;
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1]);
  } catch {
    // It ended meanwhile.
    return 0;
  }
}
