import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../support/media';
import { withLostGpu } from '../../support/lost-gpu';
import { usualVideoFor } from '@domain/plan/carry-over';
import { testDaemon } from '../../support/pieces';
import { fault } from '../support/fault';
import { pattern, Workplace } from '../support/workplace';

fault('encoder-refused', { needs: ['daemon'] }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  try {
    const station = await place.station();
    const start = async (fallback: 'software' | 'none') => {
      const video = { ...usualVideoFor('h264_vaapi')!, fallback };
      return station.sessions.start(pattern({ video, durationSeconds: 2 }), { destination: place.output, capabilities: await withLostGpu(station, '/dev/null') });
    };
    const first = await start('software');
    const second = await first.next;
    const view = await second?.ended;
    found.check(view?.state === 'completed' && view.encode?.encoder === 'libx264', `fallback: ${view?.state} by ${view?.encode?.encoder}`);
    const { frames, complaints } = await decode(view?.recording?.path ?? '');
    found.check(frames === 60 && complaints === '', `fallback: ${frames} frames of 60`);

    const refused = await (await start('none')).ended;
    found.check(refused.state === 'failed' && refused.error?.kind === 'encoder-unavailable', `no fallback: ${refused.state}, ${refused.error?.kind}`);
    const empty = readdirSync(place.output).filter((name) => statSync(join(place.output, name)).size === 0);
    found.check(empty.length === 0 && place.files().length === 1, `files: ${place.files().join(', ')}`);
    found.figure(`h264_vaapi without a GPU: ${view?.encode?.encoder} records ${frames} of 60 frames, or it ends as ${refused.error?.kind}; ${empty.length} empty files`);
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
