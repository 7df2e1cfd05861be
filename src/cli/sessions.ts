import { hasEnded, type SessionView } from '@domain/session';
import { answering, withStation, type Shell } from './shell';
import { formatBytes, formatClock, table } from './text';

/** Lists the sessions that run, whoever started them from this data folder. */
export function sessions(shell: Shell, options: { readonly json?: boolean }): Promise<number> {
  return answering(shell, options.json === true, () =>
    withStation(shell, 'auto', async (station) => {
      await station.sessions.adopt();
      const running = station.sessions.list().filter(({ state }) => !hasEnded(state));
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
