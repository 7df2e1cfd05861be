import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellLine } from '@domain/plan/docker-run';
import { fittingHeightPx, heightAfterKey, keepDrawer, keptDrawer, maximumHeightPx, minimumHeightPx } from '../../../src/renderer/details/drawer';
import { logLines, matchesIn } from '../../../src/renderer/details/log-lines';
import { optionGroups } from '../../../src/renderer/details/option-groups';

describe('the command over several lines', () => {
  it('may break before each option, which stays with what belongs to it', () => {
    expect(optionGroups(`ffmpeg -hide_banner -i '/home/it'\\''s -f/a b.mkv' -itsoffset -1 -b:v 6000k file:/out.mkv`)).toEqual(['ffmpeg', '-hide_banner', `-i '/home/it'\\''s -f/a b.mkv'`, '-itsoffset -1', '-b:v 6000k file:/out.mkv']);
  });
  it('is the command', () => {
    const word = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('-i', '--mount', '-', '-1', "it's", 'a b', '\\', ' -x ', '-y\nz'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const command = shellLine(words);
        expect(optionGroups(command).join(' ')).toBe(command);
      }),
    );
  });
});

describe('a log', () => {
  const directory = join(import.meta.dirname, '../../fixtures/ffmpeg-log');
  const failed = (name: string) => logLines(readFileSync(join(directory, name), 'utf8')).filter(({ isError }) => isError).map(({ text }) => text);

  it.each(readdirSync(directory).filter((name) => name.endsWith('.txt') && !name.includes('negative')))('%s has its failure marked', (name) => {
    expect(failed(name)).not.toEqual([]);
  });
  it('has no failure where ffmpeg only warned', () => expect(failed('5.1-negative-warnings.txt')).toEqual([]));
  it('shows what is written over itself as it was left', () => expect(logLines('frame=1\rframe=2\r\nend\n\n').map(({ text }) => text)).toEqual(['frame=2', 'end']));

  it('is searched without regard to case, for the text as it stands', () => {
    const lines = logLines('Error (a.b)\nno\nERROR axb, error');
    expect(matchesIn(lines, 'error')).toEqual([{ line: 0, start: 0 }, { line: 2, start: 0 }, { line: 2, start: 11 }]);
    expect(matchesIn(lines, '(a.b)')).toEqual([{ line: 0, start: 6 }]);
    expect(matchesIn(lines, '')).toEqual([]);
  });
  it('finds whatever text it holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, query, after) => {
        const line = { text: `${before}${query}${after}`, isError: false };
        expect(matchesIn([line], query).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the drawer', () => {
  const storage = () => {
    const values = new Map<string, string>();
    return { getItem: (key: string) => values.get(key) ?? null, setItem: (key: string, value: string) => void values.set(key, value) };
  };
  it('begins open where the window has the room', () => {
    expect([keptDrawer(storage(), 1080), keptDrawer(storage(), 600)]).toEqual([{ isOpen: true, heightPx: null }, { isOpen: false, heightPx: null }]);
  });
  it('stands as it was left', () => {
    const kept = storage();
    keepDrawer(kept, { isOpen: false, heightPx: 240 });
    expect(keptDrawer(kept, 1080)).toEqual({ isOpen: false, heightPx: 240 });
  });
  it.each(['', '{', '{"isOpen":1}', '[]'])('begins anew from %j', (text) => {
    expect(keptDrawer({ getItem: () => text }, 1080)).toEqual({ isOpen: true, heightPx: null });
  });
  it('is moved by keys within its bounds', () => {
    expect(heightAfterKey('ArrowUp', false, 200, 1000)).toBe(216);
    expect(heightAfterKey('ArrowDown', true, 200, 1000)).toBe(136);
    expect(heightAfterKey('End', false, 200, 1000)).toBe(minimumHeightPx);
    expect(heightAfterKey('Home', false, 200, 1000)).toBe(maximumHeightPx(1000));
    expect(heightAfterKey('a', false, 200, 1000)).toBeNull();
    expect(fittingHeightPx(9999, 100)).toBe(minimumHeightPx);
  });
});
