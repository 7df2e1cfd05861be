import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { until } from '../../support/until';
import { BlockDisk } from '../support/block-disk';
import { fault, greatest, ms, seconds } from '../support/fault';
import { filesIn, growingFile, lastFrameAt } from '../support/live-file';
import { framesAbove, framesPerSecond, Workplace } from '../support/workplace';

fault('power-cut', { needs: ['daemon'], withinSeconds: 400 }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  const missing: number[] = [];
  const copies: number[] = [];
  try {
    const disk = await BlockDisk.mount(place);
    const station = await place.station();
    const session = await place.start(station, { durationSeconds: 600 });
    await framesAbove(session, 12 * framesPerSecond);
    const cuts = 10;
    for (let cut = 1; cut <= cuts; cut += 1) {
      const reported = session.view.progress?.timeSeconds ?? 0;
      const { folder, tookMs } = await disk.afterPowerCut(`cut-${cut}`);
      try {
        copies.push(tookMs);
        const [path] = filesIn(folder);
        found.check(path !== undefined, `cut ${cut}: no file`);
        if (path === undefined) continue;
        missing.push(reported - (await lastFrameAt(path)));
        const { complaints } = await decode(path);
        found.check(complaints === '', `cut ${cut}: decode errors: ${complaints}`);
      } finally {
        await place.unmount(folder);
      }
      // Another place between two writes of the guard, which come every 5 s.
      await framesAbove(session, (session.view.progress?.frame ?? 0) + 3.7 * framesPerSecond);
    }
    found.check(greatest(missing) <= 10, 'more than 10 s are missing');
    found.figure(`at most ${seconds(greatest(missing))} missing in ${missing.length} cuts of one recording (limit 10 s; copying the image took at most ${ms(greatest(copies))})`);

    // The same with the app closed: the guard is all there is.
    await place.leave(station);
    const file = await growingFile(place.output);
    const closedAt = await lastFrameAt(file);
    await until('twelve seconds without the app', async () => (await lastFrameAt(file)) > closedAt + 12, { withinSeconds: 60, everyMs: 500 });
    const written = await lastFrameAt(file);
    const { folder } = await disk.afterPowerCut('closed');
    try {
      const [path] = filesIn(folder);
      const lost = written - (path ? await lastFrameAt(path) : 0);
      found.check(lost <= 10, 'app closed: more than 10 s are missing');
      found.figure(`app closed: ${seconds(lost)} missing`);
    } finally {
      await place.unmount(folder);
    }
    await place.json(['stop', session.id]);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
