import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { failure } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { wholeId, wholeRecordings } from '@domain/recording-parts';
import { hostFileNameSchema } from '@domain/host-recording';
import type { Station } from '../station/types';
import { answering, stationChoice, withStation, type Shell, type StationFlags } from './shell';

export interface ChangeOptions extends StationFlags {
  readonly json?: boolean;
  readonly yes?: boolean;
  /** All files of the recording that the named one is a part of. */
  readonly allParts?: boolean;
}

/** Removes a recording for good: without a host the file of this computer, with one what lies there. */
export function removeRecording(shell: Shell, name: string, options: ChangeOptions): Promise<number> {
  return changing(shell, options, async (station) => {
    const there = options.host !== undefined;
    const asked = there ? await questionFor(station, name) : null;
    if (there && options.allParts) throw failure('recording-unknown', 'What lies on a host is removed file by file.', { field: 'all-parts' });
    const local = there ? [] : await (options.allParts ? allFilesOf : onlyFile)(station, name);
    const what = local.length > 1 ? `all ${local.length} files of the recording with ${name}` : (local[0]?.path ?? name);
    if (!(await isSure(shell, options, asked ?? `${local.some(({ kept }) => kept) ? `${local.length > 1 ? 'Some are' : 'It is'} marked to keep. ` : ''}Remove ${what} from this computer for good?`))) return 'Nothing was removed.';
    for (const recording of local) await removeHere(station, recording);
    if (there) await station.hostRecordings.remove(name);
    return `Removed ${there ? `${name} from the host` : what}.`;
  });
}

/** Gives a recording another name; its ending stays. */
export function renameRecording(shell: Shell, name: string, newName: string, options: ChangeOptions): Promise<number> {
  return changing(shell, options, async (station) => {
    if (options.host !== undefined) {
      await station.hostRecordings.rename(name, newName);
      return `Renamed ${name} on the host.`;
    }
    const parsed = hostFileNameSchema.safeParse(newName);
    if (!parsed.success) throw failure('output-unwritable', `${JSON.stringify(newName)} is no safe file name: letters, digits, dot, dash and underscore.`, { field: 'name' });
    const renamed = await station.recordings.rename((await localRecording(station, name)).id, parsed.data);
    return `Renamed to ${renamed.path}.`;
  });
}

/** Marks recordings of this computer to keep, each with all its parts, or takes the mark away. */
export function keepRecordings(shell: Shell, names: readonly string[], isKept: boolean, options: ChangeOptions): Promise<number> {
  return changing(shell, options, async (station) => {
    const ids = new Set<string>();
    for (const name of names) {
      const { id } = await localRecording(station, name);
      for (const one of [id, ...station.recordings.parts(id).map((part) => part.id)]) ids.add(one);
    }
    const marked = station.recordings.keep([...ids], isKept).map(({ path }) => basename(path));
    return `${isKept ? 'Kept, whatever is cleaned up' : 'No longer marked to keep'}: ${marked.join(', ')}.`;
  });
}

function changing(shell: Shell, options: ChangeOptions, change: (station: Station) => Promise<string>): Promise<number> {
  return answering(shell, options.json === true, () =>
    withStation(shell, stationChoice(options), async (station) => {
      const told = await change(station);
      if (options.json) shell.out.document({ done: told });
      else shell.out.print(told);
    }),
  );
}

/** By id, path or file name. Throws `recording-unknown`. */
export async function localRecording(station: Station, name: string): Promise<Recording> {
  const all = await station.recordings.list();
  const found = all.filter(({ id, path }) => id === name || path === name || basename(path) === name);
  const [only, second] = found;
  if (!only) throw failure('recording-unknown', `No recording is called ${JSON.stringify(name)}.`);
  if (second) throw failure('recording-unknown', `${found.length} recordings are called ${name}.`, { nextStep: `Give its whole path: ${found.map(({ path }) => path).join(', ')}.` });
  return only;
}

const onlyFile = async (station: Station, name: string): Promise<readonly Recording[]> => [await localRecording(station, name)];

async function allFilesOf(station: Station, name: string): Promise<readonly Recording[]> {
  const wanted = wholeId(await localRecording(station, name));
  return wholeRecordings(await station.recordings.list()).find(({ id }) => id === wanted)?.files ?? [];
}

async function removeHere(station: Station, { id, path }: Recording): Promise<void> {
  try {
    await rm(path);
  } catch (cause) {
    throw failure('output-unwritable', `${path} could not be removed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  station.recordings.forget(id);
}

/** What is not here yet, or another Capstan made, is said to be so. */
async function questionFor(station: Station, name: string): Promise<string> {
  const list = await station.hostRecordings.list();
  const file = list?.recordings.find(({ fileName }) => fileName === name);
  if (!list || !file) throw failure('recording-unknown', `${name} is not there.`, { nextStep: 'See `capstan recordings list --host HOST`.' });
  const warnings = [
    ...(file.sessionId === null ? ['This Capstan did not make it.'] : []),
    ...(file.localPath === null ? ['There is no copy of it here.'] : []),
  ];
  return [`Remove ${name} from the host for good?`, ...warnings].join(' ');
}

/** Asks, unless --yes has answered. */
async function isSure(shell: Shell, { yes = false }: ChangeOptions, question: string): Promise<boolean> {
  const answer = yes || (await shell.confirm(question));
  if (answer === null) throw failure('confirmation-missing', question);
  return answer;
}
