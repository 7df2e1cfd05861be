import type { Stats } from 'node:fs';
import { lstat, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import { removedRecordingSchema, retainsAll, retentionChoice, type RemovedRecording, type RetentionChoice, type RetainedRecording } from '@domain/retention';
import type { Recording } from '@domain/recording';
import { errorCode } from '../error-code';
import { localSpace } from '../hosts/host-space';
import { Document } from '../store/document';
import type { Cleaning, CleaningOptions, OpenStore, RecordingLibrary, Settings } from '../types';

export interface LocalCleaningOptions {
  readonly openStore: OpenStore;
  readonly dataDirectory: string;
  readonly recordings: RecordingLibrary;
  readonly settings: Settings;
  /** Recordings that this station is at. */
  readonly busyIds: () => ReadonlySet<string>;
  readonly emit: (event: StationEvent) => void;
}

interface RemovedDocument extends Record<string, unknown> {
  schemaVersion: 1;
  removed: RemovedRecording[];
}

/** Of what was removed so many are remembered. */
const maximumRemembered = 500;

type Found = Recording & RetainedRecording;

/** Removes recordings of this computer by the limits of retention (decision 0038): for good, and only what lies as it was recorded. */
export class LocalCleaning implements Cleaning {
  private readonly document: Document<RemovedDocument>;
  private running: Promise<unknown> = Promise.resolve();
  /** A file that cannot be removed is spoken of once. */
  private readonly refused = new Set<string>();

  constructor(private readonly options: LocalCleaningOptions) {
    this.document = new Document<RemovedDocument>(options.openStore, options.dataDirectory, {
      name: 'removed',
      schemaVersion: 1,
      defaults: () => ({ schemaVersion: 1, removed: [] }),
      parse: ({ removed }) => {
        const parsed = z.array(removedRecordingSchema).safeParse(removed);
        return parsed.success ? { value: { schemaVersion: 1, removed: parsed.data }, rejected: [] } : null;
      },
    });
  }

  history(): RemovedRecording[] {
    return this.document.read().removed;
  }

  async look(options: CleaningOptions = {}): Promise<RetentionChoice<Recording & RetainedRecording>[]> {
    const limits = options.limits ?? this.options.settings.retention;
    if (retainsAll(limits)) return [];
    const { recordingsDirectory } = this.options.settings;
    const disk = await statOf(recordingsDirectory, stat);
    const { freeBytes } = disk === null ? { freeBytes: null } : await localSpace(recordingsDirectory);
    return retentionChoice({ recordings: await this.found(disk), busyIds: this.busy(options), limits, nowMs: Date.now(), freeBytes });
  }

  clean(options: CleaningOptions = {}): Promise<RemovedRecording[]> {
    const cleaned = this.running.then(() => this.cleanNow(options));
    this.running = cleaned.catch(() => undefined);
    return cleaned;
  }

  private async cleanNow(options: CleaningOptions): Promise<RemovedRecording[]> {
    const { emit } = this.options;
    const removed: RemovedRecording[] = [];
    for (const { recording, reason } of await this.look(options)) {
      try {
        if (await this.remove(recording, options)) removed.push({ path: recording.path, sizeBytes: recording.sizeBytes, startedAt: recording.startedAt, reason, removedAt: new Date().toISOString() });
      } catch (thrown) {
        if (!this.refused.has(recording.path)) emit({ type: 'notice', message: `${recording.path} was to be removed, and could not be: ${errorOf(thrown).detail}` });
        this.refused.add(recording.path);
      }
    }
    if (removed.length === 0) return [];
    this.document.update((before) => ({ schemaVersion: 1, removed: [...removed.toReversed(), ...before.removed].slice(0, maximumRemembered) }));
    emit({ type: 'recordings' });
    emit({ type: 'cleaned', removed });
    return removed;
  }

  /** False where it was taken into use, marked or changed since it was looked at. */
  private async remove(recording: Found, options: CleaningOptions): Promise<boolean> {
    const { recordings } = this.options;
    const busy = this.busy(options);
    const known = recordings.ids().has(recording.id) ? recordings.get(recording.id) : null;
    if (known === null || known.kept || known.path !== recording.path || busy.has(known.id) || busy.has(firstOf(known))) return false;
    const file = await statOf(known.path, lstat);
    if (file === null || !isAsRecorded(known, file)) return false;
    await rm(known.path);
    recordings.forget(known.id);
    return true;
  }

  private busy({ busyIds }: CleaningOptions): ReadonlySet<string> {
    return new Set([...this.options.busyIds(), ...(busyIds?.() ?? [])]);
  }

  /** Those whose file is what was recorded: one that grew, or that was replaced by a link or by something else, is nobody's to remove. */
  private async found(disk: Stats | null): Promise<Found[]> {
    const all = await this.options.recordings.list();
    const files = await Promise.all(all.map(({ path }) => statOf(path, lstat)));
    return all.flatMap((recording, index) => {
      const file = files[index];
      return file && isAsRecorded(recording, file) ? [{ ...recording, isOnDisk: file.dev === disk?.dev }] : [];
    });
  }
}

const firstOf = ({ id, part }: Recording): string => part?.firstSessionId ?? id;

const isAsRecorded = ({ sizeBytes }: Recording, file: Stats): boolean => file.isFile() && file.size === sizeBytes;

/** Null where there is none; a folder that is not made yet is looked for upwards. */
async function statOf(path: string, look: (path: string) => Promise<Stats>): Promise<Stats | null> {
  try {
    return await look(path);
  } catch (thrown) {
    if (errorCode(thrown) === undefined) throw thrown;
    return look === stat && errorCode(thrown) === 'ENOENT' && dirname(path) !== path ? statOf(dirname(path), look) : null;
  }
}
