import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '@domain/errors';
import { fileNamePattern } from '@domain/recording';
import { stillFileName } from '@domain/recording-name';
import { assert, date, property, string } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Stills } from '../../../src/main/stills';
import type { Station } from '../../../src/station/types';

const takenAt = new Date(2026, 10, 21, 3, 30, 7);
const jpeg = Uint8Array.of(0xff, 0xd8, 1);

let directory: string;
let copied: Uint8Array[];
let revealed: string[];
let troubles: string[];
let watching: number;
let stills: Stills;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'capstan-stills-'));
  [copied, revealed, troubles, watching] = [[], [], [], 0];
  stills = new Stills({
    images: {
      sizeOf: (picture) => (picture[0] === 0xff ? { width: 640, height: 360 } : null),
      copy: async (picture) => void copied.push(picture),
    },
    reveal: (path) => void revealed.push(path),
    onTrouble: (thrown) => void troubles.push(String(thrown)),
    now: () => takenAt,
    patienceMilliseconds: 50,
  });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A station whose only session gives this picture once it is watched, or none. */
const stationWith = (given: Uint8Array | null, folder = join(directory, 'Videos'), fileFrame = async (): Promise<Uint8Array | null> => null) =>
  ({
    fileFrame,
    settings: { recordingsDirectory: folder },
    sessions: {
      get: (id: string) => {
        if (id !== 'aaaaaaaaaa') throw failure('session-unknown', id);
        return {
          view: { presetName: 'Büro / 2' },
          watch: (listener: (picture: Uint8Array) => void) => {
            watching += 1;
            if (given) setTimeout(() => listener(given));
            return () => void (watching -= 1);
          },
        };
      },
    },
  }) as unknown as Station;
const flowing = { newest: () => jpeg };
const nothingFlows = { newest: () => null };
const toFile = { sessionId: 'aaaaaaaaaa', to: 'file' } as const;

describe('a still picture', () => {
  it('lies beside the recordings, under a safe name, and never takes the place of another', async () => {
    const [first, second] = [await stills.take(stationWith(null), flowing, toFile), await stills.take(stationWith(null), flowing, toFile)];
    expect(first).toEqual({ path: join(directory, 'Videos/buro-2-20261121-033007.jpg'), width: 640, height: 360 });
    expect(await readdir(join(directory, 'Videos'))).toEqual(['buro-2-20261121-033007-2.jpg', 'buro-2-20261121-033007.jpg']);
    expect(new Uint8Array(await readFile(second.path ?? ''))).toEqual(jpeg);
  });

  it('is of the file that is written, and of the live picture where that cannot be read, which is told', async () => {
    const ofFile = Uint8Array.of(0xff, 0xd8, 2);
    const kept = async (fileFrame: () => Promise<Uint8Array | null>) => {
      // A later picture than that of the moment.
      let newest: Uint8Array = jpeg;
      const tried = async () => fileFrame().finally(() => (newest = Uint8Array.of(0xff, 0xd8, 3)));
      const { path } = await stills.take(stationWith(null, undefined, tried), { newest: () => newest }, toFile);
      return new Uint8Array(await readFile(path ?? ''));
    };
    expect(await kept(async () => ofFile)).toEqual(ofFile);
    expect(await kept(() => Promise.reject(new Error('too slow')))).toEqual(jpeg);
    expect(troubles).toEqual(['Error: too slow']);
  });

  it('on the clipboard leaves no file', async () => {
    expect(await stills.take(stationWith(null), flowing, { ...toFile, to: 'clipboard' })).toEqual({ path: null, width: 640, height: 360 });
    expect(copied).toEqual([jpeg]);
    expect(await readdir(directory)).toEqual([]);
  });

  it('of a session that nobody looks at is asked of the session, which is left alone again', async () => {
    expect(await stills.take(stationWith(jpeg), nothingFlows, toFile)).toMatchObject({ width: 640 });
    expect(watching).toBe(0);
    await expect(stills.take(stationWith(null), nothingFlows, toFile)).rejects.toMatchObject({ error: { kind: 'picture-missing' } });
    expect(watching).toBe(0);
  });

  it('is refused where there is no session, no picture or no room', async () => {
    const kind = async (promise: Promise<unknown>) => promise.catch(({ error }) => error.kind);
    expect(await kind(stills.take(stationWith(null), flowing, { ...toFile, sessionId: 'bbbbbbbbbb' }))).toBe('session-unknown');
    expect(await kind(stills.take(stationWith(Uint8Array.of(0)), nothingFlows, toFile))).toBe('picture-missing');
    expect(await kind(stills.take(stationWith(null, '/proc/nowhere'), flowing, toFile))).toBe('output-unwritable');
  });

  it('is shown in its folder where this window wrote it, and no other file is', async () => {
    const { path } = await stills.take(stationWith(null), flowing, toFile);
    stills.reveal(path ?? '');
    expect(() => stills.reveal('/etc/passwd')).toThrow(/no still picture/);
    expect(revealed).toEqual([path]);
  });
});

it('has a safe name whatever the preset is called', () => {
  assert(property(string({ unit: 'binary', maxLength: 40 }), date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }), (name, at) => fileNamePattern.test(stillFileName(name, at, 2))));
});
