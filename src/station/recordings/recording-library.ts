import { link, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '@domain/errors';
import { recordingSchema, type Recording } from '@domain/recording';
import type { OpenStore, RecordingLibrary } from '../types';
import { Document } from '../store/document';
import { readEntries } from '../store/entries';

interface RecordingsDocument extends Record<string, unknown> {
  schemaVersion: 1;
  recordings: Recording[];
}

/** The list is a memory, not an archive: the files stay whatever falls off its end. */
const maximumEntries = 5000;

/** Finished recordings in `recordings.json`. `notices` says what was wrong with the file. */
export function openRecordingLibrary(
  openStore: OpenStore,
  directory: string,
): RecordingLibrary & { readonly notices: readonly string[] } {
  const document = new Document<RecordingsDocument>(openStore, directory, {
    name: 'recordings',
    schemaVersion: 1,
    defaults: () => ({ schemaVersion: 1, recordings: [] }),
    parse: ({ recordings }) => {
      if (!Array.isArray(recordings)) return null;
      const { good, rejected } = readEntries(recordings, recordingSchema, 'path');
      return { value: { schemaVersion: 1, recordings: good }, rejected };
    },
  });

  return {
    notices: document.notices,
    async list() {
      const { recordings } = document.read();
      const present = await Promise.all(recordings.map(async ({ path }) => isFile(path)));
      return recordings.filter((_, index) => present[index]).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
    },
    get(id) {
      const recording = document.read().recordings.find((entry) => entry.id === id);
      if (!recording) throw failure('recording-unknown', `No recording has the id ${JSON.stringify(id)}.`);
      return recording;
    },
    async rename(id, fileName) {
      const before = this.get(id);
      const path = join(dirname(before.path), fileName);
      try {
        // `link` refuses a name that is taken, which `rename` would replace.
        await link(before.path, path);
        await unlink(before.path);
      } catch (cause) {
        throw failure('output-unwritable', `${before.path} could not be renamed: ${cause instanceof Error ? cause.message : String(cause)}`, { field: 'name', cause });
      }
      const renamed = { ...before, path };
      this.add(renamed);
      return renamed;
    },
    forget(id) {
      document.update(({ recordings }) => ({ schemaVersion: 1, recordings: recordings.filter((entry) => entry.id !== id) }));
    },
    add(recording) {
      document.update(({ recordings }) => ({
        schemaVersion: 1,
        recordings: [recording, ...recordings.filter(({ id }) => id !== recording.id)].slice(0, maximumEntries),
      }));
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    // Whatever keeps us from the file (gone, folder not mounted, not ours), it cannot be shown.
    if (typeof (error as NodeJS.ErrnoException).code === 'string') return false;
    throw error;
  }
}
