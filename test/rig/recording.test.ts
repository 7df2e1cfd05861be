import { stat } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { decode } from '../support/media';
import { describeOnRig, endOf, patienceSeconds } from './support/rig';

const model = { name: 'Rig Camera', vendorId: 0x1d6b, productId: 0x0102 };
// Few frames, kept as they come: an emulated machine has little to spare beside the start of a container.
const small = { ...model, serial: 'RIG0000', framesPerSecond: 5 };
const large = { ...small, serial: 'RIG0001', width: 640, height: 360 };
const asItIs = ['--encoder', 'copy'];
const identityOf = ({ serial }: { readonly serial: string }) => `usb:1d6b:0102:${serial}:00`;

describeOnRig('recording from a camera of another machine', (rig) => {
  afterEach(() => rig.pullAll());

  test('by its identity, whatever its number; the file is fetched and plays', async () => {
    // The other camera takes the number that this one would have.
    await rig.plug(1, large);
    await rig.plug(0, small);
    const cli = rig.record('--source', identityOf(small), '--seconds', '8', ...asItIs);
    const ended = await endOf(cli);
    expect(ended).toMatchObject({ reason: 'completed', error: null });
    expect(await cli.exit).toBe(0);
    const file = await decode(ended.recording?.path ?? '');
    expect(file).toMatchObject({ codec: 'mjpeg', width: 320, height: 180, complaints: '' });
    // 5 a second; an emulated machine that is busy loses some.
    expect(file.frames).toBeGreaterThan(25);
    expect(file.frames).toBeLessThan(43);
    expect((await stat(ended.recording?.path ?? '')).size).toBe(ended.recording?.sizeBytes);
  });

  test('of a camera that another program has: refused, with no file left', async () => {
    const { node } = await rig.plug(0, small);
    await rig.guest.run(`v4l2-ctl -d ${node} --stream-mmap >/dev/null 2>&1 & echo $! >/tmp/other.pid`);
    const ended = await endOf(rig.record('--source', identityOf(small), '--seconds', '5', ...asItIs));
    await rig.guest.run('kill $(cat /tmp/other.pid)');
    expect(ended).toMatchObject({ reason: 'failed', recording: null, error: { kind: 'device-busy', detail: expect.stringMatching(/another program/i) } });
  });

  test('of a camera that is pulled: the reason is said, and what was recorded plays', async () => {
    const camera = await rig.plug(0, small);
    const cli = rig.record('--source', identityOf(small), ...asItIs);
    await cli.event('progress', ({ frame }) => Number(frame) > 10, patienceSeconds);
    await rig.pull(camera);
    const ended = await endOf(cli);
    expect(ended.error).toMatchObject({ kind: 'device-missing' });
    expect(await cli.exit).toBe(1);
    const file = await decode(ended.recording?.path ?? '');
    expect(file.frames).toBeGreaterThan(10);
    expect(file.complaints).toBe('');
  });
});
