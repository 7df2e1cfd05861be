import type { Recording } from '@domain/recording';
import { allHeardOf, withAllSessions } from './all-sessions';
import { answering, type Shell, type StationFlags } from './shell';
import { formatBytes, formatDuration, table } from './text';

/** Lists the finished recordings, those included that ended while no Capstan ran. */
export function recordings(shell: Shell, options: StationFlags & { readonly json?: boolean }): Promise<number> {
  return answering(shell, options.json === true, () =>
    withAllSessions(shell, options.host, async ({ stations }) => {
      await allHeardOf(stations);
      const all = (await stations[0]?.recordings.list()) ?? [];
      if (options.json) shell.out.document(all);
      else shell.out.print(all.length === 0 ? 'There are no recordings yet.' : table([headings, ...all.map(row)]));
    }),
  );
}

const headings = ['STARTED', 'LENGTH', 'SIZE', 'DROPPED', 'END', 'PRESET', 'FILE'];

const row = (recording: Recording): string[] => [
  localTime(recording.startedAt),
  formatDuration(recording.durationSeconds),
  formatBytes(recording.sizeBytes),
  String(recording.droppedFrames),
  recording.reason,
  recording.presetName,
  recording.path,
];

/** `2026-11-21 03:30` in the user's own time zone. */
const localTime = (iso: string): string => new Date(iso).toLocaleString('sv-SE').slice(0, 16);
