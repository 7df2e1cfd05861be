import { hasEnded, type SessionView } from '@domain/session';
import { allHeardOf, tellProblems, withAllSessions } from './all-sessions';
import { answering, type Shell, type StationFlags } from './shell';
import { formatBytes, formatClock, table } from './text';

/** Lists the sessions that run, whichever process of this data folder started them. */
export function sessions(shell: Shell, options: StationFlags & { readonly json?: boolean }): Promise<number> {
  return answering(shell, options.json === true, () =>
    withAllSessions(shell, options.host, async ({ stations, problems }) => {
      tellProblems(shell, problems);
      await allHeardOf(stations);
      const all = stations.flatMap((station) => station.sessions.list());
      const running = all.filter(({ state }) => !hasEnded(state));
      if (options.json) shell.out.document(running);
      else shell.out.print(running.length === 0 ? 'No session is running.' : table([headings, ...running.map(row)]));
    }),
  );
}

const headings = ['SESSION', 'STATE', 'TIME', 'SIZE', 'ENGINE', 'PRESET', 'SOURCE', 'FILE'];

const row = ({ id, state, progress, engine, presetName, source, outputPath }: SessionView): string[] => [
  id,
  state,
  progress ? formatClock(progress.timeSeconds) : '-',
  progress?.sizeBytes ? formatBytes(progress.sizeBytes) : '-',
  engine,
  presetName,
  source,
  outputPath ?? '-',
];
