import * as fc from 'fast-check';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from '@domain/benchmark/comparison';
import { reportMarkdown } from '@domain/benchmark/markdown';
import { code, codeBlock, prose } from '@domain/benchmark/markdown-text';
import { hardwareRow, report, row } from './reports';

const earlier = report({
  id: '20261120T090000Z-a1b2',
  startedAt: '2026-11-20T09:00:00.000Z',
  ffmpegVersion: '5.1.6-0+deb12u1',
  rows: [row('libx264', '1080p-8bit', { framesPerSecond: { median: 50, minimum: 49, maximum: 51 } }), hardwareRow('h264_qsv', '1080p-8bit', { framesPerSecond: { median: 240, minimum: 236, maximum: 242 } })],
});

describe('a report as Markdown', () => {
  it('is a page to share', async () => {
    const text = reportMarkdown(report(), compare(report(), [earlier]));
    await expect(text).toMatchFileSnapshot(resolve(import.meta.dirname, '__snapshots__/report.md'));
  });

  it('leaves out what was not measured and not compared', () => {
    const text = reportMarkdown(report({ rows: [row('libx264', '1080p-8bit', { quality: null })], notes: [] }), null);
    expect(text).toContain('| `libx264` | `1080p-8bit` | 61.3 (58.9 to 62.0) | 2.04 | – | – | 196 % | – | encode | – |');
    expect(text).not.toMatch(/## (Notes|Beside|Streams|What did not run)/);
  });

  it('has a row of ten cells for each encoder, whatever hosts and GPUs are called', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (host, gpu, evidence) => {
        const failed = hardwareRow('h264_qsv', '1080p-8bit', {
          gpu: { id: 'a', name: gpu },
          framesPerSecond: null,
          diagnosis: { id: 'unknown', title: evidence, evidence, reason: evidence, remedy: '', commands: [] },
        });
        const other = hardwareRow('h264_vaapi', '1080p-8bit', { gpu: { id: 'b', name: gpu } });
        const text = reportMarkdown(report({ host: { ...report().host, name: host, processor: gpu }, rows: [failed, other], notes: [evidence] }), null);
        const rows = text.split('\n').filter((line) => line.startsWith('| `h264_'));
        expect(rows).toHaveLength(2);
        for (const line of rows) expect(line.split('|')).toHaveLength(12);
        const withoutCode = text.replaceAll(/^(`{3,}).*?^\1$/gms, '').replaceAll(/`[^`\n]*`/g, '');
        expect(withoutCode.match(/<[^>]*>/g)).toEqual(['<details>', '<summary>', '</summary>', '</details>']);
        expect(withoutCode).not.toMatch(/[[\]`*_@&]|https?:|www\./);
        expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(4);
      }),
    );
  });
});

const hostile = fc
  .array(fc.oneof(fc.constantFrom('|', '`', '``', '\\', '\n', '\r\n# ', '<script>', '</details>', '[a](http://evil.example)', '![x](y)', 'www.evil.example', '(evil.example)', '@all', '&lt;', '1. ', '---', '~~', '\u202E', '\u001B[2J', ' '), fc.string()), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('outside text in Markdown', () => {
  it('leaves sentences as they are, and makes code of what could be more', () => {
    expect(prose('The GPU was 12 % busy before the start: ffmpeg (pid 812).')).toBe('The GPU was 12 % busy before the start: ffmpeg (pid 812).');
    expect(prose('See /dev/dri/renderD128 or <b>www.evil.example</b>!')).toBe('See `/dev/dri/renderD128` or `<b>www.evil.example</b>`!');
    expect(prose('1. first')).toBe('`1`. first');
  });

  it('cannot end a span or a cell of a table', () => {
    expect(code('a | b`c`\n## d')).toBe("`a ¦ b'c' ## d`");
  });

  it('fences a block with more marks than it holds', () => {
    expect(codeBlock("echo '````'")).toBe("`````text\necho '````'\n`````");
  });
});
