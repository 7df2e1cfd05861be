import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardArgv, parseGuardLog } from '@domain/guard';

const probed = readFileSync(resolve(import.meta.dirname, '../../fixtures/media-info/unclosed-mkv-head.txt'), 'utf8').replaceAll('\n', '');

describe('what a guard wrote', () => {
  it('is nothing at first', () => {
    expect(parseGuardLog('')).toEqual({ diskFull: false, media: null });
  });

  it('tells of the recording what can be known while it grows', () => {
    const log = `capstan-guard media ${probed.replace(/"format":.*$/, '"x": 0 }')}\n`;
    expect(parseGuardLog(log)).toMatchObject({ diskFull: false, media: { codec: 'h264', framesPerSecond: 30, durationSeconds: null, frames: null } });
  });

  it('tells that the disk was under its floor, among lines of others', () => {
    expect(parseGuardLog('sync: error\ncapstan-guard unsynced\ncapstan-guard floor 1048576\nsh: kill: no such process\n').diskFull).toBe(true);
    expect(parseGuardLog('sh: capstan-guard floor 5\n').diskFull).toBe(false);
  });

  it('may be anything', () => {
    assert(property(string(), (text) => void parseGuardLog(`capstan-guard media ${text}\ncapstan-guard ${text}`)));
  });
});

describe('the command', () => {
  it('takes paths as arguments, never as text of the script, and whole bytes', () => {
    const argv = guardArgv({ directory: '/a $(b)', filePath: '/a $(b)/c.mkv', floorBytes: 1000.5, pid: 1 });
    expect(argv.slice(3)).toEqual(['capstan-guard', '/a $(b)', '/a $(b)/c.mkv', '1001', '1', '']);
    expect(argv[2]).not.toContain('$(b)');
  });
});
