import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { usualVideoFor } from '@domain/plan/carry-over';
import { decode } from '../../support/media';
import { testDaemon } from '../../support/pieces';
import { fault } from '../support/fault';
import { framesAbove, Workplace } from '../support/workplace';

const run = promisify(execFile);
const mebibyte = 1024 ** 2;

fault('disk-full', { needs: ['daemon'] }, async (found, context) => {
  const place = new Workplace(testDaemon(context));
  const floors: number[] = [];
  try {
    const station = await place.station();
    for (const bitRateKbps of [8000, 16_000]) {
      await place.mount(place.output, '-t', 'tmpfs', '-o', 'size=80m', 'tmpfs');
      try {
        const video = { ...usualVideoFor('libx264')!, rateControl: { mode: 'cbr' as const, bitRateKbps } };
        const session = await place.start(station, { video, source: { type: 'test-pattern', frameSize: { width: 1280, height: 720 }, frameRate: { numerator: 30, denominator: 1 } } });
        const told: number[] = [];
        session.onEvent((event) => {
          if (event.type === 'disk' && event.freeBytes !== null) told.push(event.freeBytes);
        });
        await framesAbove(session, 60);
        // The recording fills the rest: ten seconds of it lie between this and the floor.
        const floor = session.view.disk?.floorBytes ?? 0;
        floors.push(floor);
        await run('dd', ['if=/dev/zero', `of=${join(place.output, 'ballast')}`, 'bs=1M', `count=${Math.floor((80 * mebibyte - floor) / mebibyte) - Math.ceil((bitRateKbps * 10_000) / 8 / mebibyte)}`, 'status=none']);
        const view = await session.ended;
        const kbps = bitRateKbps / 1000;
        found.check(view.state === 'failed' && view.error?.kind === 'disk-full', `${kbps} Mbit/s: it ended as ${view.state}, ${view.error?.kind}`);
        const { stdout } = await run('df', ['--output=avail', '--block-size=1', place.output]);
        const left = Number(stdout.split('\n')[1]);
        found.check(left > 0, `${kbps} Mbit/s: the disk is full`);
        found.check(told.length > 0, `${kbps} Mbit/s: no forecast`);
        const warned = view.warnings.filter((message) => message.startsWith('The disk is full in about'));
        found.check(warned.length === 1, `${kbps} Mbit/s: warned ${warned.length} times before the stop`);
        const { complaints } = await decode(view.recording?.path ?? '');
        found.check(complaints === '', `${kbps} Mbit/s: decode errors`);
        found.check(place.files().length === 2, `${kbps} Mbit/s: files: ${place.files().join(', ')}`);
        found.figure(`${kbps} Mbit/s: stopped with ${Math.round(left / mebibyte)} MiB free (floor ${Math.round(floor / mebibyte)}), space told ${told.length} times, plays`);
      } finally {
        await place.unmount(place.output);
      }
    }
    // Noise is more than any plan expects of a quality: the floor follows what is really written.
    const [noise, longNoise] = [join(place.home, 'noise.mkv'), join(place.home, 'long-noise.mkv')];
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=gray:s=320x180:r=30,noise=alls=100:allf=t', '-t', '4', '-c:v', 'mjpeg', '-q:v', '2', noise]);
    await run('ffmpeg', ['-v', 'error', '-stream_loop', '24', '-i', noise, '-c', 'copy', longNoise]);
    // Room for more than one look at what is written, which comes every five seconds.
    await place.mount(place.output, '-t', 'tmpfs', '-o', 'size=100m', 'tmpfs');
    try {
      const session = await place.start(station, { video: { ...usualVideoFor('libx264')!, rateControl: { mode: 'crf', quality: 1 } }, source: { type: 'file', path: longNoise, pace: 'real-time', frameSize: null, frameRate: null } });
      await framesAbove(session, 1);
      const planned = session.view.disk?.floorBytes ?? 0;
      const view = await session.ended;
      const { stdout } = await run('df', ['--output=avail', '--block-size=1', place.output]);
      const left = Number(stdout.split('\n')[1]);
      const told = view.disk?.floorBytes ?? 0;
      found.check(view.error?.kind === 'disk-full', `noise: it ended as ${view.state}, ${view.error?.kind}`);
      found.check(told > planned, `noise: the floor stayed at ${planned}`);
      found.check(left > planned * 1.5, `noise: ${left} bytes were left of a plan of ${planned}`);
      found.check((await decode(view.recording?.path ?? '')).complaints === '', 'noise: decode errors');
      found.figure(`noise: planned floor ${Math.round(planned / mebibyte)} MiB, by what was written ${Math.round(told / mebibyte)} MiB, stopped with ${Math.round(left / mebibyte)} MiB free`);
    } finally {
      await place.unmount(place.output);
    }
    found.check(floors[1]! > floors[0]!, `the floors are ${floors.join(' and ')} bytes`);
    // Filled by somebody else faster than the guard looks: ffmpeg itself meets the end of the disk.
    await place.mount(place.output, '-t', 'tmpfs', '-o', 'size=40m', 'tmpfs');
    try {
      const session = await place.start(station);
      await framesAbove(session, 60);
      await run('dd', ['if=/dev/zero', `of=${join(place.output, 'ballast')}`, 'bs=1M', 'count=39', 'status=none']).catch(() => null);
      const { state, error, recording } = await session.ended;
      found.check(state === 'failed' && error?.kind === 'disk-full', `filled at once: it ended as ${state}, ${error?.kind}`);
      found.check((await decode(recording?.path ?? '')).frames >= 30, 'filled at once: the file does not play');
      found.figure(`filled at once: ${error?.kind}, plays`);
    } finally {
      await place.unmount(place.output);
    }
    await place.checkNothingLeft(found);
  } finally {
    await place.remove();
  }
});
