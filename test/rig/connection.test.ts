import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decode } from '../support/media';
import { until } from '../support/until';
import { describeOnRig, endOf, patienceSeconds } from './support/rig';

describeOnRig('a connection to another machine that breaks', (rig) => {
  test('in the middle of a recording: it goes on, is found again, and is fetched whole', async () => {
    const cli = rig.record('--source', '/dev/video1', '--size', '320x180', '--rate', '5');
    await cli.event('progress', ({ frame }) => Number(frame) > 5, patienceSeconds);
    await rig.guest.cutConnections();
    await cli.event('connection', ({ lost }) => lost === true, patienceSeconds);
    await cli.event('connection', ({ lost }) => lost === false, patienceSeconds);
    const seen = cli.events.length;
    await until('figures after the break', () => cli.events.slice(seen).find(({ type, frame }) => type === 'progress' && Number(frame) > 30), {
      withinSeconds: patienceSeconds,
    });
    cli.child.kill('SIGINT');
    const ended = await endOf(cli);
    expect(ended).toMatchObject({ reason: 'stopped', error: null });
    const file = await decode(ended.recording?.path ?? '');
    expect(file.complaints).toBe('');
    // What was recorded while nobody could ask is there too.
    expect(file.frames).toBe(ended.recording?.frames);
  });

  test('in the middle of a copy: the next one goes on where it broke off, and the copy is whole', async () => {
    const volume = await rig.guest.run('docker volume inspect --format "{{.Mountpoint}}" capstan-recordings');
    await rig.guest.run(`head -c 60000000 /dev/urandom >${volume}/long.mkv`);
    const expected = (await rig.guest.run(`sha256sum ${volume}/long.mkv`)).split(' ')[0];
    const fetch = () => rig.capstan('recordings', 'fetch', 'long.mkv', '--output', rig.output, '--json');

    const first = fetch();
    await first.event('fetch', ({ bytes }) => Number(bytes) > 2_000_000, patienceSeconds);
    await rig.guest.cutConnections();
    const brokenAt = Math.max(...first.events.filter(({ type }) => type === 'fetch').map(({ bytes }) => Number(bytes)));
    if ((await first.exit) !== 0) {
      const second = fetch();
      const event = await second.event('fetch', ({ bytes }) => Number(bytes) > 0, patienceSeconds);
      expect(Number(event['bytes'])).toBeGreaterThanOrEqual(brokenAt / 2);
      expect(await second.exit).toBe(0);
    }
    const copy = await readFile(join(rig.output, 'long.mkv'));
    expect(createHash('sha256').update(copy).digest('hex')).toBe(expected);
    await rig.guest.run(`rm ${volume}/long.mkv`);
  });

  test('nothing is left on the host', async () => {
    await until('the last container to be gone', async () => (await rig.containers()).length === 0, { withinSeconds: patienceSeconds });
  });
});
