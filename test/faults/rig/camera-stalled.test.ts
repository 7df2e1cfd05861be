import type { Recording } from '@domain/recording';
import { decode } from '../../support/media';
import { testRig } from '../../support/pieces';
import { until } from '../../support/until';
import { endOf, patienceSeconds, Rig } from '../../rig/support/rig';
import { fault, seconds } from '../support/fault';

const camera = { name: 'Rig Camera', vendorId: 0x1d6b, productId: 0x0102, serial: 'RIG0000', framesPerSecond: 5 };

fault('camera-stalled', { needs: ['rig'], withinSeconds: 1200 }, async (found, context) => {
  const rig = new Rig(testRig(context).runDirectory);
  try {
    const plugged = await rig.plug(0, camera);
    const cli = rig.record('--source', `usb:1d6b:0102:${camera.serial}:00`, '--encoder', 'copy');
    await cli.event('progress', ({ frame }) => Number(frame) > 10, 2 * patienceSeconds);
    const told = cli.events.length;
    const since = performance.now();
    plugged.camera.stalled = true;
    const saidOf = () => cli.events.slice(told).find(({ type, kind }) => type === 'alert' && kind === 'no-frames');
    const said = await until('the alert', saidOf, { withinSeconds: 30 }).catch(() => undefined);
    const noticed = (performance.now() - since) / 1000;
    found.check(said !== undefined && noticed <= 5, said ? `noticed after ${seconds(noticed)}` : `nothing is said in ${seconds(noticed)}`);
    await cli.event('waiting', undefined, patienceSeconds);
    plugged.camera.stalled = false;
    const part = await cli.event('part', undefined, 2 * patienceSeconds) as unknown as Pick<Recording, 'error'> & { readonly recording: Recording | null };
    found.check(part.error?.kind === 'device-missing', `it ended as ${part.error?.kind}`);
    found.check(part.recording?.alerts?.[0]?.kind === 'no-frames', 'its recording does not tell why');
    cli.child.kill('SIGINT');
    const ended = await endOf(cli);
    for (const path of [part.recording?.path ?? '', ended.recording?.path ?? '']) found.check((await decode(path)).complaints === '', `decode errors in ${path}`);
    found.figure(said ? `noticed ${seconds(noticed)} after the last frame, went on in a new part` : 'not noticed');
  } finally {
    await rig.cleanUp();
  }
});
