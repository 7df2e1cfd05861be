import { testRig } from '../../support/pieces';
import { endOf, patienceSeconds, Rig } from '../../rig/support/rig';
import { fault } from '../support/fault';

const camera = { name: 'Rig Camera', vendorId: 0x1d6b, productId: 0x0102, serial: 'RIG0000', framesPerSecond: 5 };
const other = { ...camera, serial: 'RIG0001' };

fault('camera-swapped', { needs: ['rig'], withinSeconds: 1800 }, async (found, context) => {
  const rig = new Rig(testRig(context).runDirectory);
  try {
    const first = await rig.plug(0, camera);
    const cli = rig.record('--source', `usb:1d6b:0102:${camera.serial}:00`, '--encoder', 'copy');
    await cli.event('progress', ({ frame }) => Number(frame) > 10, 2 * patienceSeconds);
    await rig.pull(first);
    await cli.event('waiting', undefined, patienceSeconds);
    const swapped = await rig.plug(0, other);
    found.check(swapped.node === first.node, `the other camera is at ${swapped.node}, not ${first.node}`);
    // The station looks again when cameras change: it has had its look when it answers this one.
    await rig.probe();
    await rig.probe();
    found.check(!cli.events.some(({ type }) => type === 'part'), 'it went on with the other camera');
    const running = (await rig.containers()).filter((name) => name.endsWith('-recorder'));
    found.check(running.length === 0, `there is ${running.join(', ')}`);
    cli.child.kill('SIGINT');
    const ended = await endOf(cli);
    found.check(ended.recording !== null && ended.error?.kind === 'device-missing', `it ended as ${ended.reason}, ${ended.error?.kind}`);
    found.figure(`another camera at ${swapped.node}: not recorded; a stop ends the waiting`);
  } finally {
    await rig.cleanUp();
  }
});
