import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TestProject } from 'vitest/node';
import { findProgram } from '../../scripts/setup/programs.mjs';
import { testElectron } from '../../scripts/setup/test-electron.mjs';
import { absent, present } from './pieces';

/** One Xvfb on a free display for all windows of the end-to-end tests. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const xvfb = findProgram('Xvfb');
  if (xvfb === null || !existsSync(testElectron)) {
    const missing = xvfb === null ? 'Xvfb is not installed' : 'the tests’ Electron is not fetched';
    project.provide('electron', absent(`${missing}: run npm test once`));
    return undefined;
  }
  const child = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '2560x1440x24', '-nolisten', 'tcp', '-noreset', '-ac'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const number = await Promise.race([firstLine(child.stdio[3] as Readable), exited.then(() => null)]);
  if (number === null) throw new Error(`Xvfb ended: ${said}`);
  project.provide('electron', present({ executable: testElectron, display: `:${number}` }));
  return async () => {
    child.kill('SIGTERM');
    await exited;
  };
}

async function firstLine(stream: Readable): Promise<string | null> {
  for await (const line of createInterface({ input: stream })) return line;
  return null;
}
