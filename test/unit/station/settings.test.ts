import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSettings } from '../../../src/station/settings/settings';
import { openConfStore } from '../../../src/station/store/conf-store';
import { temporaryDirectory } from './temporary';

const withHome = (userDirs?: string) => {
  const home = temporaryDirectory();
  mkdirSync(join(home, '.config'));
  if (userDirs !== undefined) writeFileSync(join(home, '.config', 'user-dirs.dirs'), userDirs);
  return { home, env: { HOME: home } };
};

test('the owner id is made once', () => {
  const { home, env } = withHome();
  const first = openSettings(openConfStore, join(home, 'data'), env).ownerId;
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(openSettings(openConfStore, join(home, 'data'), env).ownerId).toBe(first);
});

test('the key of its seals is made once, for a file of an older version too, and read by nobody else', () => {
  const { home, env } = withHome();
  const directory = join(home, 'data');
  const { sealKey, ownerId } = openSettings(openConfStore, directory, env);
  expect(sealKey).toMatch(/^[0-9a-f]{64}$/);
  expect(openSettings(openConfStore, directory, env).sealKey).toBe(sealKey);
  const path = join(directory, 'settings.json');
  expect(statSync(path).mode & 0o077).toBe(0);
  const { sealKey: _, ...older } = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify(older));
  const again = openSettings(openConfStore, directory, env);
  expect(again).toMatchObject({ ownerId, sealKey: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(openSettings(openConfStore, directory, env).sealKey).toBe(again.sealKey);
});

test.each([
  ['no file', undefined, '~/Videos'],
  ['a folder in the home', '# comment\nXDG_MUSIC_DIR="$HOME/Musik"\nXDG_VIDEOS_DIR="$HOME/Vid\\"eos/"\n', '~/Vid"eos'],
  ['an absolute folder', 'XDG_VIDEOS_DIR="/srv/film"\n', '/srv/film'],
  ['the home itself, which means none', 'XDG_VIDEOS_DIR="$HOME/"\n', '~/Videos'],
  ['nonsense', 'XDG_VIDEOS_DIR="film"\n', '~/Videos'],
])('recordings go to Capstan in the folder for videos: %s', (_what, userDirs, expected) => {
  const { home, env } = withHome(userDirs);
  const settings = openSettings(openConfStore, join(home, 'data'), env);
  expect(settings.recordingsDirectory).toBe(`${expected.replace('~', home)}/Capstan`);
});

test('a chosen folder is kept, and no relative one is taken', () => {
  const { home, env } = withHome();
  const settings = openSettings(openConfStore, join(home, 'data'), env);
  settings.recordingsDirectory = '/srv/recordings';
  expect(openSettings(openConfStore, join(home, 'data'), env).recordingsDirectory).toBe('/srv/recordings');
  expect(() => {
    settings.recordingsDirectory = 'recordings';
  }).toThrow(/not an absolute path/);
});

test('the owner id survives damage elsewhere in the file, a broken file is set aside', () => {
  const { home, env } = withHome();
  const directory = join(home, 'data');
  const { ownerId } = openSettings(openConfStore, directory, env);
  writeFileSync(
    join(directory, 'settings.json'),
    JSON.stringify({ schemaVersion: 1, ownerId, recordingsDirectory: 7 }),
  );
  const damaged = openSettings(openConfStore, directory, env);
  expect(damaged.ownerId).toBe(ownerId);
  expect(damaged.notices).toEqual([expect.stringContaining('recordingsDirectory')]);
  writeFileSync(join(directory, 'settings.json'), '{');
  const broken = openSettings(openConfStore, directory, env);
  expect(broken.ownerId).not.toBe(ownerId);
  expect(broken.notices).toHaveLength(1);
  const aside = readdirSync(directory).filter((name) => name.includes('.broken-'));
  expect(aside.map((name) => readFileSync(join(directory, name), 'utf8'))).toContain('{');
});

test('images of the user’s own are kept by host and family, and forgotten one by one', () => {
  const { home, env } = withHome();
  const open = () => openSettings(openConfStore, join(home, 'data'), env);
  const choice = { reference: 'registry.example/ffmpeg:7.1', id: `sha256:${'a'.repeat(64)}`, repoDigest: null };
  open().imageChoicesOf('studio').set('vaapi', choice);
  open().imageChoicesOf('studio').set('nvenc', choice);
  open().imageChoicesOf('studio').set('nvenc', null);
  expect(open().imageChoicesOf('studio').get('vaapi')).toEqual(choice);
  expect(open().imageChoicesOf('studio').get('nvenc')).toBeNull();
  expect(open().imageChoicesOf('this-computer').get('vaapi')).toBeNull();
  expect(open().notices).toEqual([]);
});
