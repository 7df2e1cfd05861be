import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';
import { fault, isWhole, seconds } from './support/fault';
import { endOf, framesPerSecond, recorded, sessionOf, Workplace } from './support/workplace';
import type { Recording } from '@domain/recording';
import type { SessionView } from '@domain/session';

const frozenSeconds = isWhole ? 60 : 8;
const length = frozenSeconds + 6;

fault('app-signalled', { needs: ['daemon'], withinSeconds: 300 }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  try {
    const wanted = length * framesPerSecond;
    const frozen = place.record(['--seconds', String(length)]);
    const killed = place.record(['--seconds', String(length)]);
    const [frozenId, killedId] = await Promise.all([sessionOf(frozen), sessionOf(killed)]);
    await Promise.all([recorded(frozen, 1), recorded(killed, 1)]);
    frozen.child.kill('SIGSTOP');
    killed.child.kill('SIGKILL');
    const since = performance.now();

    // Another app of the same data folder finds both by their labels.
    const shown = await place.json<SessionView[]>(['sessions']);
    const isShown = (id: string) => shown.some((view) => view.id === id && view.state === 'recording');
    found.check(isShown(frozenId) && isShown(killedId) && shown.length === 2, `after the kill it shows ${shown.map(({ id, state }) => `${id} ${state}`).join(', ')}`);

    await until('the freeze to pass', () => performance.now() - since > frozenSeconds * 1000, { withinSeconds: frozenSeconds + 10, everyMs: 250 });
    frozen.child.kill('SIGCONT');
    found.check((await frozen.exit) === 0 && endOf(frozen).reason === 'completed', `frozen: it ended as ${endOf(frozen).reason}`);

    await until('both recorders to end', async () => (await place.docker('ps', '--quiet', '--filter', 'name=-recorder')) === '', { withinSeconds: 60, everyMs: 250 });
    await place.json(['sessions']);
    const recordings = await place.json<Recording[]>(['recordings']);
    found.check(recordings.length === 2 && place.files().length === 2, `${recordings.length} recordings, ${place.files().length} files of 2`);
    const missing = await Promise.all(recordings.map(async ({ path }) => wanted - (await decode(path)).frames));
    found.check(missing.every((frames) => frames === 0), `${missing.join(' and ')} frames are missing`);
    found.figure(`frozen for ${seconds(frozenSeconds)}, killed: ${missing.join(' and ')} of ${wanted} frames missing; both found by label`);

    const ended = place.record();
    await recorded(ended, 30);
    ended.child.kill('SIGTERM');
    const status = await ended.exit;
    const { reason, recording } = endOf(ended);
    found.check(status === 0 && reason === 'stopped' && (await decode(recording?.path ?? '')).complaints === '', `SIGTERM: exit ${status}, ${reason}`);
    found.figure(`SIGTERM: ${reason}, plays`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
