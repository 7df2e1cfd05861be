import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { startSshHost } from '../../support/ssh-host';
import { until } from '../../support/until';
import { FarLink } from './far-link';
import { fault, seconds } from './fault';
import { endOf, framesPerSecond, recorded, Workplace } from './workplace';

const faultSeconds = 60;
const length = faultSeconds + 40;

/** The row of a link that is away for a while during a recording on the far side. */
export function linkFault(name: string, hurt: (link: FarLink) => Promise<void>): void {
  fault(name, { needs: ['daemon'], withinSeconds: 400 }, async (found, context) => {
    const place = new Workplace(testDaemon(context));
    const link = await FarLink.make();
    const host = await startSshHost(context, { link });
    try {
      const cli = place.record(['--host', host.address, '--seconds', String(length)], host.env);
      await recorded(cli, 30);
      const since = performance.now();
      await hurt(link);
      await cli.event('connection', ({ lost }) => lost === true, 60);
      const noticed = (performance.now() - since) / 1000;
      await until('the fault to pass', () => performance.now() - since > faultSeconds * 1000, { withinSeconds: faultSeconds + 10, everyMs: 250 });
      await link.restore();
      const restored = performance.now();
      await cli.event('connection', ({ lost }) => lost === false, 60);
      const followed = (performance.now() - restored) / 1000;
      const status = await cli.exit;
      const { reason, recording, error } = endOf(cli);
      found.check(status === 0 && reason === 'completed', `exit ${status}, ${reason}: ${error?.detail}`);
      const { frames, complaints } = await decode(recording?.path ?? '');
      const missing = length * framesPerSecond - frames;
      found.check(missing === 0 && complaints === '', `${missing} frames are missing; ${complaints}`);
      found.check(place.files().length === 1, `${place.files().length} files`);
      found.figure(`away for ${seconds(faultSeconds)}: ${missing} of ${length * framesPerSecond} frames missing; noticed after ${seconds(noticed)}, followed again ${seconds(followed)} after its return`);
      await place.checkNothingLeft(found);
      await until('every ssh to end', async () => (await host.clients()).length === 0, { withinSeconds: 5 }).catch(() => found.check(false, 'an ssh is left behind'));
    } finally {
      await link.restore();
      await place.remove();
      await host.remove();
      await link.remove();
    }
  });
}
