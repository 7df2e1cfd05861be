import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execLine, installDesktopEntry, removeDesktopEntry } from '../../../src/station/desktop/desktop-entry';

const root = resolve(import.meta.dirname, '../../..');
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-desktop-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const options = (PATH = process.env['PATH'] ?? '') => ({ root, command: ['/usr/bin/node', '/opt/my capstan/start.mjs'], env: { HOME: home, XDG_DATA_HOME: join(home, 'data'), PATH } });
const entry = () => join(home, 'data/applications/capstan.desktop');
const has = (tool: string, flag = '--help') => spawnSync(tool, [flag]).error === undefined;

describe('the entry of the desktop', () => {
  test('is written for this user, written again, and removed without a trace', async () => {
    const { files } = await installDesktopEntry(options(''));
    expect(files).toEqual([entry(), join(home, 'data/mime/packages/capstan.xml'), join(home, 'data/icons/hicolor/scalable/apps/capstan.svg')]);
    expect(readFileSync(entry(), 'utf8')).toContain('Exec="/usr/bin/node" "/opt/my capstan/start.mjs" %F\n');
    expect((await installDesktopEntry(options(''))).files).toEqual(files);
    expect(await removeDesktopEntry(options(''))).toMatchObject({ files, updatedBy: [] });
    expect(files.filter((path) => existsSync(path))).toEqual([]);
    expect((await removeDesktopEntry(options(''))).files).toEqual([]);
  });

  test('replaces and removes nothing that somebody else wrote, and then writes nothing else', async () => {
    const icon = join(home, 'data/icons/hicolor/scalable/apps/capstan.svg');
    mkdirSync(dirname(icon), { recursive: true });
    writeFileSync(icon, '<svg/>');
    const refused = expect.objectContaining({ error: expect.objectContaining({ kind: 'output-unwritable', detail: expect.stringContaining(icon) }) });
    await expect(installDesktopEntry(options(''))).rejects.toEqual(refused);
    await expect(removeDesktopEntry(options(''))).rejects.toEqual(refused);
    expect(existsSync(entry())).toBe(false);
    expect(readFileSync(icon, 'utf8')).toBe('<svg/>');
  });

  test('says which programs did not tell the desktop', async () => {
    const { notUpdated } = await installDesktopEntry(options(''));
    expect(notUpdated).toEqual(['update-mime-database: not installed', 'update-desktop-database: not installed']);
  });

  test('gives preset files their type, by the desktop’s own tools', async (context) => {
    if (!has('xdg-mime') || !has('update-mime-database') || !has('update-desktop-database')) context.skip('xdg-utils, shared-mime-info or desktop-file-utils is not installed');
    expect((await installDesktopEntry(options())).notUpdated).toEqual([]);
    const file = join(home, 'mine.capstan-presets');
    writeFileSync(file, '{"capstanPresets":4,"presets":[]}');
    const query = (...words: string[]) => spawnSync('xdg-mime', ['query', ...words], { env: { ...options().env, XDG_DATA_DIRS: '/usr/share' }, encoding: 'utf8' }).stdout.trim();
    expect(query('filetype', file)).toBe('application/vnd.capstan.presets+json');
    expect(query('default', 'application/vnd.capstan.presets+json')).toBe('capstan.desktop');
  });

  test.each([
    [['/a b/node'], '"/a b/node"'],
    [['/50%/node'], '"/50%%/node"'],
    [['/a"b'], String.raw`"/a\\"b"`],
    [['/a\\b'], String.raw`"/a\\\\b"`],
    [['/$HOME`x`'], '"/\\\\$HOME\\\\`x\\\\`"'],
  ])('has a command that no shell reads: %j', (command, line) => {
    expect(execLine(command)).toBe(line);
  });
});
