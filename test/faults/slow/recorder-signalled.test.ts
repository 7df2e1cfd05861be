import { setTimeout as delay } from 'node:timers/promises';
import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { fault, seconds } from '../support/fault';
import { framesAbove, Workplace } from '../support/workplace';

fault('recorder-signalled', { needs: ['daemon'] }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  try {
    const station = await place.station();
    const recorderOf = (id: string) => place.processOf(`capstan-${id}-recorder`);

    const ended = await place.start(station);
    await framesAbove(ended, 60);
    process.kill(await recorderOf(ended.id), 'SIGTERM');
    const end = await ended.ended;
    found.check(end.state === 'lost' && end.error?.kind === 'ffmpeg-exited', `SIGTERM: it ended as ${end.state}, ${end.error?.kind}`);
    found.check((await decode(end.recording?.path ?? '')).complaints === '', 'SIGTERM: decode errors');
    found.figure(`SIGTERM: ${end.state}, plays`);

    const frozen = await place.start(station);
    await framesAbove(frozen, 60);
    const pid = await recorderOf(frozen.id);
    process.kill(pid, 'SIGSTOP');
    // The length of the freeze is what is tried here.
    await delay(10_000);
    found.check(frozen.view.state === 'recording', `SIGSTOP: it is called ${frozen.view.state}`);
    found.check(frozen.view.alerts === undefined, `SIGSTOP: taken for ${frozen.view.alerts?.map(({ kind }) => kind).join()}`);
    process.kill(pid, 'SIGCONT');
    const before = frozen.view.progress?.frame ?? 0;
    await framesAbove(frozen, before + 30);
    process.kill(pid, 'SIGSTOP');
    const asked = performance.now();
    const stopped = await frozen.stop();
    const took = (performance.now() - asked) / 1000;
    found.check(stopped.state === 'stopped' && took < 20, `a stop of a frozen recorder: ${stopped.state} after ${seconds(took)}`);
    found.check((await decode(stopped.recording?.path ?? '')).complaints === '', 'SIGSTOP: decode errors');
    found.figure(`SIGSTOP: goes on after SIGCONT; a stop while frozen ends it in ${seconds(took)} (limit 20 s), plays`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
