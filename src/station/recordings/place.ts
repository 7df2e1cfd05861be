import { chown, mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionRecord } from '@domain/session';
import type { CollectedFile } from '../engine';
import { isUnclosedFile } from './unclosed-file';

type Output = NonNullable<SessionRecord['output']>;

/** Makes the folder that a recorder of another user writes in; beside the recording's own place, so that a move is enough. */
export async function stageFolder(directory: string, fileName: string, user: { readonly uid: number; readonly gid: number }): Promise<string> {
  const staged = join(directory, `${fileName}.recording`);
  await mkdir(staged, { mode: 0o750 });
  await chown(staged, user.uid, user.gid);
  return staged;
}

/** Moves a staged recording to its place, as a file of the folder's owner. Null where there is no file. */
export async function placeRecording({ source, fileName, directory }: Output, destination: string): Promise<CollectedFile | null> {
  const written = join(source, fileName);
  const path = join(destination, fileName);
  const found = (await fileSize(written)) ?? (await fileSize(path));
  if (found === null) return null;
  if (source !== directory && (await fileSize(written)) !== null) {
    const { uid, gid } = await stat(destination);
    await chown(written, uid, gid);
    await rename(written, path);
    await rmdir(source);
  }
  const placed = source === directory ? written : path;
  return { path: placed, remotePath: null, sizeBytes: found, isUnclosed: await isUnclosedFile(placed) };
}

/** Deletes a recording that holds nothing, and the folder that was made for it alone. */
export async function discardRecording({ source, fileName, directory }: Output): Promise<void> {
  await rm(join(source, fileName), { force: true });
  if (source !== directory) await rm(source, { recursive: true, force: true });
}

async function fileSize(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
