import { failure } from '@domain/errors';
import { withAllSessions, type AllSessions } from './all-sessions';
import { endingOf, exitStatusOf, refused } from './record';
import { JsonReport, TextReport, type Ending, type RecordReport } from './record-report';
import type { Shell, StationFlags } from './shell';

/** Stops a session cleanly, waits for its file and tells it as `record` does. */
export async function stop(shell: Shell, session: string, options: StationFlags & { readonly json?: boolean }): Promise<number> {
  const report = options.json ? new JsonReport(shell.out) : new TextReport(shell.out);
  let ending: Ending;
  try {
    ending = await withAllSessions(shell, options.host, (all) => Promise.race([stopped(all, session, report), shell.crashed]));
  } catch (thrown) {
    shell.debug(thrown);
    ending = refused(thrown);
  }
  report.ended(ending);
  return exitStatusOf(ending);
}

async function stopped({ stations, problems }: AllSessions, id: string, report: RecordReport): Promise<Ending> {
  const station = stations.find(({ sessions }) => sessions.list().some((view) => view.id === id));
  if (!station) {
    const unasked = problems.map(({ title, detail }) => ` Not all sessions could be asked for. ${title}: ${detail}`);
    throw failure('session-unknown', `No session has the id ${JSON.stringify(id)}.${unasked.join('')}`);
  }
  const stopListening = station.onEvent((event) => report.station(event));
  try {
    return endingOf(await station.sessions.get(id).stop());
  } finally {
    stopListening();
  }
}
