import { failure, type CapstanFailure } from '@domain/errors';
import type { RecordingsStorage } from '@domain/host';
import { ffprobeArgv, parseMediaInfo } from '@domain/media-info';
import { labels, recordingsVolumeDirectory, recordOf } from '@domain/plan/container';
import { isRecordingName, type MediaInfo } from '@domain/recording';
import { lengthsArgv, listingArgv, parseLengths, parseListing, removingArgv, renamingArgv, renamingStatus } from '@domain/recording-tools';
import { isFileOf } from '@domain/split';
import type { FetchOptions, RecordingFiles, RecordingFilesList } from '../engine';
import { fetchFile, type FetchedFile } from '../recordings/fetch-file';
import type { DockerClient } from './client';
import { readRecording, type ToolContext } from './reading';
import { prepareStorage, runInStorage, storageMount, storageSource, storageSpace, whereFolderIs, type StorageSpace } from './storage';
import type { ToolResult } from './tool';

/** Files whose lengths one container reads: the whole command line must stay under the kernel's limit. */
const lengthsAtOnce = 500;

const pathOf = (fileName: string) => `${recordingsVolumeDirectory}/${fileName}`;

/** The recordings in the volume or folder of a host. Every look takes one short-lived container. */
export class DockerRecordingFiles implements RecordingFiles {
  readonly place: string;

  constructor(
    private readonly context: () => Promise<ToolContext>,
    private readonly storage: RecordingsStorage,
  ) {
    this.place = storage.kind === 'volume' ? `volume ${storage.name}` : storage.path;
  }

  async list(): Promise<RecordingFilesList> {
    const context = await this.context();
    const [result, written] = await Promise.all([
      runInStorage(context, this.storage, listingArgv(recordingsVolumeDirectory), {}, true),
      filesBeingWritten(context.client, storageSource(this.storage)),
    ]);
    const listing = result.exitCode === 0 ? parseListing(result.stdout) : null;
    if (listing === null) throw this.failed('could not be listed', result);
    return { ...listing, files: listing.files.map((file) => ({ ...file, growing: written(file.fileName) })) };
  }

  async space(): Promise<StorageSpace | null> {
    const context = await this.context();
    // Docker would make a volume that a container names.
    if (this.storage.kind === 'volume' && !(await context.client.hasVolume(this.storage.name))) return null;
    return storageSpace(context, this.storage);
  }

  async durations(fileNames: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
    const context = await this.context();
    const all = new Map<string, number | null>();
    for (let at = 0; at < fileNames.length; at += lengthsAtOnce) {
      const result = await runInStorage(context, this.storage, lengthsArgv(recordingsVolumeDirectory, fileNames.slice(at, at + lengthsAtOnce)), {}, true);
      for (const [name, seconds] of parseLengths(result.stdout)) all.set(name, seconds);
    }
    return all;
  }

  async fetch(fileName: string, target: string, options: FetchOptions): Promise<FetchedFile & { readonly remotePath: string }> {
    const context = await this.context();
    await this.refuse(context, fileName);
    const file = { path: pathOf(fileName), mounts: [storageMount(this.storage, true)] };
    const remotePath = await remotePathOf(context.client, storageSource(this.storage), fileName);
    const fetched = await whereFolderIs(this.storage, context.user, () =>
      fetchFile((offsetBytes, signal) => readRecording(context, file, offsetBytes, signal), target, options),
    );
    return { ...fetched, remotePath };
  }

  async inspect(fileName: string, { complete }: { readonly complete: boolean }): Promise<MediaInfo | null> {
    const result = await runInStorage(await this.context(), this.storage, ffprobeArgv(pathOf(fileName), complete), {}, true);
    return parseMediaInfo(result.stdout);
  }

  async rename(fileName: string, name: string): Promise<void> {
    const result = await this.change(fileName, renamingArgv(pathOf(fileName), pathOf(name)), Object.values(renamingStatus));
    if (result.exitCode === renamingStatus.absent) throw unknown(fileName, this.place);
    if (result.exitCode === renamingStatus.taken) {
      throw failure('output-unwritable', `${name} is there already.`, { field: 'name', nextStep: 'Choose another name.' });
    }
    if (result.exitCode !== 0) throw this.failed(`: ${fileName} could not be renamed`, result);
  }

  async remove(fileName: string): Promise<void> {
    const result = await this.change(fileName, removingArgv(pathOf(fileName)), [renamingStatus.absent]);
    if (result.exitCode === renamingStatus.absent) throw unknown(fileName, this.place);
    if (result.exitCode !== 0) throw this.failed(`: ${fileName} could not be removed`, result);
  }

  /** A volume that another user made ready last is made ready for this one first. */
  private async change(fileName: string, argv: readonly string[], known: readonly number[]): Promise<ToolResult> {
    const context = await this.context();
    await this.refuse(context, fileName);
    const result = await runInStorage(context, this.storage, argv);
    if (result.exitCode === 0 || known.includes(result.exitCode)) return result;
    await prepareStorage(context, this.storage);
    return runInStorage(context, this.storage, argv);
  }

  private async refuse({ client }: ToolContext, fileName: string): Promise<void> {
    if (!isRecordingName(fileName)) throw unknown(fileName, this.place);
    const written = await filesBeingWritten(client, storageSource(this.storage));
    if (written(fileName)) throw failure('recording-busy', `${fileName} is still being recorded.`);
  }

  private failed(what: string, { exitCode, stderr }: ToolResult): CapstanFailure {
    return failure('output-unwritable', `${this.place} on the host ${what}: ${stderr.trim() || `exit status ${exitCode}`}`, {
      nextStep: 'Check the permissions of that place on the host.',
    });
  }
}

const unknown = (fileName: string, place: string) => failure('recording-unknown', `${fileName} is not in ${place} on the host.`);

/** Where a recording lies on the daemon's machine. */
export async function remotePathOf(client: DockerClient, source: string, fileName: string): Promise<string> {
  const directory = source.startsWith('/') ? source : await client.volumeDirectory(source);
  return `${directory.replace(/\/+$/, '')}/${fileName}`;
}

/** Tells by its name whether a recorder writes a file there now, whichever Capstan started it. */
async function filesBeingWritten(client: DockerClient, source: string): Promise<(fileName: string) => boolean> {
  const recorders = await client.list([`${labels.role}=recorder`]);
  const records = recorders.flatMap(({ ended, labels: own }) => (ended ? [] : (recordOf(own) ?? [])));
  const there = records.filter(({ output }) => output?.source === source);
  return (fileName) => there.some((record) => isFileOf(record, fileName));
}
