import { errorOf, type CapstanError } from '@domain/errors';
import { hasEnded } from '@domain/session';
import type { LiveSession, Station } from '../station/types';
import { closed, type Shell, type StationChoice } from './shell';

export interface AllSessions {
  /** One of each engine: what runs in containers and what runs beside them is found alike. */
  readonly stations: readonly Station[];
  /** Engines whose sessions could not be asked for. */
  readonly problems: readonly CapstanError[];
}

/** How long a session that was found may take to tell a first figure or its end, in milliseconds. */
const patienceMilliseconds = 2000;

/** Finds the sessions that other processes started, on every engine of this computer, or on another host. */
export async function withAllSessions<T>(shell: Shell, host: string | undefined, use: (all: AllSessions) => Promise<T>): Promise<T> {
  const choices: StationChoice[] = host === undefined ? [{ engine: 'docker' }, { engine: 'local' }] : [{ engine: 'docker', host }];
  const stations: Station[] = [];
  const problems: CapstanError[] = [];
  try {
    for (const choice of choices) {
      const station = await shell.openStation(choice);
      stations.push(station);
      const problem = await adopted(station);
      if (problem) problems.push(problem);
    }
    return await use({ stations, problems });
  } finally {
    await Promise.all(stations.map(closed));
  }
}

async function adopted(station: Station): Promise<CapstanError | null> {
  try {
    await station.sessions.adopt();
  } catch (thrown) {
    const error = errorOf(thrown);
    // Where there is no ffmpeg nothing runs either.
    return error.kind === 'ffmpeg-missing' ? null : error;
  }
  return null;
}

/** Waits until each session told whether it really runs. */
export async function allHeardOf(stations: readonly Station[]): Promise<void> {
  const open = stations.flatMap(({ sessions }) =>
    sessions.list().flatMap(({ id, state }) => (hasEnded(state) ? [] : [sessions.get(id)])),
  );
  await Promise.all(open.map(heardOf));
}

/** An adopted session looks as if it ran until it tells its first figures, or that it ended meanwhile. */
async function heardOf(session: LiveSession): Promise<void> {
  let stopListening = () => {};
  let timer: NodeJS.Timeout | undefined;
  const told = new Promise<void>((resolve) => {
    stopListening = session.onEvent(({ type }) => {
      if (type === 'progress') resolve();
    });
    timer = setTimeout(resolve, patienceMilliseconds);
  });
  await Promise.race([session.ended, told]);
  stopListening();
  clearTimeout(timer);
}

/** Says which sessions are not shown, and why. */
export function tellProblems(shell: Shell, problems: readonly CapstanError[]): void {
  for (const { title, detail } of problems) shell.out.note(`Note: not all sessions can be shown. ${title}: ${detail}`);
}
