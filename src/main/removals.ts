import { basename } from 'node:path';
import { undoSeconds, type StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import type { Host } from '@domain/host';
import type { HostRecordings } from '@domain/host-recording';
import type { Recording } from '@domain/recording';
import type { Station } from '../station/types';
import { PendingRemovals } from './pending-removals';
import type { DesktopTexts } from './texts';

export interface RemovalsOptions {
  readonly station: () => Promise<Station>;
  readonly moveToBin: (path: string) => Promise<void>;
  readonly emit: (event: StationEvent) => void;
  readonly texts: Pick<DesktopTexts, 't'>;
  readonly later?: (milliseconds: number, action: () => void) => () => void;
}

interface HostFile {
  readonly host: Host;
  readonly fileName: string;
}

const inRealTime = (milliseconds: number, action: () => void) => {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
};

/** Recordings that were removed from the lists and can be put back for a while: here, and on the hosts. */
export class Removals {
  private readonly here: PendingRemovals<Recording>;
  private readonly there: PendingRemovals<HostFile>;

  constructor({ station, moveToBin, emit, texts, later = inRealTime }: RemovalsOptions) {
    const waitMilliseconds = undoSeconds * 1000;
    const tell = (message: string) => emit({ type: 'notice', message });
    this.here = new PendingRemovals({
      ...{ waitMilliseconds, later },
      remove: async ({ id, path }) => {
        await moveToBin(path);
        (await station()).recordings.forget(id);
      },
      onFailure: ({ path }, thrown) => tell(texts.t('removal.failed', { name: basename(path), reason: errorOf(thrown).detail })),
      onRemoved: () => emit({ type: 'recordings' }),
    });
    this.there = new PendingRemovals({
      ...{ waitMilliseconds, later },
      remove: async ({ host, fileName }) => (await station()).hostRecordings.remove(fileName, host),
      onFailure: ({ host, fileName }, thrown) => tell(texts.t('removal.failedOn', { name: fileName, host: host.name, reason: errorOf(thrown).detail })),
      // What could not be removed is shown again.
      onRemoved: (files) => {
        for (const hostId of new Set(files.map(({ host }) => host.id))) emit({ type: 'hostRecordings', hostId });
      },
    });
  }

  /** Recordings that can still be put back. */
  get hiddenIds(): string[] {
    return this.here.hidden.map(({ id }) => id);
  }

  shown(recordings: Recording[]): Recording[] {
    const hidden = new Set(this.here.hidden.map(({ id }) => id));
    return hidden.size === 0 ? recordings : recordings.filter(({ id }) => !hidden.has(id));
  }

  shownOf({ id }: Host, list: HostRecordings): HostRecordings {
    const hidden = new Set(this.there.hidden.flatMap(({ host, fileName }) => (host.id === id ? [fileName] : [])));
    return hidden.size === 0 ? list : { ...list, recordings: list.recordings.filter(({ fileName }) => !hidden.has(fileName)) };
  }

  /** Number of the batch, to put it back by. Throws `recording-unknown`. */
  remove({ recordings }: Station, ids: readonly string[]): number {
    return this.here.add(ids.map((id) => recordings.get(id)));
  }

  /** What was put back; nothing where it is too late. */
  undo({ recordings }: Station, batch: number): Recording[] {
    return this.here.undo(batch).map(({ id }) => recordings.get(id));
  }

  removeOf(host: Host, fileNames: readonly string[]): number {
    return this.there.add(fileNames.map((fileName) => ({ host, fileName })));
  }

  undoOf(batch: number): string[] {
    return this.there.undo(batch).map(({ fileName }) => fileName);
  }

  hold(isHeld: boolean): void {
    this.here.hold(isHeld);
    this.there.hold(isHeld);
  }

  /** Removes for good what is still hidden. */
  async finish(): Promise<void> {
    await Promise.all([this.here.finish(), this.there.finish()]);
  }
}
