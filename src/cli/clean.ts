import { errorOf, failure } from '@domain/errors';
import type { HostRecordings } from '@domain/host-recording';
import { noRetention, retainsAll, retentionChoice, retentionSchema, type RemovedRecording, type RetainedRecording, type Retention, type RetentionReason } from '@domain/retention';
import type { Station } from '../station/types';
import { allHeardOf, withAllSessions } from './all-sessions';
import { answering, type Shell, type StationFlags } from './shell';
import { formatBytes, table } from './text';

export interface CleanFlags extends StationFlags {
  readonly dryRun?: boolean;
  readonly olderThan?: string;
  readonly largerThan?: string;
  readonly keepFree?: string;
  readonly history?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** What goes, here or on a host. */
interface Going {
  readonly name: string;
  readonly startedAt: string;
  readonly sizeBytes: number;
  readonly reason: RetentionReason;
}

/** Removes recordings by limits: those that are given, else those of the preferences. Asks first, and shows what would go and why. */
export function cleanRecordings(shell: Shell, flags: CleanFlags): Promise<number> {
  const { json = false, dryRun = false } = flags;
  return answering(shell, json, () =>
    withAllSessions(shell, flags.host, async ({ stations, problems }) => {
      const [station] = stations;
      if (!station) return;
      if (flags.history) return tellHistory(shell, station.cleaning.history(), json);
      const limits = limitsOf(flags, station.settings.retention);
      // What a session of another process belongs to must be known before anything goes.
      const [problem] = problems;
      if (problem && flags.host !== undefined) throw failure(problem.kind, problem.detail, { nextStep: problem.nextStep });
      await allHeardOf(stations);
      const busyIds = () => new Set(stations.flatMap(({ sessions }) => sessions.list().flatMap(({ id, part }) => [id, ...(part ? [part.firstSessionId] : [])])));
      const place = flags.host === undefined ? here(station, limits, busyIds) : await there(station, limits, busyIds());
      const going = await place.look();
      if (!json) shell.out.print(going.length === 0 ? 'Nothing has to go: the limits hold, or what is left is kept or in use.' : table([headings, ...going.map(row)]));
      const isWanted = going.length > 0 && !dryRun && (await isSure(shell, flags, going));
      const removed = isWanted ? await place.clean() : [];
      if (json) shell.out.document({ limits, dryRun, going, removed });
      else if (isWanted) shell.out.print(`Removed ${removed.length} ${removed.length === 1 ? 'recording' : 'recordings'}, ${formatBytes(sum(removed))}.`);
      else if (going.length > 0 && !dryRun) shell.out.print('Nothing was removed.');
    }),
  );
}

interface Place {
  look(): Promise<Going[]>;
  clean(): Promise<Going[]>;
}

function here({ cleaning }: Station, limits: Retention, busyIds: () => ReadonlySet<string>): Place {
  return {
    look: async () => (await cleaning.look({ limits, busyIds })).map(({ recording: { path, startedAt, sizeBytes }, reason }) => ({ name: path, startedAt, sizeBytes, reason })),
    clean: async () => (await cleaning.clean({ limits, busyIds })).map(({ path, ...rest }) => ({ name: path, startedAt: rest.startedAt, sizeBytes: rest.sizeBytes, reason: rest.reason })),
  };
}

/** Only what this Capstan made there, and remembers: it knows what is marked to keep, and what belongs together. */
async function there(station: Station, limits: Retention, busyIds: ReadonlySet<string>): Promise<Place> {
  const list = await station.hostRecordings.list({ waitForLengths: true });
  if (list === null) throw failure('recording-unknown', 'This host writes its recordings into the folders of this computer.', { nextStep: 'Leave out --host.' });
  const choices = retentionChoice({ recordings: remembered(station, list), busyIds, limits, nowMs: Date.now(), freeBytes: list.freeBytes });
  const going = choices.map(({ recording: { name, startedAt, sizeBytes }, reason }) => ({ name, startedAt, sizeBytes, reason }));
  return {
    look: async () => going,
    clean: async () => {
      const removed: Going[] = [];
      for (const one of going) {
        try {
          await station.hostRecordings.remove(one.name);
          removed.push(one);
        } catch (thrown) {
          const { detail } = errorOf(thrown);
          throw failure('output-unwritable', `${one.name} could not be removed, and nothing after it was: ${detail}`, { cause: thrown });
        }
      }
      return removed;
    },
  };
}

function remembered({ recordings }: Station, { recordings: files }: HostRecordings): (RetainedRecording & { readonly name: string })[] {
  return files.flatMap(({ fileName, sessionId, sizeBytes, growing }) => {
    if (sessionId === null || growing) return [];
    const { id, startedAt, durationSeconds, kept, part } = recordings.get(sessionId);
    return [{ id, startedAt, durationSeconds, sizeBytes, kept, part, isOnDisk: true, name: fileName }];
  });
}

function limitsOf({ olderThan, largerThan, keepFree }: CleanFlags, ofSettings: Retention): Retention {
  const given = [olderThan, largerThan, keepFree].some((flag) => flag !== undefined);
  if (!given) {
    if (!retainsAll(ofSettings)) return ofSettings;
    throw failure('preset-invalid', 'No limit is set in the preferences, and none was given.', { field: 'older-than', nextStep: 'Give --older-than, --larger-than or --keep-free.' });
  }
  const [olderThanDays, largerThanGib, keepFreeGib] = [olderThan, largerThan, keepFree].map((flag) => (flag === undefined ? null : Number(flag)));
  const parsed = retentionSchema.safeParse({ ...noRetention, olderThanDays, largerThanGib, keepFreeGib });
  if (parsed.success) return parsed.data;
  const field = { olderThanDays: 'older-than', largerThanGib: 'larger-than', keepFreeGib: 'keep-free' }[String(parsed.error.issues[0]?.path[0])] ?? 'older-than';
  const wanted = field === 'older-than' ? 'whole days, 1 or more' : 'a number of GiB, 1 or more';
  throw failure('preset-invalid', `--${field}: ${wanted}.`, { field });
}

async function isSure(shell: Shell, { yes = false, host }: CleanFlags, going: readonly Going[]): Promise<boolean> {
  const question = `Remove ${going.length === 1 ? 'this recording' : `these ${going.length} recordings`} (${formatBytes(sum(going))}) ${host === undefined ? 'from this computer' : 'from the host'} for good?`;
  const answer = yes || (await shell.confirm(question));
  if (answer === null) throw failure('confirmation-missing', question);
  return answer;
}

function tellHistory(shell: Shell, history: readonly RemovedRecording[], json: boolean): void {
  if (json) return shell.out.document(history);
  const rows = history.map(({ path, removedAt, sizeBytes, reason }) => [localTime(removedAt), formatBytes(sizeBytes), reasons[reason], path]);
  shell.out.print(rows.length === 0 ? 'Nothing was removed by limits yet.' : table([['REMOVED', 'SIZE', 'WHY', 'FILE'], ...rows]));
}

const headings = ['STARTED', 'SIZE', 'WHY', 'FILE'];
const reasons: Readonly<Record<RetentionReason, string>> = { age: 'too old', size: 'too much in all', space: 'too little free' };
const row = ({ name, startedAt, sizeBytes, reason }: Going): string[] => [localTime(startedAt), formatBytes(sizeBytes), reasons[reason], name];
const sum = (going: readonly { readonly sizeBytes: number }[]): number => going.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);

/** `2026-11-21 03:30` in the user's own time zone. */
const localTime = (iso: string): string => new Date(iso).toLocaleString('sv-SE').slice(0, 16);
