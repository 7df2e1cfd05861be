import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '@domain/errors';
import { installDesktopEntry, removeDesktopEntry, type DesktopChange, type DesktopOptions } from '../station/desktop/desktop-entry';
import { answering, type Shell } from './shell';

interface DesktopFlags {
  readonly json?: boolean;
}

export const installDesktop = (shell: Shell, flags: DesktopFlags): Promise<number> =>
  changing(shell, flags, 'Written', () => installDesktopEntry(options()));

export const removeDesktop = (shell: Shell, flags: DesktopFlags): Promise<number> =>
  changing(shell, flags, 'Removed', () => removeDesktopEntry(options()));

function changing(shell: Shell, { json = false }: DesktopFlags, word: string, change: () => Promise<DesktopChange>): Promise<number> {
  return answering(shell, json, async () => {
    const done = await change();
    if (json) return shell.out.document(done);
    shell.out.print(done.files.length > 0 ? done.files.map((path) => `${word}: ${path}`).join('\n') : 'There is nothing to remove.');
    for (const tool of done.updatedBy) shell.out.print(`Told the desktop by ${tool}.`);
    for (const problem of done.notUpdated) shell.out.note(`Not told by ${problem}.`);
    return undefined;
  });
}

/** This very copy of Capstan, by the Node that runs now. */
function options(): DesktopOptions {
  const root = [1, 2, 3].map((levels) => join(__dirname, ...Array<string>(levels).fill('..'))).find((folder) => existsSync(join(folder, 'scripts/start.mjs')));
  if (root === undefined) throw failure('internal', `The program that opens the window is not installed beside ${__dirname}.`);
  return { root, command: [process.execPath, join(root, 'scripts/start.mjs')], env: process.env };
}
