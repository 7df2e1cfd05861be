import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { screenOfAVirtualMachine, withoutGpu } from '../support/recorded-machines';
import { decode } from '../support/media';
import { openOnMachine } from '../support/machine-window';
import type { CapstanWindow } from '../support/window';

let window: CapstanWindow | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

const shot = async (opened: CapstanWindow, name: string) => {
  const folder = process.env['CAPSTAN_SCREENSHOTS'];
  if (folder !== undefined) await opened.page.screenshot({ path: join(folder, `${name}.png`) });
};

test('a host without a GPU says so, and its best encoder is one of software', async (context) => {
  window = await openOnMachine(context, withoutGpu);
  await window.waitForData('session-state', 'state', 'live');
  await window.byTestId('encoder-field').click();
  await window.waitForData('encoder-row', 'encoder', 'auto');
  expect(await window.byTestId('encoder-trial').textContent()).toContain('This host shows no GPU. Software encoders work on every machine.');
  await window.page.locator('[data-encoder="auto"]').getByText('Now libx264, on the CPU').waitFor();
  await shot(window, 'encoders-none');
  await window.page.getByTestId('encoder-row').and(window.page.locator('[data-encoder="auto"]')).click();
  await window.page.getByRole('button', { name: 'Use this encoder' }).click();
  await window.waitForData('encode-line', 'encoder', 'libx264');
  expect(await window.byTestId('fallback-notice').count()).toBe(0);
});

test('encoders are tried on a GPU that cannot encode: why not, and a recording in software that says so', async (context) => {
  window = await openOnMachine(context, screenOfAVirtualMachine());
  const { page } = window;
  await window.waitForData('session-state', 'state', 'live');
  await window.byTestId('encoder-field').click();
  await page.locator('[data-testid="encoder-row"][data-state="untried"]').first().waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Try the encoders' }).click();
  const vaapi = page.getByTestId('encoder-row').and(page.locator('[data-encoder="h264_vaapi"]'));
  await page.locator('[data-testid="encoder-row"][data-encoder="h264_vaapi"][data-state="fails"]').waitFor({ timeout: 60_000 });
  await vaapi.click();
  const details = window.byTestId('encoder-details');
  expect(await details.textContent()).toContain('This GPU has no video encoder');
  expect(await details.textContent()).toContain('virtio');
  await shot(window, 'encoders-fail');

  await page.getByTestId('encoder-row').and(page.locator('[data-encoder="auto"]')).click();
  await page.getByRole('button', { name: /^Use / }).click();
  await window.byTestId('fallback-notice').waitFor();
  expect(await window.byTestId('fallback-notice').textContent()).toContain('libx264 instead of auto.');
  await window.byTestId('record-button').click();
  await window.waitForData('session-state', 'state', 'recording');
  await page.getByRole('tab', { name: 'Log' }).click();
  const said = await window.byTestId('fallback-notice').first().textContent({ timeout: 15_000 });
  await shot(window, 'encoders-fallback');
  await window.byTestId('stop-button').click();
  await window.waitForData('session-state', 'state', 'stopped');
  expect(said).toContain('libx264 instead of auto.');
  await page.getByTestId('nav-recordings').click();
  const path = (await window.byTestId('recordings-row').first().getAttribute('data-path')) ?? '';
  expect(await decode(path)).toMatchObject({ codec: 'h264', complaints: '' });
});
