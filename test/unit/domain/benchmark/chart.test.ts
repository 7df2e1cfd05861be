import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartGroups, textChart } from '@domain/benchmark/chart';
import { hardwareRow, report, row } from './reports';

describe('the chart of a report', () => {
  it('is drawn with one scale a clip', () => {
    expect(`\n${textChart(report(), 72)}\n`).toMatchInlineSnapshot(`
      "
      1080p-8bit, frames a second (real time is 30.0)
        h264_qsv  ██████┊██████████████████████████████████████▒   241 (8.05x)
        libx264   ██████┊████▒                                    61.3 (2.04x)
        av1_qsv   did not run: This GPU does not encode AV1

      2160p-10bit, frames a second (real time is 30.0)
        hevc_qsv  █████████████████████████████████████████┊███▒  33.1 (1.10x)

      █ every run  ▒ some runs  ┊ real time
      "
    `);
  });

  it('holds the width that it is given, down to 40 columns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 220 }), fc.string({ maxLength: 60 }), fc.double({ min: 0.01, max: 100_000, noNaN: true }), (columns, gpu, speed) => {
        const rows = [
          hardwareRow('h264_qsv', '1080p-8bit', { gpu: { id: 'a', name: gpu }, framesPerSecond: { median: speed, minimum: speed / 2, maximum: speed * 1.1 }, timesRealTime: speed / 30 }),
          hardwareRow('h264_vaapi', '1080p-8bit', { gpu: { id: 'b', name: 'other' }, framesPerSecond: null }),
          row('libx264', '2160p-10bit'),
        ];
        const lines = textChart(report({ rows }), columns).split('\n');
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(40, columns));
      }),
    );
  });

  it('puts the fastest first, what did not run last, and tells GPUs apart where there are several', () => {
    const [group] = chartGroups(report());
    expect(group?.bars.map(({ encoder }) => encoder)).toEqual(['h264_qsv', 'libx264', 'av1_qsv']);
    expect(group?.bars.map(({ failure }) => failure)).toEqual([null, null, 'This GPU does not encode AV1']);
    expect(group?.bars.every(({ gpu }) => gpu === null)).toBe(true);
    expect(group?.maximum).toBe(243.9);
    const two = report({ rows: [hardwareRow('h264_qsv', '1080p-8bit'), hardwareRow('h264_qsv', '1080p-8bit', { gpu: { id: 'pci:0000:03:00.0', name: 'Arc' } })] });
    expect(chartGroups(two)[0]?.bars.map(({ gpu }) => gpu)).toEqual(['Intel 4680', 'Arc']);
  });

  it('reaches to real time where all are slower, and is empty without rows', () => {
    expect(chartGroups(report({ rows: [row('libx265', '2160p-10bit', { framesPerSecond: { median: 4, minimum: 4, maximum: 4 } })] }))[0]?.maximum).toBe(30);
    expect(textChart(report({ rows: [] }), 80)).toBe('');
  });
});
