import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { errorOf } from '@domain/errors';
import { presetSchemaVersion, settingsOf } from '@domain/preset';
import { openPresetLibrary } from '../../../src/station/presets/preset-library';
import { openConfStore } from '../../../src/station/store/conf-store';
import { temporaryDirectory } from './temporary';

const open = (directory: string) => openPresetLibrary(openConfStore, directory);
const settings = settingsOf(builtInPresets[0]!);
const failureOf = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    return errorOf(error);
  }
  throw new Error('expected a failure');
};

describe('presets on disk', () => {
  test('lie in a file and folder of the user alone, and another process sees them', () => {
    const directory = join(temporaryDirectory(), 'capstan');
    const library = open(directory);
    const other = open(directory);
    const made = library.create('Mine', settings);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'presets.json')).mode & 0o777).toBe(0o600);
    expect(other.find('mine')).toEqual(made);
    other.create('Theirs', settings);
    library.create('Ours', settings);
    expect(
      open(directory)
        .list()
        .slice(builtInPresets.length)
        .map(({ name }) => name),
    ).toEqual(['Mine', 'Ours', 'Theirs']);
  });

  test.each([
    ['cut off in the middle', '{"schemaVersion":1,"presets":[{"na', 'broken'],
    ['empty', '', 'broken'],
    ['a list', '[]', 'broken'],
    ['of another shape', '{"schemaVersion":1,"presets":{"a":1}}', 'broken'],
    ['without a version', '{"presets":[]}', 'broken'],
    ['newer', '{"schemaVersion":6,"presets":["of the future"]}', 'newer'],
  ])('a file that is %s is set aside unchanged and said', (_what, text, suffix) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'presets.json'), text);
    const library = open(directory);
    library.create('After', settings);
    const aside = readdirSync(directory).filter((name) => name.startsWith(`presets.json.${suffix}-`));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(directory, aside[0]!), 'utf8')).toBe(text);
    expect(library.notices).toHaveLength(1);
    expect(library.notices[0]).toContain(join(directory, aside[0]!));
    expect(open(directory).find('After').name).toBe('After');
  });

  test('presets of version 1 are read, with the usual values for what is new', () => {
    const directory = temporaryDirectory();
    const { swapMiB: _swap, restarts: _restarts, logMiB: _logMiB, logFiles: _logFiles, privileged: _privileged, ...limits } = settings.limits;
    const old = { ...settings, limits, schemaVersion: 1, id: 'mine', name: 'Of yesterday', builtIn: false };
    writeFileSync(join(directory, 'presets.json'), JSON.stringify({ schemaVersion: 1, presets: [old] }));
    const library = open(directory);
    expect(library.find('Of yesterday')).toMatchObject({ schemaVersion: 5, limits: settings.limits });
    expect(library.notices).toEqual([]);
    library.create('After', settings);
    expect(open(directory).find('Of yesterday').limits).toEqual(settings.limits);
  });

  test('one bad preset costs neither the others nor the original', () => {
    const directory = temporaryDirectory();
    open(directory).create('Good', settings);
    const path = join(directory, 'presets.json');
    const content = JSON.parse(readFileSync(path, 'utf8'));
    content.presets.push({ ...content.presets[0], id: 'bad', name: 'Bad', muxer: 'avi' });
    const original = JSON.stringify(content);
    writeFileSync(path, original);

    const library = open(directory);
    expect(
      library
        .list()
        .slice(builtInPresets.length)
        .map(({ name }) => name),
    ).toEqual(['Good']);
    expect(library.notices).toEqual([expect.stringMatching(/"Bad" \(muxer: .*broken-/)]);
    const aside = readdirSync(directory).find((name) => name.includes('.broken-'));
    expect(readFileSync(join(directory, aside!), 'utf8')).toBe(original);
    expect(open(directory).notices).toEqual([]);
  });

  test('a file that breaks while Capstan runs is not overwritten either', () => {
    const directory = temporaryDirectory();
    const library = open(directory);
    writeFileSync(join(directory, 'presets.json'), '{ half an edit');
    library.create('Next', settings);
    const aside = readdirSync(directory).find((name) => name.includes('.broken-'));
    expect(readFileSync(join(directory, aside!), 'utf8')).toBe('{ half an edit');
    expect(library.notices).toHaveLength(1);
  });

  test('a data folder that cannot be made is said with the way out', () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    const error = failureOf(() => open(join(file, 'capstan')));
    expect(error.kind).toBe('output-unwritable');
    expect(error.detail).toContain(join(file, 'capstan'));
    expect(error.nextStep).toContain('CAPSTAN_DATA');
  });
});

describe('the list of presets', () => {
  test('names are unique: copies and imports are counted, a rename is refused', () => {
    const library = open(temporaryDirectory());
    expect(library.duplicate('builtin-test-pattern').name).toBe('Test pattern 2');
    expect(library.duplicate(library.find('test pattern 2').id).name).toBe('Test pattern 3');
    expect(library.create('  Channel 7 ', settings).name).toBe('Channel 7');
    expect(library.create('channel 7', settings).name).toBe('channel 7 2');
    expect(library.create('x'.repeat(80), settings).name).toHaveLength(80);
    expect(library.create('x'.repeat(80), settings).name).toBe(`${'x'.repeat(78)} 2`);
    expect(failureOf(() => library.rename(library.find('Channel 7').id, 'TEST PATTERN'))).toMatchObject({
      kind: 'preset-invalid',
      field: 'name',
    });
    expect(library.rename(library.find('Channel 7').id, 'CHANNEL 7').name).toBe('CHANNEL 7');
  });

  test('built-in presets are refused every change', () => {
    const library = open(temporaryDirectory());
    const { id } = builtInPresets[0]!;
    for (const change of [
      () => library.remove(id),
      () => library.rename(id, 'Other'),
      () => library.update(id, settings),
    ]) {
      expect(failureOf(change)).toMatchObject({
        kind: 'preset-invalid',
        nextStep: expect.stringContaining('Duplicate'),
      });
    }
    library.list()[0]!.name = 'changed by a caller';
    expect(library.list()[0]!.name).toBe('Test pattern');
  });

  test('removed presets come back one after the other, as they were', () => {
    const library = open(temporaryDirectory());
    const first = library.create('First', settings);
    const second = library.create('Second', settings);
    library.remove(first.id);
    library.remove(second.id);
    library.create('Second', settings);
    expect(library.undoRemove()).toEqual({ ...second, name: 'Second 2' });
    expect(library.undoRemove()).toEqual(first);
    expect(failureOf(() => library.undoRemove()).kind).toBe('preset-invalid');
    expect(failureOf(() => library.remove('gone')).kind).toBe('preset-invalid');
  });

  test('an update is checked and kept', () => {
    const directory = temporaryDirectory();
    const library = open(directory);
    const { id } = library.create('Mine', settings);
    library.update(id, { ...settings, durationSeconds: 5 });
    expect(open(directory).find(id).durationSeconds).toBe(5);
    expect(failureOf(() => library.update(id, { ...settings, durationSeconds: -1 })).field).toBe('durationSeconds');
  });
});

describe('the host of a preset', () => {
  const attic = { id: 'h-attic', name: 'attic' };

  test('stays until it is taken off, and copies have it too', () => {
    const directory = temporaryDirectory();
    const library = open(directory);
    const { id } = library.create('Mine', settings, attic);
    expect(library.update(id, { ...settings, durationSeconds: 5 }).host).toEqual(attic);
    expect(open(directory).find(id).host).toEqual(attic);
    expect(library.duplicate(id).host).toEqual(attic);
    expect(library.update(id, settings, null).host).toBeNull();
    expect(library.create('Free', settings).host).toBeNull();
  });

  test('is neither exported nor imported', () => {
    const library = open(temporaryDirectory());
    const made = library.create('Mine', settings, attic);
    expect(library.exportText([made.id])).not.toContain('attic');
    expect(library.importText(JSON.stringify(made))[0]?.host).toBeNull();
  });
});

describe('importing', () => {
  test('what was exported comes in again under free names and new ids', () => {
    const library = open(temporaryDirectory());
    const text = library.exportText(['builtin-camera-h264', 'builtin-test-pattern']);
    const imported = library.importText(text);
    expect(imported.map(({ name }) => name)).toEqual(['Camera, H.264 2', 'Test pattern 2']);
    expect(settingsOf(imported[1]!)).toEqual(settings);
    expect(imported.every(({ builtIn }) => !builtIn)).toBe(true);
    expect(new Set([...imported, ...builtInPresets].map(({ id }) => id)).size).toBe(
      imported.length + builtInPresets.length,
    );
  });

  test('one preset alone, bare or as `show --json` prints it, comes in too', () => {
    const library = open(temporaryDirectory());
    expect(library.importText(JSON.stringify({ name: 'Bare', ...settings }))[0]!.name).toBe('Bare');
    expect(library.importText(`\uFEFF${JSON.stringify(builtInPresets[0])}`)[0]).toMatchObject({
      name: 'Test pattern 2',
      builtIn: false,
    });
  });

  test('leaves out media files that may not be named, so that they have to be chosen', () => {
    const source = (path: string) => ({ type: 'file' as const, path, pace: 'fastest' as const, frameSize: null, frameRate: null });
    const text = JSON.stringify({ capstanPresets: presetSchemaVersion, presets: ['/a.mkv', '/etc/shadow'].map((path) => ({ name: path, ...settings, source: source(path) })) });
    expect(open(temporaryDirectory()).importText(text, (path) => path === '/a.mkv').map((preset) => preset.source)).toEqual([source('/a.mkv'), source('')]);
  });

  const hostile = (change: object) => JSON.stringify({ name: 'Hostile', ...settings, ...change });
  test.each([
    ['not JSON', 'rm -rf /', undefined],
    ['another JSON', '[1]', undefined],
    ['no name', JSON.stringify(settings), 'name'],
    ['a name with a line break', hostile({ name: 'a\nb' }), 'name'],
    ['an unknown field', hostile({ argv: ['-y'] }), 'argv'],
    [
      'a relative path',
      hostile({ source: { type: 'file', path: '-i', pace: 'fastest', frameSize: null, frameRate: null } }),
      'source.path',
    ],
    ['an encoder with a blank', hostile({ video: { ...settings.video, encoder: 'libx264 -f' } }), 'video.encoder'],
    ['no presets', '{"capstanPresets":1,"presets":[]}', 'presets'],
    [
      'one bad preset among good ones',
      JSON.stringify({
        capstanPresets: 1,
        presets: [
          { name: 'a', ...settings },
          { name: 'b', ...settings, muxer: 'avi' },
        ],
      }),
      'presets.1.muxer',
    ],
  ])('refuses %s and names the field', (_what, text, field) => {
    const library = open(temporaryDirectory());
    const error = failureOf(() => library.importText(text));
    expect(error.kind).toBe('preset-invalid');
    expect(error.field).toBe(field);
    expect(library.list()).toHaveLength(builtInPresets.length);
  });

  test('a file of a newer Capstan is said to be one', () => {
    const library = open(temporaryDirectory());
    expect(failureOf(() => library.importText('{"capstanPresets":6,"presets":[]}')).kind).toBe(
      'preset-unknown-version',
    );
    expect(failureOf(() => library.importText(hostile({ schemaVersion: 6 }))).kind).toBe('preset-unknown-version');
  });
});
