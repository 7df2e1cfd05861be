import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow } from '../support/window';

const run = promisify(execFile);
let window: CapstanWindow | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

/** What makes, reads or encodes clips, begun by this window and still at work. */
const atWork = async ({ app }: CapstanWindow): Promise<string[]> => {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,args=']);
  const all = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []);
  const below = (pid: string): string[] => all.flatMap(([, own, parent, words]) => (own !== undefined && parent === pid ? [words ?? '', ...below(own)] : []));
  return below(String(app.process().pid)).filter((words) => /^ffmpeg .*-f nut /.test(words));
};

test('the doctor looks at this computer, and a benchmark is begun, cancelled, and leaves nothing behind', { timeout: 180_000 }, async (context) => {
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
  const { page } = window;
  await window.waitForData('engine-badge', 'engine', 'local');
  await window.byTestId('nav-hosts').click();
  await window.byTestId('examine-host').click();
  await window.waitForData('doctor', 'state', 'done');
  expect(await page.locator('[data-testid="finding-group"][data-group="disk"]').count()).toBe(1);
  expect(await window.byTestId('doctor-sum').textContent()).toMatch(/fine|Nothing is wrong/);
  expect(await page.getByRole('switch').count()).toBe(1);

  await page.keyboard.press('Control+6');
  const form = window.byTestId('benchmark-form');
  const lists = form.getByRole('group');
  for (const [label, one] of [['Encoders', 'libx264'], ['Clips', '1080p, 8 bit']] as const) {
    const list = lists.and(page.getByRole('group', { name: label }));
    await list.getByRole('button', { name: 'None' }).click({ timeout: 60_000 });
    expect(await window.byTestId('measure').isDisabled()).toBe(true);
    await list.getByRole('checkbox', { name: one }).check();
  }
  await window.byTestId('measure').click();
  await until('ffmpeg at work', async () => window && (await atWork(window)).length > 0, { withinSeconds: 60 });
  await window.byTestId('nav-capture').click();
  await window.byTestId('benchmark-notice').waitFor();
  await page.getByText('The live picture comes back afterwards.').waitFor();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await window.byTestId('benchmark-run').getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('The benchmark was cancelled').waitFor({ timeout: 60_000 });
  expect(await atWork(window)).toEqual([]);
  expect(await window.byTestId('benchmark-entry').count()).toBe(0);
});
