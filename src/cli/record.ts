import { errorOf } from '@domain/errors';
import type { LiveSession, Station } from '../station/types';
import { withControls } from './control-values';
import { destinationOf, draftOf, type DraftOptions } from './draft';
import { Interruption } from './interruption';
import { openStationFor } from './preset-host';
import { JsonReport, TextReport, type Ending, type RecordReport } from './record-report';
import { closed, exitStatus, type Shell } from './shell';

export interface RecordOptions extends DraftOptions {
  readonly json?: boolean;
}

/** Records until the preset's time is over, the source ends, or somebody stops it. Answers the exit status. */
export async function record(shell: Shell, preset: string | undefined, options: RecordOptions): Promise<number> {
  const report = options.json ? new JsonReport(shell.out) : new TextReport(shell.out);
  const interruption = new Interruption(shell, () =>
    report.notice('Stopping. Press Ctrl-C again to leave it running.'),
  );
  const opened: Station[] = [];
  let ending: Ending;
  try {
    ending = await run(shell, preset, options, report, interruption, (station) => opened.push(station));
  } catch (thrown) {
    shell.debug(thrown);
    ending = interruption.stopRequested ? stoppedBeforeStart : refused(thrown);
  }
  report.ended(ending);
  interruption.close();
  for (const station of opened) await closed(station);
  return exitStatusOf(ending);
}

/** A recording that could not be brought here is told as an error, however well it ended. */
export const exitStatusOf = ({ reason, error }: Ending): number =>
  error === null && (reason === 'completed' || reason === 'stopped') ? exitStatus.done : exitStatus.failed;

export const refused = (thrown: unknown): Ending => ({ reason: 'failed', recording: null, error: errorOf(thrown) });
const stoppedBeforeStart: Ending = { reason: 'stopped', recording: null, error: null };
const leftAlone: Ending = { reason: 'lost', recording: null, error: null };

async function run(
  shell: Shell,
  preset: string | undefined,
  options: RecordOptions,
  report: RecordReport,
  interruption: Interruption,
  onOpened: (station: Station) => void,
): Promise<Ending> {
  const destination = destinationOf(options, shell.cwd);
  const station = await Promise.race([openStationFor(shell, preset, options), shell.crashed]);
  onOpened(station);
  const drafted = draftOf(station.presets, preset, options, shell.cwd, station.credentials.names());
  const draft = await Promise.race([withControls(drafted, options.control, () => station.capabilities()), shell.crashed]);
  report.status(await station.status());
  const stopListening = station.onEvent((event) => report.station(event));
  const warned = new Set<string>();
  const warn = (message: string) => {
    if (!warned.has(message)) report.warning(message);
    warned.add(message);
  };
  try {
    const starting = station.sessions.start(draft, {
      ...(destination !== undefined && { destination }),
      signal: interruption.signal,
      onPlanned: (plan) => {
        report.planned(plan);
        // What the settings open is said before it runs.
        plan.warnings.forEach(warn);
      },
    });
    const session = await Promise.race([starting, interruption.left, shell.crashed]);
    if (typeof session === 'string') {
      report.notice('Left before it was known whether the recording runs: `capstan sessions` shows it if it does.');
      return leftAlone;
    }
    report.started(session.view);
    // Told before anybody could listen, such as a control that the device did not take, or a fallback.
    session.view.warnings.forEach(warn);
    return await follow(shell, session, report, interruption);
  } finally {
    stopListening();
  }
}

/** Through all parts of a recording that has to go on. */
async function follow(shell: Shell, first: LiveSession, report: RecordReport, interruption: Interruption): Promise<Ending> {
  let session = first;
  const stop = () => {
    session.stop().catch((thrown: unknown) => report.notice(errorOf(thrown).detail));
  };
  if (interruption.stopRequested) stop();
  else interruption.signal.addEventListener('abort', stop, { once: true });
  for (;;) {
    const part = session;
    const stopListening = part.onEvent((event) => report.session(event, part.view));
    try {
      const view = await Promise.race([part.ended, interruption.left, shell.crashed]);
      if (typeof view === 'string') {
        report.notice(`Session ${part.id} goes on: \`capstan sessions\` shows it, \`capstan stop ${part.id}\` ends it.`);
        return leftAlone;
      }
      const next = await Promise.race([part.next, interruption.left, shell.crashed]);
      // Who leaves now leaves nothing that runs.
      if (next === null || typeof next === 'string') return endingOf(view);
      report.part(endingOf(view), view, next.view);
      next.view.warnings.forEach((message) => report.warning(message));
      session = next;
      if (interruption.stopRequested) stop();
    } finally {
      stopListening();
    }
  }
}

export function endingOf({ state, recording, files, error }: LiveSession['view']): Ending {
  const reason = state === 'starting' || state === 'recording' || state === 'stopping' ? 'lost' : state;
  return { reason, recording, files, error };
}
