import { expect, it } from 'vitest';
import { commandOfKey } from '@domain/app-commands';

const no = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };

it.each([
  ['a letter with Ctrl', { key: 's', ctrlKey: true }, 'save-preset'],
  ['a letter with Shift is another', { key: 'S', ctrlKey: true, shiftKey: true }, 'save-preset-as'],
  ['a letter with Shift that has no command', { key: 'R', ctrlKey: true, shiftKey: true }, null],
  ['/ where it has a key of its own', { key: '/', ctrlKey: true }, 'shortcuts'],
  ['/ over the 7', { key: '/', ctrlKey: true, shiftKey: true }, 'shortcuts'],
  ['a digit that is typed with Shift, as in France', { key: '2', ctrlKey: true, shiftKey: true }, 'show-recordings'],
  ['the key for help', { key: 'F1' }, 'shortcuts'],
  ['the same with Shift', { key: 'F1', shiftKey: true }, null],
  ['Enter', { key: 'Enter', ctrlKey: true }, 'full-screen-picture'],
  ['what is typed into a field', { key: '/' }, null],
  ['another modifier', { key: 's', ctrlKey: true, altKey: true }, null],
])('%s', (_what, key, command) => {
  expect(commandOfKey({ ...no, ...key })).toBe(command);
});
