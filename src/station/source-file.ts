import { access, constants, realpath, stat } from 'node:fs/promises';
import { CapstanFailure, failure } from '@domain/errors';
import { refusedSourceFile } from '@domain/plan/system-paths';

/** A name may lead anywhere: what it leads to is what would be mounted. Throws `source-missing` or `preset-invalid`. */
export async function proveSourceFile(path: string): Promise<void> {
  const target = await readableTarget(path);
  const refused = refusedSourceFile(target.path);
  if (refused) throw new CapstanFailure(refused);
  if (!target.isFile) throw failure('preset-invalid', `${path} is no file.`, { field: 'source.path', nextStep: 'Choose a media file.' });
}

async function readableTarget(path: string): Promise<{ readonly path: string; readonly isFile: boolean }> {
  try {
    await access(path, constants.R_OK);
    const target = await realpath(path);
    const kind = await stat(target);
    return { path: target, isFile: kind.isFile() || kind.isFIFO() };
  } catch (cause) {
    throw failure('source-missing', `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { field: 'source.path', cause });
  }
}
