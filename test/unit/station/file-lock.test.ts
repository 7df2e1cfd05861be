import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withFileLock } from '../../../src/station/store/file-lock';
import { temporaryDirectory } from './temporary';

const elapsed = (action: () => void): number => {
  const since = performance.now();
  action();
  return performance.now() - since;
};

test('a lock is there while something is done, and gone afterwards, however that ended', () => {
  const path = join(temporaryDirectory(), 'settings.json');
  expect(withFileLock(path, () => existsSync(`${path}.lock`))).toBe(true);
  expect(() =>
    withFileLock(path, () => {
      throw new RangeError('no');
    }),
  ).toThrow(RangeError);
  expect(readdirSync(join(path, '..'))).toEqual([]);
});

test('who was killed while holding it is not waited for', () => {
  const path = join(temporaryDirectory(), 'settings.json');
  writeFileSync(`${path}.lock`, `${spawnSync('true').pid} somebody`);
  expect(elapsed(() => withFileLock(path, () => {}))).toBeLessThan(1000);
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test('who lives and does not let go is waited for, but not for ever', () => {
  const path = join(temporaryDirectory(), 'settings.json');
  for (const holder of [`${process.pid} somebody`, '']) {
    writeFileSync(`${path}.lock`, holder);
    const took = elapsed(() => withFileLock(path, () => {}));
    expect(took).toBeGreaterThan(1900);
    expect(took).toBeLessThan(4000);
  }
});

test('a folder that nobody may write to is no lock that is held', () => {
  expect(() => withFileLock(join(temporaryDirectory(), 'missing', 'settings.json'), () => {})).toThrow('ENOENT');
});
