import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { DockerView } from '../support/docker';
import { testDaemon, testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow, makeHome } from '../support/window';

test('a preset that asks for privileges says so before it records, and shows its picture without', async (context) => {
  const { dockerHost } = testDaemon(context);
  const view = new DockerView(dockerHost);
  const home = await makeHome();
  context.onTestFinished(async () => {
    view.close();
    await rm(home, { recursive: true, force: true });
  });
  const [pattern] = builtInPresets;
  const presets = [{ ...pattern, id: 'of-a-stranger', name: 'Of a stranger', builtIn: false, limits: { ...pattern!.limits, privileged: true } }];
  await mkdir(join(home, 'data'));
  await writeFile(join(home, 'data', 'presets.json'), JSON.stringify({ schemaVersion: pattern!.schemaVersion, presets }));
  const window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: dockerHost }, home });
  try {
    await window.waitForData('session-state', 'state', 'live');
    expect(await window.byTestId('privileged-notice').count()).toBe(0);
    await window.byTestId('preset-field').click();
    await window.page.locator('[role=option][data-preset="of-a-stranger"]').click();
    await window.byTestId('privileged-notice').waitFor();
    await window.waitForData('session-state', 'state', 'live');
    const recorders = await until('the live picture', async () => {
      const names = (await view.containers()).filter((name) => name.endsWith('-recorder'));
      return names.length > 0 ? names : null;
    });
    for (const name of recorders) expect((await view.inspect(name)).HostConfig).toMatchObject({ Privileged: false, CapDrop: ['ALL'] });
    await window.byTestId('privileged-notice').getByRole('button').click();
    await window.byTestId('privileged-notice').waitFor({ state: 'detached' });
  } finally {
    await window.close();
  }
});
