import { setTimeout as delay } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { fault, greatest, isWhole, ms } from './support/fault';
import { endOf, Workplace } from './support/workplace';

fault('stop-at-once', { needs: ['daemon'], withinSeconds: 300 }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  const took: number[] = [];
  const plain: number[] = [];
  try {
    const waits = [0, 50, 100, 200, 400];
    for (const wait of isWhole ? [...waits, ...waits, ...waits] : waits) {
      const cli = place.record();
      await cli.event('started');
      // The moment of the stop is what is tried here.
      await delay(wait);
      const asked = performance.now();
      cli.child.kill('SIGINT');
      await cli.event('ended');
      took.push(performance.now() - asked);
      const status = await cli.exit;
      plain.push(await place.plainRunMs());
      const { reason, recording } = endOf(cli);
      found.check(status === 0 && reason === 'stopped', `after ${wait} ms: exit ${status}, ${reason}`);
      // A busy machine: three plain `docker run`s of the same moment.
      found.check(took.at(-1)! <= Math.max(2000, 3 * plain.at(-1)!), `after ${wait} ms: it took ${ms(took.at(-1)!)}`);
      if (recording) found.check((await decode(recording.path)).complaints === '', `after ${wait} ms: decode errors`);
      const files = existsSync(place.output) ? place.files().length : 0;
      const expected = (await place.json<unknown[]>(['recordings'])).length;
      found.check(files === expected, `after ${wait} ms: ${files} files, ${expected} recordings`);
    }
    found.figure(`at most ${ms(greatest(took))} in ${took.length} tries (a plain docker run: at most ${ms(greatest(plain))}; limit 2 s, or three of those)`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
