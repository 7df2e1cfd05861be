import { basename, dirname, join } from 'node:path';
import { failure } from '@domain/errors';
import { inPartOrder, recordingSchema, withEndingOf, type Recording } from '@domain/recording';
import type { OpenStore, RecordingLibrary } from '../types';
import { errorCode } from '../error-code';
import { Document } from '../store/document';
import { readEntries } from '../store/entries';
import { isFile, moveToFreePath } from './move';

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
  onForget: (id: string) => void = () => {},
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
    ids: () => new Set(document.read().recordings.map(({ id }) => id)),
    async rename(id, fileName) {
      const before = this.get(id);
      const path = join(dirname(before.path), withEndingOf(basename(before.path), fileName));
      try {
        await moveToFreePath(before.path, path);
      } catch (cause) {
        const said = errorCode(cause) === 'EEXIST' ? `${path} is there already` : cause instanceof Error ? cause.message : String(cause);
        throw failure('output-unwritable', `${before.path} could not be renamed: ${said}.`, { field: 'name', nextStep: 'Choose another name.', cause });
      }
      const renamed = { ...before, path };
      this.add(renamed);
      return renamed;
    },
    ofHost(hostId) {
      return document.read().recordings.filter(({ host }) => host.id === hostId);
    },
    parts(id) {
      const first = this.get(id).part?.firstSessionId ?? id;
      const parts = document.read().recordings.filter((entry) => (entry.part?.firstSessionId ?? entry.id) === first);
      return parts.some(({ part }) => part) ? parts.toSorted(inPartOrder) : [];
    },
    keep(ids, isKept) {
      for (const id of ids) this.get(id);
      const wanted = new Set(ids);
      const marked = (recording: Recording) => (wanted.has(recording.id) ? withMark(recording, isKept) : recording);
      document.update(({ recordings }) => ({ schemaVersion: 1, recordings: recordings.map(marked) }));
      return ids.map((id) => this.get(id));
    },
    forget(id) {
      document.update(({ recordings }) => ({ schemaVersion: 1, recordings: recordings.filter((entry) => entry.id !== id) }));
      onForget(id);
    },
    add(recording) {
      document.update(({ recordings }) => {
        // Only `keep` takes the mark away: who writes the entry anew may not know of it.
        const isKept = recording.kept === true || recordings.some(({ id, kept }) => id === recording.id && kept === true);
        return { schemaVersion: 1, recordings: [withMark(recording, isKept), ...recordings.filter(({ id }) => id !== recording.id)].slice(0, maximumEntries) };
      });
    },
  };
}

function withMark({ kept: _kept, ...recording }: Recording, isKept: boolean): Recording {
  return isKept ? { ...recording, kept: true } : recording;
}
