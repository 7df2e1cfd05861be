import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CapstanFailure, failure } from '@domain/errors';
import { formatSpace } from '@domain/units';
import { parseJson } from '@domain/json';
import { errorCode } from '../error-code';
import { fileFailure } from '../file-failure';
import { identify, isAlive, processIdentitySchema } from '../local/proc';
import { moveToFreePath } from './move';
import { freeBytesAt } from './part-file';

const prefix = '.capstan-converting-';
/** Who works in such a folder: once that process is gone, so may the folder. */
const ownerFile = 'owner.json';
/** What was not written to for this long was left behind by a crash, whoever's it was. */
const abandonedMilliseconds = 60 * 60 * 1000;
/** These leave room for the file system's own needs and for what else writes. */
const spareBytes = 64 * 1024 * 1024;
export const freeSpace = 'Free some space there, then try again.';

export interface Staging {
  readonly directory: string;
  /** Moves a finished file to the first free of these names beside the folder; answers its path. */
  place(name: string, target: (number: number) => string): Promise<string>;
  /**
   * Puts a finished file in the place of another one, in one step, with its owner, rights and time; answers its size.
   * Throws `recording-busy` where that one is not as it was.
   */
  replace(name: string, path: string, before: Stats): Promise<number>;
  remove(): Promise<void>;
}

/** A folder inside `directory` that what is being made grows in, so that nothing half made is ever seen beside the recordings. */
export async function openStaging(directory: string): Promise<Staging> {
  const staged = join(directory, `${prefix}${randomBytes(6).toString('hex')}`);
  try {
    await removeAbandoned(directory);
    await mkdir(staged, { mode: 0o700 });
    await writeFile(join(staged, ownerFile), JSON.stringify(await identify(process.pid)));
  } catch (thrown) {
    throw fileFailure(thrown, directory, { whenFull: freeSpace });
  }
  return {
    directory: staged,
    place: async (name, target) => {
      const made = join(staged, name);
      try {
        await settle(made, directory);
        return await moveToFirstFree(made, (number) => join(directory, target(number)));
      } catch (thrown) {
        throw fileFailure(thrown, directory, { whenFull: freeSpace });
      }
    },
    replace: (name, path, before) => replaceFile(join(staged, name), path, before),
    remove: () => rm(staged, { recursive: true, force: true }),
  };
}

/** Throws `disk-full` where so much does not fit into a folder. */
export async function proveSpace(directory: string, neededBytes: number): Promise<void> {
  const free = await freeBytesAt(join(directory, 'x'));
  if (free >= neededBytes + spareBytes) return;
  throw failure('disk-full', `${directory} has ${formatSpace(free)} free; about ${formatSpace(neededBytes + spareBytes)} are needed.`, { nextStep: freeSpace });
}

async function replaceFile(made: string, path: string, before: Stats): Promise<number> {
  try {
    const { size } = await stat(made);
    if (process.getuid?.() === 0) await chown(made, before.uid, before.gid);
    await chmod(made, before.mode & 0o777);
    await utimes(made, before.atime, before.mtime);
    await synced(made);
    const now = await stat(path);
    if (now.ino !== before.ino || now.size !== before.size || now.mtimeMs !== before.mtimeMs) throw failure('recording-busy', `${path} was changed meanwhile. It was left as it is.`);
    await rename(made, path);
    await synced(dirname(path), 'r');
    return size;
  } catch (thrown) {
    throw thrown instanceof CapstanFailure ? thrown : fileFailure(thrown, path, { whenFull: freeSpace });
  }
}

async function synced(path: string, flags: 'r' | 'r+' = 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** On the disk, and the folder's owner's: root keeps nothing for itself. */
async function settle(path: string, directory: string): Promise<void> {
  if (process.getuid?.() === 0) {
    const { uid, gid } = await stat(directory);
    await chown(path, uid, gid);
  }
  await synced(path);
}

const mostNames = 1000;

async function moveToFirstFree(from: string, target: (number: number) => string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = target(number);
    try {
      await moveToFreePath(from, path);
      return path;
    } catch (thrown) {
      if (errorCode(thrown) !== 'EEXIST' || number === mostNames) throw thrown;
    }
  }
}

/** Removes what crashes left of conversions in a folder. */
export async function removeAbandoned(directory: string): Promise<void> {
  const folders = (await readdir(directory)).filter((name) => name.startsWith(prefix)).map((name) => join(directory, name));
  for (const folder of folders) {
    const writtenAt = await lastWritten(folder);
    if (await isOrphaned(folder)) await rm(folder, { recursive: true, force: true });
    else if (writtenAt !== null && Date.now() - writtenAt > abandonedMilliseconds) await rm(folder, { recursive: true, force: true });
  }
}

/** Whether its process is known to be gone. Another machine's, or one from before a restart of this one, cannot be asked for. */
async function isOrphaned(folder: string): Promise<boolean> {
  const owner = processIdentitySchema.safeParse(parseJson(await textOf(join(folder, ownerFile))));
  const here = owner.success ? await identify(process.pid) : null;
  return owner.success && here?.bootId === owner.data.bootId && !(await isAlive(owner.data));
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (errorCode(thrown) !== undefined) return '';
    throw thrown;
  }
}

/** Null where it went meanwhile. */
async function lastWritten(folder: string): Promise<number | null> {
  try {
    const inside = (await readdir(folder)).map((file) => join(folder, file));
    return Math.max(...(await Promise.all([folder, ...inside].map(async (path) => (await stat(path)).mtimeMs))));
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}
