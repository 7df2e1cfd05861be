import { failure } from '@domain/errors';
import type { HostRecording, HostRecordings } from '@domain/host-recording';
import type { Recording } from '@domain/recording';
import { missingSeconds, wholeRecordings, type WholeRecording } from '@domain/recording-parts';
import type { Station } from '../station/types';
import { allHeardOf, withAllSessions } from './all-sessions';
import { answering, type Shell, type StationFlags } from './shell';
import { formatBytes, formatDuration, gapWords, table } from './text';

export interface ListOptions extends StationFlags {
  readonly json?: boolean;
  /** Only what lies on the host. */
  readonly onHost?: boolean;
}

/** Lists the finished recordings, those included that ended while no Capstan ran; with a host also what lies there. */
export function recordings(shell: Shell, options: ListOptions): Promise<number> {
  const { json = false, onHost = false, host } = options;
  return answering(shell, json, () =>
    withAllSessions(shell, host, async ({ stations }) => {
      await allHeardOf(stations);
      const [station] = stations;
      if (!station) return;
      if (onHost) {
        const there = await lying(station);
        if (there === null) throw failure('recording-unknown', 'This host writes its recordings into the folders of this computer.', { nextStep: '`capstan recordings` lists them.' });
        if (json) shell.out.document(there);
        else shell.out.print(hostText(there));
        return;
      }
      const all = await station.recordings.list();
      const wholes = wholeRecordings(all);
      if (json) return shell.out.document(withWholes(all, wholes));
      shell.out.print(all.length === 0 ? 'There are no recordings yet.' : table([headings, ...wholes.flatMap(rowsOf)]));
      const there = host === undefined ? null : await lying(station);
      if (there) shell.out.print(`\n${hostText(there)}`);
    }),
  );
}

const lying = (station: Station): Promise<HostRecordings | null> => station.hostRecordings.list({ waitForLengths: true });

/** Each with what it is one of several files of; null for a recording in one file. */
function withWholes(all: readonly Recording[], wholes: readonly WholeRecording[]) {
  const wholeOf = new Map(wholes.flatMap((whole) => whole.files.map(({ id }) => [id, whole] as const)));
  return all.map((recording) => {
    const whole = wholeOf.get(recording.id);
    if (!whole || whole.files.length === 1) return { ...recording, whole: null };
    const { id, files, parts, gaps, missing, durationSeconds, sizeBytes, droppedFrames } = whole;
    return { ...recording, whole: { id, parts, files: files.map((file) => file.id), durationSeconds, sizeBytes, droppedFrames, missingSeconds: missingSeconds(gaps), gaps, missing } };
  });
}

const headings = ['STARTED', 'LENGTH', 'SIZE', 'DROPPED', 'END', 'PRESET', 'FILE'];

/** One line for a recording in one file; else a line for all of it, and below it its files and what lies between them. */
function rowsOf(whole: WholeRecording): string[][] {
  const { files, gaps, parts, missing } = whole;
  const [first, ...others] = files;
  if (others.length === 0) return [row(first)];
  const last = others.at(-1) ?? first;
  const told = [
    parts === files.length ? `${parts} parts` : `${parts === 1 ? '1 part' : `${parts} parts`} in ${files.length} files`,
    ...(gaps.length === 0 ? [] : [`${formatDuration(missingSeconds(gaps))} missing`]),
    ...(missing === null ? [] : [`${missing} is not here`]),
  ].join(', ');
  const { durationSeconds, sizeBytes, droppedFrames } = whole;
  return [
    [localTime(first.startedAt), formatDuration(durationSeconds), formatBytes(sizeBytes), String(droppedFrames), endOf(last), first.presetName, told],
    ...files.flatMap((file, index) => {
      const gap = isPartBegin(file, files[index - 1]) ? gaps.find(({ beforePart }) => beforePart === file.part?.number) : undefined;
      return [...(gap ? [[`  ${localClock(gap.from)}`, formatDuration(gap.seconds), '-', '-', 'missing', '', gapWords[gap.reason]]] : []), [`  ${localClock(file.startedAt)}`, ...row(file).slice(1)]];
    }),
  ];
}

const isPartBegin = ({ part }: Recording, before: Recording | undefined): boolean => before !== undefined && part?.number !== (before.part?.number ?? 1);

const row = (recording: Recording): string[] => [
  localTime(recording.startedAt),
  formatDuration(recording.durationSeconds),
  formatBytes(recording.sizeBytes),
  String(recording.droppedFrames),
  endOf(recording),
  recording.presetName,
  recording.path,
];

const endOf = ({ reason, recovered, unclosed, kept }: Recording): string =>
  [reason, ...(recovered ? ['recovered'] : []), ...(unclosed ? ['not closed'] : []), ...(kept ? ['kept'] : [])].join(', ');

function hostText({ place, freeBytes, totalBytes, recordings: files }: HostRecordings): string {
  const space = `On the host, in ${place}: ${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free`;
  if (files.length === 0) return `${space}, no recordings.`;
  return `${space}\n${table([hostHeadings, ...files.map(hostRow)])}`;
}

const hostHeadings = ['WRITTEN', 'LENGTH', 'SIZE', 'NAME', 'HERE'];

const hostRow = ({ modifiedAt, durationSeconds, sizeBytes, fileName, growing, localPath }: HostRecording): string[] => [
  localTime(modifiedAt),
  durationSeconds === null ? '-' : formatDuration(durationSeconds),
  formatBytes(sizeBytes),
  fileName,
  growing ? 'is being recorded' : (localPath ?? 'no'),
];

/** `2026-11-21 03:30` in the user's own time zone. */
const localTime = (iso: string): string => new Date(iso).toLocaleString('sv-SE').slice(0, 16);
/** `03:30:05` in the user's own time zone. */
const localClock = (iso: string): string => new Date(iso).toLocaleString('sv-SE').slice(11, 19);
