import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CapstanFailure, failure } from '@domain/errors';
import type { RecordingsStorage } from '@domain/host';
import { recordingsVolumeDirectory, toolContainer } from '@domain/plan/container';
import { shellWord } from '@domain/plan/docker-run';
import { refusedDirectory } from '@domain/plan/system-paths';
import type { HostConfig, Mount } from '@domain/plan/types';
import { parseListing, spaceArgv } from '@domain/recording-tools';
import type { OutputTarget, RecordingFilesList } from '../engine';
import type { ToolContext } from './reading';
import { createTool, removeTool, runTool, type ToolResult } from './tool';

/**
 * Whether the daemon sees this folder: a file with a random name is looked for through a container that is created
 * with the folder mounted and never started.
 */
export async function sharesFolder({ client, ...context }: ToolContext, directory: string): Promise<boolean> {
  const name = `.capstan-${randomBytes(16).toString('hex')}`;
  const target = '/capstan-probe';
  await writeFile(join(directory, name), 'probe', { flag: 'wx' });
  try {
    const mounts: Mount[] = [{ Type: 'bind', Source: directory, Target: target, ReadOnly: true }];
    const id = await createTool(client, toolContainer({ ...context, argv: ['true'], mounts })).catch((thrown: unknown) => {
      if (isAbsentBind(thrown)) return null;
      throw thrown;
    });
    if (id === null) return false;
    try {
      return await client.hasPath(id, `${target}/${name}`);
    } finally {
      await removeTool(client, id);
    }
  } finally {
    await rm(join(directory, name), { force: true });
  }
}

const isAbsentBind = (thrown: unknown) => thrown instanceof Error && /bind source path does not exist|invalid mount config/i.test(thrown.message);

/** What is mounted at `recordingsVolumeDirectory`: a volume's name, or a folder of the daemon's machine. */
export const storageSource = (storage: RecordingsStorage): string => (storage.kind === 'volume' ? storage.name : storage.path);

export const storageMount = (storage: RecordingsStorage, readOnly: boolean): Mount => ({
  Type: storage.kind === 'volume' ? 'volume' : 'bind',
  Source: storageSource(storage),
  Target: recordingsVolumeDirectory,
  ReadOnly: readOnly,
});

/** Proves by writing that the recorder may write, and prints the free space. */
const tryScript = 'probe=$(mktemp "$1/.capstan-XXXXXXXX") && rm "$probe" && stat -f -c "%a %S" "$1"';

/** A fresh volume and a folder made by root are root's. A volume is Capstan's own; a folder in use by another user is not. */
const ownScript = `
owner=$(stat -c %u "$3")
if [ "$1" = bind ] && [ "$owner" -ne 0 ] && [ -n "$(ls -A "$3")" ]; then echo "$owner"; exit 3; fi
chown "$2" "$3"
`;
const ownedByAnother = 3;

/**
 * Makes the storage of a host ready for the recorder's user. Only where that user cannot write, a container with CHOWN
 * alone gives it the folder (decision 0007). Throws `output-unwritable` with the line that helps.
 */
export async function prepareStorage(context: ToolContext, storage: RecordingsStorage): Promise<OutputTarget> {
  const { client, user } = context;
  const source = storageSource(storage);
  const refused = storage.kind === 'folder' ? refusedDirectory(source) : null;
  if (refused) throw new CapstanFailure(refused);
  // Made by name, so that it carries no label of ours and outlives everything of us.
  if (storage.kind === 'volume') await client.volumeDirectory(source);
  const directory = recordingsVolumeDirectory;
  const tryToWrite = () => runInStorage(context, storage, ['sh', '-c', tryScript, 'capstan-try', directory]);
  let tried = await tryToWrite();
  if (tried.exitCode !== 0) {
    const { Type } = storageMount(storage, false);
    const owned = await runInStorage({ ...context, user: '0:0' }, storage, ['sh', '-c', ownScript, 'capstan-own', Type, user, directory], { CapAdd: ['CHOWN'] });
    if (owned.exitCode === ownedByAnother) {
      throw unwritable(`${source} on the host holds files of the user ${owned.stdout.trim()}; the recorder is ${user}.`, `sudo chown ${user} ${shellWord(source)}`);
    }
    tried = await tryToWrite();
  }
  const [blocks, blockBytes] = tried.stdout.trim().split(' ').map(Number);
  if (tried.exitCode !== 0 || blocks === undefined || blockBytes === undefined) {
    throw failure(/no space left/i.test(tried.stderr) ? 'disk-full' : 'output-unwritable', `${source} on the host: ${tried.stderr.trim()}`);
  }
  return { directory, source, freeBytes: blocks * blockBytes, storage: 'separate', stageFor: null };
}

/** How long storage that was proved to be writable is taken to be, in seconds. */
const proofSeconds = 60;

/** The storage of one host: a proof takes a container, so one that is young enough will do. */
export class ProvedStorage {
  private last: { readonly atSeconds: number; readonly target: Promise<OutputTarget> } | null = null;

  constructor(
    private readonly context: () => Promise<ToolContext>,
    private readonly storage: RecordingsStorage,
  ) {}

  /** Throws what `prepareStorage` throws. */
  target(): Promise<OutputTarget> {
    const nowSeconds = performance.now() / 1000;
    if (this.last !== null && nowSeconds - this.last.atSeconds < proofSeconds) return this.last.target;
    const proof = { atSeconds: nowSeconds, target: this.context().then((context) => prepareStorage(context, this.storage)) };
    this.last = proof;
    proof.target.catch(() => {
      if (this.last === proof) this.last = null;
    });
    return proof.target;
  }
}

/** Runs a tool with the storage mounted. Throws `output-unwritable` where a folder is not there. */
export function runInStorage({ client, ...context }: ToolContext, storage: RecordingsStorage, argv: readonly string[], overrides: Partial<HostConfig> = {}, readOnly = false): Promise<ToolResult> {
  return whereFolderIs(storage, context.user, () => runTool(client, toolContainer({ ...context, argv, mounts: [storageMount(storage, readOnly)], overrides })));
}

export type StorageSpace = Pick<RecordingFilesList, 'freeBytes' | 'totalBytes'>;

/** Space of the disk that the storage lies on; a volume is made where there is none. Throws `output-unwritable`. */
export async function storageSpace(context: ToolContext, storage: RecordingsStorage): Promise<StorageSpace> {
  const { exitCode, stdout, stderr } = await runInStorage(context, storage, spaceArgv(recordingsVolumeDirectory), {}, true);
  const listing = exitCode === 0 ? parseListing(stdout) : null;
  if (listing !== null) return listing;
  throw failure('output-unwritable', `${storageSource(storage)} on the host could not be looked at: ${stderr.trim() || `exit status ${exitCode}`}`, {
    nextStep: 'Check the permissions of that place on the host.',
  });
}

/** Says what to do where the daemon refuses a mount because the folder is not there. */
export async function whereFolderIs<T>(storage: RecordingsStorage, user: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (thrown) {
    if (storage.kind === 'volume' || !isAbsentBind(thrown)) throw thrown;
    const [uid = '', gid = ''] = user.split(':');
    throw unwritable(`${storage.path} is not there on the host.`, `sudo install -d -o ${uid} -g ${gid} ${shellWord(storage.path)}`, thrown);
  }
}

const unwritable = (detail: string, line: string, cause?: unknown) =>
  failure('output-unwritable', detail, { field: 'host.recordings', nextStep: `Run this on the host: \`${line}\``, cause });
