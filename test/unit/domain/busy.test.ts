import { expect, it } from 'vitest';
import { busyError } from '@domain/busy';

const session = { kind: 'session', id: 'abcdefghij', presetName: 'Front door', purpose: 'record', isOwn: true } as const;
const told = (...input: Parameters<typeof busyError>) => {
  const { kind, field, detail, nextStep } = busyError(...input);
  expect([kind, field]).toEqual(['device-busy', 'source.device']);
  return `${detail} ${nextStep}`;
};

it('names a session of one’s own with the command that stops it', () => {
  expect(told('/dev/video2', [session])).toBe('/dev/video2 is being recorded by the session abcdefghij (Front door). Stop that session first: `capstan stop abcdefghij`.');
  expect(told('/dev/video2', [session], ' --host studio')).toContain('`capstan stop abcdefghij --host studio`');
  expect(told('/dev/video2', [{ ...session, purpose: 'watch' }])).toMatch(/^\/dev\/video2 is shown live by the session abcdefghij/);
});

it('names a session of somebody else, who alone can stop it', () => {
  expect(told('/dev/video2', [{ ...session, isOwn: false }])).toBe(
    '/dev/video2 is being recorded by the session abcdefghij (Front door) of another Capstan on this host. It can be stopped where it was started.',
  );
});

it('names programs where they are known; a session comes first', () => {
  const programs = [
    { kind: 'program', name: 'cheese', processId: 41 },
    { kind: 'program', name: 'obs', processId: 42 },
  ] as const;
  expect(told('/dev/video2', programs)).toBe('/dev/video2 is in use by cheese (process 41) and obs (process 42). Close it, then try again.');
  expect(told('/dev/video2', [...programs, session])).toMatch(/being recorded by/);
  expect(told('/dev/video2', [])).toMatch(/^\/dev\/video2 is in use by another program\. /);
});
