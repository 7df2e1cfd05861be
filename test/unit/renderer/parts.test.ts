import { expect, it } from 'vitest';
import { capstanError } from '@domain/errors';
import { gapsBefore, recordedOn } from '../../../src/renderer/state/parts';
import { recording, sessionView } from './fixtures';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const first = { ...recording, id: 'first', startedAt: at(0), durationSeconds: 10, reason: 'failed' as const, error: capstanError('device-missing', 'It is gone.'), part: null };
const firstView = sessionView({ id: 'first', state: 'failed', recording: first, error: first.error });
const second = sessionView({ id: 'second', state: 'recording', startedAt: at(14), part: { number: 2, firstSessionId: 'first' } });
const listed = (...value: (typeof first)[]) => ({ state: 'ready' as const, value });

it('what is missing before a part is known by its sessions, or by the list where those were dismissed', () => {
  const gap = { beforePart: 2, from: at(10), to: at(14), seconds: 4, reason: 'away' };
  expect(gapsBefore({ sessions: [firstView, second], recordings: listed() }, second)).toEqual([gap]);
  expect(gapsBefore({ sessions: [second], recordings: listed(first) }, second)).toEqual([gap]);
  expect(gapsBefore({ sessions: [firstView, second], recordings: listed(first) }, second)).toEqual([gap]);
  expect(gapsBefore({ sessions: [second], recordings: listed() }, second)).toEqual([]);
  expect(gapsBefore({ sessions: [firstView], recordings: listed(first) }, firstView)).toEqual([]);
});

it('a recording goes on while a part of it records, or is waited for', () => {
  expect(recordedOn({ sessions: [firstView, second] }, 'first')).toBe(true);
  expect(recordedOn({ sessions: [firstView] }, 'first')).toBe(false);
  expect(recordedOn({ sessions: [{ ...firstView, waitingFor: 'the camera' }] }, 'first')).toBe(true);
  expect(recordedOn({ sessions: [second] }, 'second')).toBe(false);
});
