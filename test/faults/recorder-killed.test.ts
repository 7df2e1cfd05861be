import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { fault, greatest, isWhole } from './support/fault';
import { framesAbove, framesPerSecond, Workplace } from './support/workplace';

fault('recorder-killed', { needs: ['daemon'], withinSeconds: 600 }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  const missing: number[] = [];
  try {
    const station = await place.station();
    for (let tries = isWhole ? 20 : 2; tries > 0; tries -= 1) {
      const session = await place.start(station);
      // Killed at another moment of a cluster each time.
      await framesAbove(session, 60 + 7 * tries);
      process.kill(await place.processOf(`capstan-${session.id}-recorder`), 'SIGKILL');
      const view = await session.ended;
      found.check(view.state === 'failed' && view.error?.kind === 'ffmpeg-exited', `it ended as ${view.state}, ${view.error?.kind}`);
      const { frames, complaints } = await decode(view.recording?.path ?? '');
      found.check(complaints === '', `decode errors: ${complaints}`);
      missing.push((view.progress?.timeSeconds ?? Number.NaN) - frames / framesPerSecond);
    }
    found.check(greatest(missing) <= 1, 'more than 1.0 s is missing');
    found.figure(`at most ${greatest(missing).toFixed(2)} s missing in ${missing.length} tries (limit 1.0 s)`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
