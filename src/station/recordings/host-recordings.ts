import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { StationEvent } from '@domain/contract';
import { CapstanFailure, errorOf, failure } from '@domain/errors';
import type { Host } from '@domain/host';
import { hostFileNameSchema, type HostRecordings } from '@domain/host-recording';
import { refusedDirectory } from '@domain/plan/system-paths';
import { withEndingOf, type Recording } from '@domain/recording';
import { hasEnded, type SessionView } from '@domain/session';
import { isSplit, splitNumber, unsplitName } from '@domain/split';
import type { Engine, RecordingFiles, RecordingFilesList } from '../engine';
import type { HostRecordingsLibrary, RecordingLibrary, Sessions, Settings } from '../types';
import { isFile } from './move';
import { prepareFolder } from './prepare-folder';
import { isUnclosedFile } from './unclosed-file';

export interface HostRecordingsOptions {
  readonly engineOf: (host: Host) => Promise<Engine>;
  readonly chosen: () => Promise<Host>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly settings: Settings;
  readonly recordings: RecordingLibrary;
  readonly emit: (event: StationEvent) => void;
}

interface Fetch {
  readonly cancel: AbortController;
  readonly done: Promise<Recording>;
  readonly destination: string;
}

/** A look at a host takes a container: its answer is good for this long. */
const listMilliseconds = 3000;

/** What lies on the chosen host, and the copies of it that are under way. */
export class HostRecordingsOfStation implements HostRecordingsLibrary {
  private readonly fetches = new Map<string, Fetch>();
  private readonly lists = new Map<string, { readonly at: number; readonly answer: Promise<RecordingFilesList> }>();
  /** Lengths in seconds by host, name, size and time: they are read once. */
  private readonly lengths = new Map<string, number | null>();
  private readonly readingLengths = new Map<string, Promise<void>>();

  constructor(private readonly options: HostRecordingsOptions) {}

  async list({ waitForLengths = false } = {}): Promise<HostRecordings | null> {
    const host = await this.options.chosen();
    const files = await this.filesOf(host);
    if (files === null) return null;
    const list = await this.listed(host, files);
    const unread = list.files.filter((file) => !file.growing && !this.lengths.has(lengthKey(host, file)) && !this.known(host, file.fileName));
    if (unread.length > 0) {
      const reading = this.readLengths(host, files, unread);
      if (waitForLengths) await reading;
    }
    const recordings = await Promise.all(list.files.map((file) => this.described(host, file)));
    return {
      place: files.place,
      freeBytes: list.freeBytes,
      totalBytes: list.totalBytes,
      recordings: recordings.toSorted((a, b) => b.modifiedAt.localeCompare(a.modifiedAt)),
    };
  }

  async fetch(fileName: string, { destination = this.options.settings.recordingsDirectory, signal }: { readonly destination?: string; readonly signal?: AbortSignal } = {}): Promise<Recording> {
    const host = await this.options.chosen();
    const files = await this.need(host);
    this.refuseGrowing(host, fileName);
    const key = `${host.id} ${fileName}`;
    const running = this.fetches.get(key);
    if (running && running.destination !== destination) throw busy(`${fileName} is being copied to ${running.destination}.`);
    if (running) return running.done;
    const cancel = new AbortController();
    const stop = () => cancel.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    const done = this.fetched(host, files, fileName, destination, cancel.signal).finally(() => {
      this.fetches.delete(key);
      signal?.removeEventListener('abort', stop);
    });
    this.fetches.set(key, { cancel, done, destination });
    return done;
  }

  cancelFetch(fileName: string): void {
    for (const [key, { cancel }] of this.fetches) {
      if (key.endsWith(` ${fileName}`)) cancel.abort();
    }
  }

  async rename(fileName: string, name: string): Promise<void> {
    const host = await this.options.chosen();
    const files = await this.need(host);
    this.refuseBusy(host, fileName);
    const wanted = hostFileNameSchema.safeParse(withEndingOf(fileName, name));
    if (!wanted.success) throw failure('output-unwritable', `${JSON.stringify(name)} is no safe file name: letters, digits, dot, dash and underscore.`, { field: 'name' });
    await files.rename(fileName, wanted.data);
    const known = this.known(host, fileName);
    if (known) {
      const remotePath = join(dirname(known.remotePath ?? known.path), wanted.data);
      // One that is not here yet keeps its name there and here the same.
      const path = (await isFile(known.path)) ? known.path : join(dirname(known.path), wanted.data);
      this.options.recordings.add({ ...known, path, remotePath: known.remotePath === null ? null : remotePath });
    }
    this.changed(host);
  }

  async remove(fileName: string, at?: Host): Promise<void> {
    const host = at ?? (await this.options.chosen());
    const files = await this.need(host);
    this.refuseBusy(host, fileName);
    await files.remove(fileName);
    const known = this.known(host, fileName);
    if (known && (await isFile(known.path))) this.options.recordings.add({ ...known, remotePath: null });
    else if (known) this.options.recordings.forget(known.id);
    this.changed(host);
  }

  /** Recordings that are being copied here, as far as they are known. */
  get busyIds(): ReadonlySet<string> {
    const names = [...this.fetches.keys()].map((key) => key.slice(key.indexOf(' ') + 1));
    return new Set(names.flatMap((name) => [...this.options.recordings.ids()].filter((id) => this.options.recordings.get(id).path.endsWith(`/${name}`))));
  }

  /** Ends every copy; what came stays for the next time. */
  async close(): Promise<void> {
    const all = [...this.fetches.values()];
    for (const { cancel } of all) cancel.abort();
    await Promise.allSettled(all.map(({ done }) => done));
  }

  private async fetched(host: Host, files: RecordingFiles, fileName: string, destination: string, signal: AbortSignal): Promise<Recording> {
    const { recordings, emit } = this.options;
    const known = this.known(host, fileName);
    if (known && dirname(known.path) === destination && (await isFile(known.path))) return known;
    const refused = refusedDirectory(destination);
    if (refused) throw new CapstanFailure(refused);
    const folder = await prepareFolder(destination);
    const target = join(folder.directory, fileName);
    const sessionId = known?.id ?? null;
    const { sizeBytes, remotePath } = await files.fetch(fileName, target, {
      signal,
      onProgress: (bytes, totalBytes) => emit({ type: 'fetch', sessionId, fileName, bytes, totalBytes }),
    });
    const copied = { path: target, remotePath, sizeBytes, ...((await isUnclosedFile(target)) && { unclosed: { problem: null } }) };
    const recording = known ? { ...known, ...copied } : { ...(await stranger(host, files, fileName, target)), ...copied };
    recordings.add(recording);
    emit({ type: 'recordings' });
    this.changed(host);
    return recording;
  }

  private async described(host: Host, file: RecordingFilesList['files'][number]): Promise<HostRecordings['recordings'][number]> {
    const known = this.known(host, file.fileName);
    const writing = this.isWritten(host, file.fileName);
    return {
      ...file,
      growing: file.growing || writing,
      durationSeconds: known?.durationSeconds ?? this.lengths.get(lengthKey(host, file)) ?? null,
      sessionId: known?.id ?? null,
      localPath: known && (await isFile(known.path)) ? known.path : null,
    };
  }

  /** Where the host shares this computer's files there is nothing to be fetched. */
  private async filesOf(host: Host): Promise<RecordingFiles | null> {
    const engine = await this.options.engineOf(host);
    return engine.recordingFiles(this.options.settings.recordingsDirectory);
  }

  private async need(host: Host): Promise<RecordingFiles> {
    const files = await this.filesOf(host);
    if (files) return files;
    throw failure('recording-unknown', 'This host writes its recordings into the folders of this computer: they are here already.');
  }

  private listed(host: Host, files: RecordingFiles): Promise<RecordingFilesList> {
    const before = this.lists.get(host.id);
    if (before && performance.now() - before.at < listMilliseconds) return before.answer;
    const answer = files.list();
    this.lists.set(host.id, { at: performance.now(), answer });
    answer.catch(() => this.lists.delete(host.id));
    return answer;
  }

  /** One container for all; whoever asks meanwhile waits for the same. */
  private readLengths(host: Host, files: RecordingFiles, unread: RecordingFilesList['files']): Promise<void> {
    const running = this.readingLengths.get(host.id);
    if (running) return running;
    const reading = files
      .durations(unread.map(({ fileName }) => fileName))
      .then(
        (durations) => {
          for (const file of unread) this.lengths.set(lengthKey(host, file), durations.get(file.fileName) ?? null);
          this.options.emit({ type: 'hostRecordings', hostId: host.id });
          return undefined;
        },
        (thrown: unknown) => this.options.emit({ type: 'notice', message: `The lengths of the recordings on ${host.name} could not be read: ${errorOf(thrown).detail}` }),
      )
      .finally(() => this.readingLengths.delete(host.id));
    this.readingLengths.set(host.id, reading);
    return reading;
  }

  /** What this Capstan remembers of a file there. */
  private known(host: Host, fileName: string): Recording | null {
    return this.options.recordings.ofHost(host.id).find(({ remotePath, path }) => (remotePath ?? path).endsWith(`/${fileName}`)) ?? null;
  }

  private isWritten(host: Host, fileName: string): boolean {
    return this.options.sessions.list().some((view) => view.host.id === host.id && !hasEnded(view.state) && writes(view, fileName));
  }

  private refuseGrowing(host: Host, fileName: string): void {
    if (this.isWritten(host, fileName)) throw busy(`${fileName} is still being recorded.`);
  }

  private refuseBusy(host: Host, fileName: string): void {
    this.refuseGrowing(host, fileName);
    if (this.fetches.has(`${host.id} ${fileName}`)) throw busy(`${fileName} is being copied.`);
  }

  private changed(host: Host): void {
    this.lists.delete(host.id);
    this.options.emit({ type: 'hostRecordings', hostId: host.id });
  }
}

/** @param outputPath of one that is split: of its first file */
function writes({ outputPath, settings }: Pick<SessionView, 'outputPath' | 'settings'>, fileName: string): boolean {
  if (outputPath === null) return false;
  const written = basename(outputPath);
  return written === fileName || (isSplit(settings) && splitNumber(unsplitName(written), fileName) !== null);
}

const busy = (detail: string) => failure('recording-busy', detail);

const lengthKey = (host: Host, { fileName, sizeBytes, modifiedAt }: RecordingFilesList['files'][number]) => [host.id, fileName, sizeBytes, modifiedAt].join(' ');

/** A recording that no session of ours made. Its id is the same whenever it is fetched. @param target the copy, with the time of the original */
async function stranger(host: Host, files: RecordingFiles, fileName: string, target: string): Promise<Omit<Recording, 'path' | 'remotePath' | 'sizeBytes'>> {
  const [media, { mtimeMs }] = await Promise.all([files.inspect(fileName, { complete: true }), stat(target)]);
  const durationSeconds = media?.durationSeconds ?? 0;
  return {
    id: createHash('sha256').update(`${host.id} ${fileName} ${mtimeMs}`).digest('hex').slice(0, 10),
    durationSeconds,
    frames: media?.frames ?? null,
    droppedFrames: 0,
    media,
    presetName: fileName.replace(/\.[^.]*$/, ''),
    source: host.name,
    engine: 'docker',
    host: { id: host.id, name: host.name },
    startedAt: new Date(mtimeMs - durationSeconds * 1000).toISOString(),
    reason: 'completed',
    recovered: false,
    part: null,
    error: null,
  };
}
