import { describe, expect, it } from 'vitest';
import { compare, publishedCaveats, publishedOrigin } from '@domain/benchmark/comparison';
import { clip, hardwareRow, processorGraphics, report, row } from './reports';

const at = (day: number, framesPerSecond: { median: number; minimum: number; maximum: number }, changes: Parameters<typeof report>[0] = {}) =>
  report({ id: `202611${String(day).padStart(2, '0')}T090000Z-aaaa`, startedAt: `2026-11-${day}T09:00:00.000Z`, rows: [row('libx264', '1080p-8bit', { framesPerSecond })], ...changes });

const now = at(22, { median: 60, minimum: 58, maximum: 62 });
const changeBeside = (...others: ReturnType<typeof report>[]) => compare(now, others).rows[0]?.earlier ?? null;

describe('a report beside earlier ones', () => {
  it('is faster or slower only where the spreads do not overlap', () => {
    expect(changeBeside(at(20, { median: 50, minimum: 49, maximum: 51 }))).toMatchObject({ verdict: 'faster', percent: expect.closeTo(20) });
    expect(changeBeside(at(20, { median: 80, minimum: 78, maximum: 81 }))).toMatchObject({ verdict: 'slower', percent: expect.closeTo(-25) });
    expect(changeBeside(at(20, { median: 50, minimum: 49, maximum: 58 }))).toMatchObject({ verdict: 'unclear', percent: expect.closeTo(20) });
  });

  it('says nothing where one of them ran once, which has no spread', () => {
    expect(changeBeside(at(20, { median: 50, minimum: 50, maximum: 50 }))).toMatchObject({ verdict: 'unclear' });
  });

  it('takes the newest that has the row, in whatever order they come', () => {
    const without = at(21, { median: 1, minimum: 1, maximum: 1 }, { rows: [row('libx265', '1080p-8bit')] });
    const failed = at(21, { median: 1, minimum: 1, maximum: 1 }, { rows: [row('libx264', '1080p-8bit', { framesPerSecond: null })] });
    const change = changeBeside(at(18, { median: 40, minimum: 39, maximum: 41 }), without, at(20, { median: 50, minimum: 49, maximum: 51 }), failed);
    expect(change).toMatchObject({ id: '20261120T090000Z-aaaa', percent: expect.closeTo(20) });
  });

  it('looks at nothing of later, of another host, of another GPU and of another clip', () => {
    const spread = { median: 50, minimum: 49, maximum: 51 };
    expect(changeBeside(now)).toBeNull();
    expect(changeBeside(at(23, spread))).toBeNull();
    expect(changeBeside(at(20, spread, { host: { ...now.host, name: 'other' } }))).toBeNull();
    expect(changeBeside(at(20, spread, { host: { ...now.host, processor: 'another' } }))).toBeNull();
    expect(changeBeside(at(20, spread, { rows: [row('libx264', '1080p-8bit', { gpu: processorGraphics })] }))).toBeNull();
    expect(changeBeside(at(20, spread, { clips: [clip('1080p-8bit', { framesPerSecond: 60 })] }))).toBeNull();
  });

  it('names what was not as it was then', () => {
    const before = at(20, { median: 50, minimum: 49, maximum: 51 }, { ffmpegVersion: '5.1.6', rows: [row('libx264', '1080p-8bit', { argv: ['ffmpeg', '-i', '/tmp/other/1080p-8bit.nut', '-preset', 'slow'] })] });
    expect(changeBeside(before)?.differences).toEqual(['ffmpeg 5.1.6, now 7.1.2-0+deb13u1', 'the command']);
    const inFolder = (folder: string, seconds: string) => [row('libx264', '1080p-8bit', { argv: ['ffmpeg', '-t', seconds, '-i', `file:/tmp/${folder}/1080p-8bit.nut`, '-c:v', 'libx264'] })];
    const elsewhere = at(20, { median: 50, minimum: 49, maximum: 51 }, { rows: inFolder('1', '3.983333') });
    const here = report({ ...now, rows: inFolder('2', '4.316667') });
    expect(compare(here, [elsewhere]).rows[0]?.earlier?.differences).toEqual([]);
  });

  it('says of a file that its pictures may be others', () => {
    const own = { clips: [clip('mine', { origin: 'file' })], rows: [row('libx264', 'mine')] };
    expect(compare(report(own), [report({ ...own, id: '20261120T090000Z-aaaa' })]).rows[0]?.earlier?.differences).toEqual(['perhaps the pictures']);
  });
});

describe('a report beside the published Quick Sync figures', () => {
  const published = (changes: Parameters<typeof report>[0]) => compare(report(changes), []).rows.map((each) => each.published);

  it('has those of the same architecture, encoder and clip', () => {
    expect(published({})).toEqual([
      { architecture: 'Alder Lake', test: 'h264_1080p_cpu', results: 11, framesPerSecond: 71.2, timesRealTime: 2.34, watts: null },
      { architecture: 'Alder Lake', test: 'h264_1080p', results: 13, framesPerSecond: 235, timesRealTime: 7.7, watts: 4.1 },
      { architecture: 'Alder Lake', test: 'hevc_4k_10bit', results: 12, framesPerSecond: 31.3, timesRealTime: 1.06, watts: 5.4 },
      null,
    ]);
  });

  it('has none for another architecture, for a card beside the processor, and for own pictures', () => {
    expect(published({ host: { ...report().host, architecture: null } })).toEqual([null, null, null, null]);
    expect(published({ host: { ...report().host, architecture: 'Lunar Lake' } })).toEqual([null, null, null, null]);
    expect(published({ rows: [hardwareRow('h264_qsv', '1080p-8bit', { gpu: { id: 'pci:0000:03:00.0', name: 'Intel 56a0' } })] })).toEqual([null]);
    expect(published({ clips: [clip('1080p-8bit', { origin: 'file' })], rows: [row('libx264', '1080p-8bit')] })).toEqual([null]);
  });

  it('tells where they come from, and what to mind', () => {
    expect(publishedOrigin).toContain('quicksync_calc');
    expect(publishedCaveats.join(' ')).toMatch(/pattern that drops values with zeros.*decode in software/);
  });
});
