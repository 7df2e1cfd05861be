import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { errorOf, failure } from '@domain/errors';
import { runTool } from '../process';

export interface DesktopOptions {
  /** Folder that holds resources and scripts. */
  readonly root: string;
  /** Command that opens the window; files to open are added to it. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface DesktopChange {
  /** Absolute paths that were written, or removed. */
  readonly files: readonly string[];
  /** Programs that told the desktop of it. */
  readonly updatedBy: readonly string[];
  /** Those that are not installed, or failed, and why. */
  readonly notUpdated: readonly string[];
}

/** Stands in each file that is ours, and in no other. */
const mark = 'Written by "capstan desktop install".';

/** Preset files open with Capstan, which is in the menu of applications: for this user. Throws `output-unwritable` for files that are not ours. */
export async function installDesktopEntry(options: DesktopOptions): Promise<DesktopChange> {
  const files = await Promise.all(filesOf(options).map(async (file) => ({ ...file, text: await file.text() })));
  await refuseForeign(files.map(({ path }) => path));
  for (const { path, text } of files) await write(path, text);
  return { files: files.map(({ path }) => path), ...(await updateDatabases(options)) };
}

/** Takes that back. What is not there is left out. */
export async function removeDesktopEntry(options: DesktopOptions): Promise<DesktopChange> {
  const paths = filesOf(options).map(({ path }) => path).filter((path) => existsSync(path));
  await refuseForeign(paths);
  for (const path of paths) await unwritableAs(path, () => rm(path));
  return { files: paths, ...(await updateDatabases(options)) };
}

function filesOf({ root, command, env }: DesktopOptions) {
  const data = dataHome(env);
  const resource = (name: string) => readFile(join(root, 'resources', name), 'utf8');
  return [
    {
      path: join(data, 'applications/capstan.desktop'),
      text: async () => (await resource('desktop/capstan.desktop')).replace('@EXEC@', () => execLine(command)),
    },
    { path: join(data, 'mime/packages/capstan.xml'), text: () => resource('desktop/capstan.xml') },
    {
      path: join(data, 'icons/hicolor/scalable/apps/capstan.svg'),
      text: async () => `<!-- ${mark} -->\n${await resource('icons/capstan.svg')}`,
    },
  ];
}

function dataHome(env: NodeJS.ProcessEnv): string {
  const wished = env['XDG_DATA_HOME'];
  // A relative one is to be ignored, by the specification of those folders.
  return wished && isAbsolute(wished) ? wished : join(env['HOME'] || homedir(), '.local/share');
}

/** A command as `Exec=` of a desktop entry has it: quoted, then escaped as every string there. */
export function execLine(command: readonly string[]): string {
  const quoted = command.map((word) => `"${word.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`);
  return quoted.join(' ').replaceAll('\\', '\\\\');
}

async function refuseForeign(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const text = await unwritableAs(path, () => readFile(path, 'utf8'));
    if (text.includes(mark)) continue;
    throw failure('output-unwritable', `${path} is there, and was not written by Capstan.`, { nextStep: 'Move it away, or leave it as it is.' });
  }
}

async function write(path: string, text: string): Promise<void> {
  await unwritableAs(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, text, { mode: 0o644 });
    await rename(`${path}.new`, path);
  });
}

async function unwritableAs<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw failure('output-unwritable', `${path}: ${errorOf(cause).detail}`, { cause });
  }
}

/** The desktop finds new files by these; one without them looks for itself. */
async function updateDatabases({ env }: DesktopOptions): Promise<Pick<DesktopChange, 'updatedBy' | 'notUpdated'>> {
  const data = dataHome(env);
  const tools = [
    ['update-mime-database', join(data, 'mime')],
    ['update-desktop-database', join(data, 'applications')],
  ] as const;
  const updatedBy: string[] = [];
  const notUpdated: string[] = [];
  for (const [tool, folder] of tools) {
    const problem = await updated(tool, folder, env);
    if (problem === null) updatedBy.push(tool);
    else notUpdated.push(`${tool}: ${problem}`);
  }
  return { updatedBy, notUpdated };
}

async function updated(tool: string, folder: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const isInstalled = (env['PATH'] ?? '').split(':').some((place) => place !== '' && existsSync(join(place, tool)));
  if (!isInstalled) return 'not installed';
  if (!existsSync(folder)) return 'there is nothing to update';
  const { exitCode, stderr } = await runTool([tool, folder], { env });
  return exitCode === 0 ? null : stderr.trim();
}
