import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { nearWord } from '@domain/near-word';

const hosts = ['This computer', 'studio', 'stage', 'rig'];

it.each([
  ['studoi', 'studio'],
  ['Studio2', 'studio'],
  ['tsudio', 'studio'],
  ['stge', 'stage'],
  ['rog', 'rig'],
  ['this-computer', 'This computer'],
  ['warehouse', null],
  ['', null],
])('%j is near %j', (word, near) => expect(nearWord(word, hosts)).toBe(near));

it('a word is near itself', () =>
  assert(
    property(string({ minLength: 1 }), (word) => {
      expect(nearWord(word, [word])).toBe(word);
    }),
  ));
