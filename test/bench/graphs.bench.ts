import { setTimeout as delay } from 'node:timers/promises';
import { inject, it } from 'vitest';
import { unknownLoad } from '@domain/gpu-load/figures';
import type { HostLoad } from '@domain/load';
import { CapstanWindow } from '../support/window';
import { daemon, processCpuSeconds } from './host';
import { percent, report } from './rows';

const seconds = 30;

/** A machine with one GPU of which everything is known: nine graphs. */
const sample = (at: number): HostLoad => {
  const wave = 50 + 40 * Math.sin(at / 7);
  const gpu = { ...unknownLoad('GPU-1', 'RTX A2000'), busyPercent: wave, memoryUsedMiB: 900 + wave, memoryTotalMiB: 6138, powerWatts: wave, temperatureCelsius: 40 + wave / 4 };
  const engines = (['encoder', 'decoder'] as const).map((engine) => ({ engine, name: engine, busyPercent: wave }));
  return { atMilliseconds: at * 1000, cpuPercent: wave, memoryUsedMiB: 5000 + wave, memoryTotalMiB: 16_000, powerWatts: null, temperatureCelsius: null, gpus: [{ ...gpu, engines }], unavailable: [] };
};

/** CPU of the page, as a share of a core, while it gets a sample a second. */
async function pageShare({ app }: CapstanWindow): Promise<number> {
  const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
  const [before, from] = [processCpuSeconds(pid), performance.now()];
  for (let at = 0; at < seconds; at += 1) {
    await app.evaluate(({ BrowserWindow }, load) => BrowserWindow.getAllWindows()[0]?.webContents.send('capstan:event', { type: 'load', hostId: 'this-computer', load }), sample(at));
    await delay(1000);
  }
  return ((processCpuSeconds(pid) - before) / (performance.now() - from)) * 1000;
}

it('graphs of the load', async () => {
  const { value: electron, missing } = inject('electron');
  if (electron === null) throw new Error(missing);
  const window = await CapstanWindow.open({ electron, env: { DOCKER_HOST: daemon().dockerHost, CAPSTAN_IMAGE: daemon().image } });
  try {
    await window.waitForData('session-state', 'state', 'live');
    await window.byTestId('nav-hosts').click();
    await window.byTestId('host-space').waitFor();
    const without = await pageShare(window);
    await window.byTestId('nav-load').click();
    await window.byTestId('load-graph').first().waitFor();
    const graphs = await window.byTestId('load-graph').count();
    const withGraphs = await pageShare(window);
    const own = withGraphs - without;
    report({
      promise: `CPU of the page for ${graphs} graphs of the load at one sample a second`,
      figure: `${percent(own)} of a core`,
      reference: `${percent(withGraphs)} with them, ${percent(without)} without`,
      goal: '10 %, a third of what the window may take with one watched source',
      held: own <= 0.1,
    });
  } finally {
    await window.close();
  }
});
