import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '@domain/errors';
import { formatSpace } from '@domain/units';
import { codeOf, moveToFreePath } from './move';
import { freeBytesAt, localFailure } from './part-file';

const prefix = '.capstan-converting-';
/** What was not written to for this long was left behind by a crash. */
const abandonedMilliseconds = 60 * 60 * 1000;
/** These leave room for the file system's own needs and for what else writes. */
const spareBytes = 64 * 1024 * 1024;
export const freeSpace = 'Free some space there, then try again.';

export interface Staging {
  readonly directory: string;
  /** Moves a finished file to the first free of these names beside the folder; answers its path. */
  place(name: string, target: (number: number) => string): Promise<string>;
  remove(): Promise<void>;
}

/** A folder inside `directory` that what is being made grows in, so that nothing half made is ever seen beside the recordings. */
export async function openStaging(directory: string): Promise<Staging> {
  const staged = join(directory, `${prefix}${randomBytes(6).toString('hex')}`);
  try {
    await removeAbandoned(directory);
    await mkdir(staged, { mode: 0o700 });
  } catch (thrown) {
    throw localFailure(thrown, directory, freeSpace);
  }
  return {
    directory: staged,
    place: async (name, target) => {
      const made = join(staged, name);
      try {
        await settle(made, directory);
        return await moveToFirstFree(made, (number) => join(directory, target(number)));
      } catch (thrown) {
        throw localFailure(thrown, directory, freeSpace);
      }
    },
    remove: () => rm(staged, { recursive: true, force: true }),
  };
}

/** Throws `disk-full` where so much does not fit into a folder. */
export async function proveSpace(directory: string, neededBytes: number): Promise<void> {
  const free = await freeBytesAt(join(directory, 'x'));
  if (free >= neededBytes + spareBytes) return;
  throw failure('disk-full', `${directory} has ${formatSpace(free)} free; about ${formatSpace(neededBytes + spareBytes)} are needed.`, { nextStep: freeSpace });
}

/** On the disk, and the folder's owner's: root keeps nothing for itself. */
async function settle(path: string, directory: string): Promise<void> {
  if (process.getuid?.() === 0) {
    const { uid, gid } = await stat(directory);
    await chown(path, uid, gid);
  }
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const mostNames = 1000;

async function moveToFirstFree(from: string, target: (number: number) => string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = target(number);
    try {
      await moveToFreePath(from, path);
      return path;
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST' || number === mostNames) throw thrown;
    }
  }
}

async function removeAbandoned(directory: string): Promise<void> {
  const folders = (await readdir(directory)).filter((name) => name.startsWith(prefix)).map((name) => join(directory, name));
  for (const folder of folders) {
    const writtenAt = await lastWritten(folder);
    if (writtenAt !== null && Date.now() - writtenAt > abandonedMilliseconds) await rm(folder, { recursive: true, force: true });
  }
}

/** Null where it went meanwhile. */
async function lastWritten(folder: string): Promise<number | null> {
  try {
    const inside = (await readdir(folder)).map((file) => join(folder, file));
    return Math.max(...(await Promise.all([folder, ...inside].map(async (path) => (await stat(path)).mtimeMs))));
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}
