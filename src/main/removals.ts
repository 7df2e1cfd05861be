import { basename } from 'node:path';
import { undoSeconds, type StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import type { Host } from '@domain/host';
import type { HostRecordings } from '@domain/host-recording';
import type { Recording } from '@domain/recording';
import type { Station } from '../station/types';
import { PendingRemovals } from './pending-removals';

export interface RemovalsOptions {
  readonly station: () => Promise<Station>;
  readonly moveToBin: (path: string) => Promise<void>;
  readonly emit: (event: StationEvent) => void;
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

  constructor({ station, moveToBin, emit, later = inRealTime }: RemovalsOptions) {
    const waitMilliseconds = undoSeconds * 1000;
    const tell = (name: string, thrown: unknown) => emit({ type: 'notice', message: `${name} was not removed: ${errorOf(thrown).detail}` });
    this.here = new PendingRemovals({
      ...{ waitMilliseconds, later },
      remove: async ({ id, path }) => {
        await moveToBin(path);
        (await station()).recordings.forget(id);
      },
      onFailure: ({ path }, thrown) => tell(basename(path), thrown),
      onRemoved: () => emit({ type: 'recordings' }),
    });
    this.there = new PendingRemovals({
      ...{ waitMilliseconds, later },
      remove: async ({ host, fileName }) => (await station()).hostRecordings.remove(fileName, host),
      onFailure: ({ host, fileName }, thrown) => tell(`${fileName} on ${host.name}`, thrown),
      onRemoved: () => undefined,
    });
  }

  shown(recordings: Recording[]): Recording[] {
    const hidden = new Set(this.here.hidden.map(({ id }) => id));
    return hidden.size === 0 ? recordings : recordings.filter(({ id }) => !hidden.has(id));
  }

  shownOf({ id }: Host, list: HostRecordings): HostRecordings {
    const hidden = new Set(this.there.hidden.flatMap(({ host, fileName }) => (host.id === id ? [fileName] : [])));
    return hidden.size === 0 ? list : { ...list, recordings: list.recordings.filter(({ fileName }) => !hidden.has(fileName)) };
  }

  /** Throws `recording-unknown`. */
  remove({ recordings }: Station, ids: readonly string[]): void {
    this.here.add(ids.map((id) => recordings.get(id)));
  }

  /** What was put back. */
  undo({ recordings }: Station): Recording[] {
    return this.here.undo().map(({ id }) => recordings.get(id));
  }

  removeOf(host: Host, fileNames: readonly string[]): void {
    this.there.add(fileNames.map((fileName) => ({ host, fileName })));
  }

  undoOf(): string[] {
    return this.there.undo().map(({ fileName }) => fileName);
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
