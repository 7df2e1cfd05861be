import { failure } from '@domain/errors';
import type { HostRecording, HostRecordings } from '@domain/host-recording';
import type { Recording } from '@domain/recording';
import type { Station } from '../station/types';
import { allHeardOf, withAllSessions } from './all-sessions';
import { answering, type Shell, type StationFlags } from './shell';
import { formatBytes, formatDuration, table } from './text';

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
      if (json) return shell.out.document(all);
      shell.out.print(all.length === 0 ? 'There are no recordings yet.' : table([headings, ...all.map(row)]));
      const there = host === undefined ? null : await lying(station);
      if (there) shell.out.print(`\n${hostText(there)}`);
    }),
  );
}

const lying = (station: Station): Promise<HostRecordings | null> => station.hostRecordings.list({ waitForLengths: true });

const headings = ['STARTED', 'LENGTH', 'SIZE', 'DROPPED', 'END', 'PRESET', 'FILE'];

const row = (recording: Recording): string[] => [
  localTime(recording.startedAt),
  formatDuration(recording.durationSeconds),
  formatBytes(recording.sizeBytes),
  String(recording.droppedFrames),
  [recording.reason, ...(recording.recovered ? ['recovered'] : []), ...(recording.unclosed ? ['not closed'] : []), ...(recording.kept ? ['kept'] : [])].join(', '),
  recording.presetName,
  recording.path,
];

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
