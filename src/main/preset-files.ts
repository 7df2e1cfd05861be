import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ImportedFile } from '@domain/contract';
import { CapstanFailure, errorOf, failure } from '@domain/errors';
import { maximumPresetFileBytes } from '@domain/preset';
import type { PresetLibrary } from '../station/types';

const nextStep = 'Choose a file that Capstan exported.';

/** Adds the presets of a file that the user chose. What is wrong with it is said beside its name, never thrown. */
export async function importPresetFile(presets: Pick<PresetLibrary, 'importText'>, path: string): Promise<ImportedFile> {
  const fileName = basename(path);
  try {
    return { fileName, presets: presets.importText(await readText(path)), error: null };
  } catch (thrown) {
    if (!(thrown instanceof CapstanFailure)) throw thrown;
    return { fileName, presets: [], error: thrown.error };
  }
}

/** Text of a preset file. Throws `preset-invalid` for what cannot be one. */
export async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= maximumPresetFileBytes) return await readFile(path, 'utf8');
  } catch (cause) {
    throw failure('preset-invalid', `${path}: ${errorOf(cause).detail}`, { nextStep, cause });
  }
  throw failure('preset-invalid', `${path} is larger than 4 MiB; that is no preset file.`, { nextStep });
}
