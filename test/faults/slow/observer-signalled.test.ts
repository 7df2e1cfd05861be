import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { until } from '../../support/until';
import { fault, greatest, seconds } from '../support/fault';
import { framesAbove, framesPerSecond, Workplace } from '../support/workplace';

fault('observer-signalled', { needs: ['daemon'] }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  const back: number[] = [];
  try {
    const station = await place.station();
    const length = 60;
    const session = await place.start(station, { durationSeconds: length });
    const pictures = { count: 0 };
    session.watch(() => (pictures.count += 1));
    await framesAbove(session, 30);
    const observer = `capstan-${session.id}-observer`;
    const picturesFrom = async (count: number) => until('pictures', () => pictures.count > count + 3, { withinSeconds: 30 });
    const pid = () => until('the observer', () => place.processOf(observer).catch(() => null), { withinSeconds: 30 });
    await picturesFrom(0);

    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
      const asked = performance.now();
      process.kill(await pid(), signal);
      const seen = pictures.count;
      await picturesFrom(seen);
      back.push((performance.now() - asked) / 1000);
    }
    const frozen = await pid();
    process.kill(frozen, 'SIGSTOP');
    const at = session.view.progress?.frame ?? 0;
    const since = performance.now();
    await until('the freeze to pass', () => performance.now() - since > 20_000, { withinSeconds: 30 });
    process.kill(frozen, 'SIGCONT');
    await framesAbove(session, at + framesPerSecond);

    const view = await session.ended;
    const { frames, complaints } = await decode(view.recording?.path ?? '');
    found.check(view.state === 'completed', `it ended as ${view.state}: ${view.error?.detail}`);
    found.check(frames === length * framesPerSecond && complaints === '', `${frames} frames of ${length * framesPerSecond}; ${complaints}`);
    found.figure(`${length * framesPerSecond - frames} of ${length * framesPerSecond} frames missing; pictures back within ${seconds(greatest(back))} of SIGKILL and SIGTERM`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
