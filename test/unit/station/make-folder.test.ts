import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../../src/station/make-folder';
import { temporaryDirectory } from './temporary';

test('makes what is missing and leaves what is there', () => {
  const directory = temporaryDirectory();
  makeFolder(join(directory, 'a/b/c'), 0o700);
  expect(statSync(join(directory, 'a/b')).mode & 0o777).toBe(0o700);
  makeFolder(join(directory, 'a/b/c'));
  expect(statSync(join(directory, 'a/b/c')).mode & 0o777).toBe(0o700);
  symlinkSync('a', join(directory, 'link'));
  makeFolder(join(directory, 'link/d'));
  expect(statSync(join(directory, 'a/d')).isDirectory()).toBe(true);
});

test('ends with the error of the system where no folder can be', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'file'), '');
  expect(() => makeFolder(join(directory, 'file'))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(directory, 'file/a/b'))).toThrow(/ENOTDIR/);
  expect(() => makeFolder('/proc/capstan/a')).toThrow(/ENOENT/);
});
