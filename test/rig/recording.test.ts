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

  test('with controls of its start, which change while it goes on; who else wants the camera is told who has it', async () => {
    const { node } = await rig.plug(0, small);
    const values = (names: string) => rig.guest.run(`v4l2-ctl -d ${node} -C ${names}`);
    const cli = rig.record('--source', identityOf(small), '--control', 'brightness=-20', ...asItIs);
    const { session } = await cli.event('started', undefined, patienceSeconds);
    await cli.event('recording', undefined, patienceSeconds);
    expect(await values('brightness')).toBe('brightness: -20');

    const set = ['brightness=17', 'auto_exposure=Manual Mode', 'exposure_time_absolute=99'];
    expect(await rig.json('controls', identityOf(small), '--set', ...set)).toMatchObject({
      values: { brightness: 17, auto_exposure: 1, exposure_time_absolute: 99 },
      warnings: [],
    });
    expect(await values('brightness,auto_exposure,exposure_time_absolute')).toBe(
      'brightness: 17\nauto_exposure: 1 (Manual Mode)\nexposure_time_absolute: 99',
    );

    const second = rig.record('--source', node, '--seconds', '2', ...asItIs);
    expect((await endOf(second)).error).toMatchObject({ kind: 'device-busy', detail: expect.stringContaining(String(session)) });
    expect(await second.exit).toBe(1);

    const framesBefore = Number(cli.events.findLast(({ type }) => type === 'progress')?.['frame'] ?? 0);
    await cli.event('progress', ({ frame }) => Number(frame) > framesBefore + 5, patienceSeconds);
    cli.child.kill('SIGINT');
    const ended = await endOf(cli);
    expect(ended).toMatchObject({ reason: 'stopped', error: null });
    expect((await decode(ended.recording?.path ?? '')).complaints).toBe('');
  });

  test('of a camera that another program has: refused, with no file left', async () => {
    const { node } = await rig.plug(0, small);
    await rig.guest.run(`v4l2-ctl -d ${node} --stream-mmap >/dev/null 2>&1 & echo $! >/tmp/other.pid`);
    const ended = await endOf(rig.record('--source', identityOf(small), '--seconds', '5', ...asItIs));
    await rig.guest.run('kill $(cat /tmp/other.pid)');
    expect(ended).toMatchObject({ reason: 'failed', recording: null, error: { kind: 'device-busy', detail: expect.stringMatching(/another program/i) } });
  });

  test('of a camera that vanishes between the look and the start: said, with no file left', async () => {
    const camera = await rig.plug(0, small);
    const cli = rig.record('--source', identityOf(small), '--seconds', '5', ...asItIs);
    await cli.event('planned', undefined, patienceSeconds);
    await rig.pull(camera);
    const ended = await endOf(cli);
    expect(ended).toMatchObject({ reason: 'failed', recording: null, error: { kind: 'device-missing' } });
  });
});
