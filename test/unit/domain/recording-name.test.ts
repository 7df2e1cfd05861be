import { assert, constantFrom, date, oneof, property, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNamePattern, nameTemplateSchema, usualNameTemplate } from '@domain/recording';
import { nameExample, recordingFileName, type NameValues } from '@domain/recording-name';

const startedAt = new Date(2026, 10, 21, 3, 30, 7);
const values: NameValues = { preset: 'Camera, H.264', source: 'HD Pro Webcam C920', host: 'studio.local' };
const named = (template: string, changed: Partial<NameValues> = {}) => recordingFileName(template, { ...values, ...changed }, { startedAt, muxer: 'matroska', part: 'x7k2' });

describe('the name of a recording', () => {
  it.each([
    [usualNameTemplate, 'camera-h-264-20261121-033007-x7k2.mkv'],
    ['{date}/{time}', '20261121-033007-x7k2.mkv'],
    ['{host}_{source} {time}', 'studio-local_hd-pro-webcam-c920-033007-x7k2.mkv'],
    ['Take {date}', 'Take-20261121-x7k2.mkv'],
    ['lecture', 'lecture-x7k2.mkv'],
    ['  - {preset} - ', 'camera-h-264-x7k2.mkv'],
    ['...', 'recording-x7k2.mkv'],
    ['{unknown}', 'unknown-x7k2.mkv'],
  ])('%s', (template, name) => expect(named(template)).toBe(name));

  it('ends as its kind of file', () => expect(recordingFileName('{preset}', values, { startedAt, muxer: 'mp4', part: 'abcd-p02' })).toBe('camera-h-264-abcd-p02.mp4'));

  it.each([
    ['Café Größe', 'cafe-gro-e-x7k2.mkv'],
    ['摄像头', 'recording-x7k2.mkv'],
    ['../../etc/passwd', 'etc-passwd-x7k2.mkv'],
    ['-i; rm -rf $(x)\n', 'i-rm-rf-x-x7k2.mkv'],
    ['{time}', 'time-x7k2.mkv'],
  ])('of a preset called %j', (preset, name) => expect(named('{preset}', { preset })).toBe(name));

  it('keeps date and time where names are too long', () => {
    const long = 'x'.repeat(80);
    const name = named('{preset}-{source}-{host}-{date}-{time}', { preset: long, source: long, host: long });
    expect(name).toMatch(/^(x+)-\1-\1-20261121-033007-x7k2\.mkv$/);
    expect(name.length).toBeGreaterThan(95);
  });

  it('is safe for whatever it is made of', () => {
    const hostile = oneof(string({ maxLength: 200 }), string({ unit: 'binary', maxLength: 200 }), constantFrom('', '.', '..', '/', '-', '--help', 'a/b', '\0', '{preset}', 'con', '%s', '$&', '$1'));
    const template = oneof(hostile, stringMatching(/^([A-Za-z0-9._ -]|\{(preset|source|host|date|time)\}){1,30}$/));
    const when = date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    assert(
      property(template, hostile, hostile, hostile, when, constantFrom('matroska', 'mp4'), constantFrom('x7k2', 'x7k2m4p9qa', 'x7k2m4p9qa-p100'), (pattern, preset, source, host, at, muxer, part) => {
        const name = recordingFileName(pattern, { preset, source, host }, { startedAt: at, muxer, part });
        expect(name).toMatch(fileNamePattern);
        expect(name).toMatch(new RegExp(`[A-Za-z0-9]-${part}\\.(mkv|mp4)$`));
      }),
      { numRuns: 2000 },
    );
  });
});

it('the example shows what is told of files of one template: more where it has no time', () => {
  expect(nameExample(usualNameTemplate, startedAt)).toBe('test-pattern-20261121-033007-x7k2.mkv');
  expect(nameExample('{source} {date}', startedAt)).toBe('hd-webcam-20261121-x7k2m4p9qa.mkv');
});

it('a template may hold the five names, and nothing that is none', () => {
  expect(nameTemplateSchema.safeParse(usualNameTemplate).success).toBe(true);
  for (const template of ['', '   ', '{user}', '{preset', '../{preset}', 'a/b', 'a\nb', 'x'.repeat(81)]) expect(nameTemplateSchema.safeParse(template).success, template).toBe(false);
});
