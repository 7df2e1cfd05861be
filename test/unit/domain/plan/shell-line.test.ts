import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellLine } from '@domain/plan/docker-run';
import { hostileTexts } from '../../../support/hostile-texts';

it.each(['sh', 'bash'])('a line that is pasted into %s is the command that was shown, whatever text is in it', (shell) => {
  const argv = ['printf', String.raw`%s\0`, ...hostileTexts, '', ' ', '-n', '~', '*', '!!', '\t', '\n'];
  const said = execFileSync(shell, ['-s'], { input: `${shellLine(argv)}\n`, encoding: 'utf8' });
  expect(said.split('\0').slice(0, -1)).toEqual(argv.slice(2));
});
