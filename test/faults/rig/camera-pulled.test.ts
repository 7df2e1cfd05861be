import { decode } from '../../support/media';
import { testRig } from '../../support/pieces';
import { until } from '../../support/until';
import { endOf, patienceSeconds, Rig } from '../../rig/support/rig';
import { fault, seconds } from '../support/fault';

const camera = { name: 'Rig Camera', vendorId: 0x1d6b, productId: 0x0102, serial: 'RIG0000', framesPerSecond: 5 };
const other = { ...camera, serial: 'RIG0001' };
const identity = `usb:1d6b:0102:${camera.serial}:00`;

fault('camera-pulled', { needs: ['rig'], withinSeconds: 1800 }, async (found, context) => {
  const rig = new Rig(testRig(context).runDirectory);
  try {
    const first = await rig.plug(0, camera);
    const cli = rig.record('--source', identity, '--encoder', 'copy', '--control', 'brightness=-20');
    await cli.event('progress', ({ frame }) => Number(frame) > 10, 2 * patienceSeconds);
    const plain = await rig.plainRunSeconds();

    const pulled = performance.now();
    await rig.pull(first);
    await cli.event('waiting', undefined, patienceSeconds);
    const said = (performance.now() - pulled) / 1000;
    // An emulated machine closes and looks at the file in containers, which take what a plain one takes.
    found.check(said <= 2 + 2 * plain, `said after ${seconds(said)}`);

    // Another camera has its number now.
    await rig.plug(0, other);
    const back = await rig.plug(1, camera);
    const plugged = performance.now();
    const pluggedAt = Number(await rig.guest.run('date +%s.%N'));
    const part = await cli.event('part', undefined, patienceSeconds);
    const told = (performance.now() - plugged) / 1000;
    // Who watches is a container too, and knows later than the recorder records.
    const recorder = (await rig.containers()).filter((name) => name.endsWith('-recorder'));
    const again = Number(await rig.guest.run(`date -d "$(docker inspect --format '{{.State.StartedAt}}' ${recorder.join(' ')})" +%s.%N`)) - pluggedAt;
    found.check(recorder.length === 1 && again <= 5 + 3 * plain, `its recorder started after ${seconds(again)}`);
    const brightness = await rig.guest.run(`v4l2-ctl -d ${back.node} -C brightness`);
    found.check(brightness === 'brightness: -20', `controls: ${brightness}`);
    found.check(back.node !== first.node, 'it came back at the same number');

    const after = cli.events.length;
    await until('frames of part 2', () => cli.events.slice(after).some(({ type, frame }) => type === 'progress' && Number(frame) > 10), { withinSeconds: patienceSeconds });
    cli.child.kill('SIGINT');
    const ended = await endOf(cli);
    const paths = [(part['recording'] as { path: string } | null)?.path ?? '', ended.recording?.path ?? ''];
    for (const path of paths) found.check((await decode(path)).complaints === '', `decode errors in ${path}`);
    found.check(ended.reason === 'stopped', `it ended as ${ended.reason}`);
    found.figure(`said after ${seconds(said)}, went on ${seconds(again)} after its return (told after ${seconds(told)}) at ${back.node} instead of ${first.node}, ${brightness}; both parts play (a plain docker run there: ${seconds(plain)}; limits 2 s and two of those, 5 s and three of those)`);
  } finally {
    await rig.cleanUp();
  }
});
