import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { usualPreferences } from '@domain/preferences';
import { PreferencesFile } from '../../../src/main/preferences';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'capstan-preferences-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const path = () => join(directory, 'preferences.json');

describe('preferences', () => {
  test('are the usual ones without a file, and nothing is written by reading', () => {
    expect(new PreferencesFile(directory)).toMatchObject({ current: usualPreferences, notices: [] });
    expect(readdirSync(directory)).toEqual([]);
  });

  test('are found again by the next start, in a file that only this user reads', () => {
    const file = new PreferencesFile(directory);
    const told: unknown[] = [];
    file.onChange((now, before) => told.push([before.language, now.language]));
    file.set({ language: 'zh', tray: undefined });
    expect(told).toEqual([['system', 'zh']]);
    expect(new PreferencesFile(directory).current).toEqual({ ...usualPreferences, language: 'zh' });
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  test('of an older version lack what is new: the usual holds for it', () => {
    writeFileSync(path(), JSON.stringify({ language: 'es' }));
    expect(new PreferencesFile(directory)).toMatchObject({ current: { ...usualPreferences, language: 'es' }, notices: [] });
  });

  test.each(['{"language":', '[]', 'null', '{"language":"tlh"}', '{"unknown":1}'])('that are broken are set aside and said: %s', (text) => {
    writeFileSync(path(), text);
    const file = new PreferencesFile(directory);
    expect(file.current).toEqual(usualPreferences);
    expect(file.notices).toEqual([expect.stringContaining('is damaged')]);
    const [aside, ...others] = readdirSync(directory);
    expect(others).toEqual([]);
    expect(readFileSync(join(directory, aside ?? ''), 'utf8')).toBe(text);
    expect(new PreferencesFile(directory).notices).toEqual([]);
  });

  test('that cannot be written stay as they were', () => {
    const file = new PreferencesFile(join(directory, 'absent'));
    expect(() => file.set({ tray: false })).toThrow(expect.objectContaining({ error: expect.objectContaining({ kind: 'output-unwritable' }) }));
    expect(file.current.tray).toBe(true);
  });
});
