import type { Station } from '../station/types';
import { endingOf, exitStatusOf, refused } from './record';
import { JsonReport, TextReport, type Ending } from './record-report';
import { withStation, type Shell } from './shell';

/** Stops a session cleanly, waits for its file and tells it as `record` does. */
export async function stop(shell: Shell, session: string, options: { readonly json?: boolean }): Promise<number> {
  const report = options.json ? new JsonReport(shell.out) : new TextReport(shell.out);
  let ending: Ending;
  try {
    ending = await withStation(shell, 'auto', async (station) => {
      const stopListening = station.onEvent((event) => report.station(event));
      try {
        return await Promise.race([stopped(station, session), shell.crashed]);
      } finally {
        stopListening();
      }
    });
  } catch (thrown) {
    shell.debug(thrown);
    ending = refused(thrown);
  }
  report.ended(ending);
  return exitStatusOf(ending);
}

async function stopped(station: Station, id: string): Promise<Ending> {
  await station.sessions.adopt();
  return endingOf(await station.sessions.get(id).stop());
}
