import { expect, it } from 'vitest';
import { errorTexts } from '@domain/errors';
import { commandsIn } from '../../../src/renderer/ui/commands-in';

it.each([
  ['Run `sudo usermod -aG docker $USER`, then log out and in again.', ['sudo usermod -aG docker $USER']],
  ['Start Docker (`systemctl start docker`), check DOCKER_HOST, or record with `--engine local`.', ['systemctl start docker']],
  ['`a b` and `a b` and `a b', ['a b']],
  ['Put `DOCKER_HOST` into `~/.profile`; `runc` is there.', []],
])('%s', (text, commands) => {
  expect(commandsIn(text)).toEqual(commands);
});

it('every command of the usual next steps is found', () => {
  const all = Object.values(errorTexts).flatMap(({ nextStep }) => commandsIn(nextStep));
  expect(all).toContain('ssh HOST true');
  expect(all.every((command) => /^(sudo|systemctl|ssh|ssh-keygen|capstan) /.test(command))).toBe(true);
});
