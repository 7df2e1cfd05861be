import type { Recording } from '@domain/recording';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { errorOf, failure } from '@domain/errors';
import { fault } from './support/fault';
import { endOf, framesAbove, pattern, recorded, sessionOf, Workplace } from './support/workplace';

fault('one-owner', { needs: ['daemon'] }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  try {
    const station = await place.station();
    const twice = await place.start(station);
    await framesAbove(twice, 30);
    const [one, two] = await Promise.all([twice.stop(), twice.stop()]);
    found.check(one === two && one.state === 'stopped', `stopped twice: ${one.state} and ${two.state}`);

    // The same source again while the file before it is being closed.
    const first = await place.start(station);
    await framesAbove(first, 30);
    const stopping = first.stop();
    const second = await place.start(station);
    const stopped = await stopping;
    await framesAbove(second, 30);
    const last = await second.stop();
    found.check(stopped.state === 'stopped' && last.state === 'stopped' && stopped.recording?.path !== last.recording?.path, `start during stop: ${stopped.state} and ${last.state}`);

    const leaving = new AbortController();
    const cancelled = station.sessions.start(pattern(), { destination: place.output, signal: leaving.signal });
    leaving.abort(failure('start-cancelled', 'Taken back.'));
    const refusal = await cancelled.then(async (session) => (await session.stop()).state, (thrown: unknown) => errorOf(thrown).kind);
    await place.leave(station);

    // Two more apps of the same data folder find one recording, and both ask for its end.
    const owner = place.record();
    await recorded(owner, 60);
    const id = await sessionOf(owner);
    const others = [place.capstan(['stop', id, '--json']), place.capstan(['stop', id, '--json'])];
    const statuses = await Promise.all(others.map((cli) => cli.exit));
    found.check((await owner.exit) === 0 && endOf(owner).reason === 'stopped', `its owner is told ${endOf(owner).reason}`);
    found.check(statuses.includes(0), `the other apps end with ${statuses.join(' and ')}: ${others.map(({ stderr, stdout }) => stderr || stdout).join(' ')}`);

    const recordings = await place.json<Recording[]>(['recordings']);
    const ids = new Set(recordings.map((recording) => recording.id));
    found.check(ids.size === recordings.length && place.files().length === recordings.length, `${recordings.length} recordings of ${ids.size} sessions, ${place.files().length} files`);
    found.check(recordings.filter((recording) => recording.id === id).length === 1, 'the recording of two apps is not listed once');
    const whole = await Promise.all(recordings.map(({ path }) => decode(path)));
    found.check(whole.every(({ complaints }) => complaints === ''), 'decode errors');
    found.figure(`${recordings.length} recordings of ${ids.size} sessions in ${place.files().length} files, all play; a start that is taken back: ${refusal}`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
