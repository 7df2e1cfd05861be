import { chown, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionRecord } from '@domain/session';
import { splitNumber } from '@domain/split';
import type { CollectedFile, WrittenFile } from '../engine';
import { isUnclosedFile } from './unclosed-file';

type Output = NonNullable<SessionRecord['output']>;

/** Makes the folder that a recorder of another user writes in; beside the recording's own place, so that a move is enough. */
export async function stageFolder(directory: string, fileName: string, user: { readonly uid: number; readonly gid: number }): Promise<string> {
  const staged = join(directory, `${fileName}.recording`);
  await mkdir(staged, { mode: 0o750 });
  await chown(staged, user.uid, user.gid);
  return staged;
}

/** Moves a staged file to its place, as a file of the folder's owner. Null where there is no such file. */
export async function placeRecording({ source, directory }: Output, fileName: string, destination: string): Promise<CollectedFile | null> {
  const written = join(source, fileName);
  const path = join(destination, fileName);
  const found = (await fileSize(written)) ?? (await fileSize(path));
  if (found === null) return null;
  if (source !== directory && (await fileSize(written)) !== null) {
    const { uid, gid } = await stat(destination);
    await chown(written, uid, gid);
    await rename(written, path);
    await removeStage(source);
  }
  const placed = source === directory ? written : path;
  return { path: placed, remotePath: null, sizeBytes: found, isUnclosed: await isUnclosedFile(placed) };
}

/** Deletes a file that holds nothing, and with the last one the folder that was made for them alone. */
export async function discardRecording({ source, directory }: Output, fileName: string): Promise<void> {
  await rm(join(source, fileName), { force: true });
  if (source !== directory) await removeStage(source);
}

/** The files of a recording that was split, in their order, with those that lie at their place already. */
export async function splitFilesAt({ source, fileName }: Output, destination: string | null): Promise<WrittenFile[]> {
  const found = new Map<number, WrittenFile>();
  for (const folder of destination === null ? [source] : [destination, source]) {
    for (const name of await namesIn(folder)) {
      const number = splitNumber(fileName, name);
      const sizeBytes = number === null ? null : await fileSize(join(folder, name));
      if (number !== null && sizeBytes !== null) found.set(number, { fileName: name, sizeBytes });
    }
  }
  return [...found].toSorted(([a], [b]) => a - b).map(([, file]) => file);
}

/** Goes with its last file: another may still lie there. */
async function removeStage(source: string): Promise<void> {
  if ((await namesIn(source)).length === 0) await rm(source, { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function fileSize(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
