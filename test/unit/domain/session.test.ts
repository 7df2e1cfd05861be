import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { capstanError } from '@domain/errors';
import { settingsOf } from '@domain/preset';
import { endReasons } from '@domain/recording';
import { hasEnded, reduceSession, sessionEventSchema, sessionViewSchema, type SessionEvent, type SessionView } from '@domain/session';

const started: SessionView = {
  id: 'abcdefghjk',
  purpose: 'record',
  engine: 'docker',
  host: { id: 'this-computer', name: 'This computer' },
  presetName: 'Test',
  source: 'Test pattern',
  settings: settingsOf(builtInPresets[0]!),
  state: 'starting',
  startedAt: '2026-01-02T03:04:05.000Z',
  outputPath: '/out/test.mkv',
  progress: null,
  delivered: null,
  connectionLost: false,
  warnings: [],
  recording: null,
  error: null,
};

const events: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.constant<SessionEvent>({ type: 'started', engine: 'docker', session: started.id, startedAt: '2026-01-02T03:04:06.000Z' }),
  fc.constant<SessionEvent>({ type: 'recording' }),
  fc.constant<SessionEvent>({ type: 'stopping' }),
  fc.boolean().map((lost): SessionEvent => ({ type: 'connection', lost })),
  fc.nat(10_000).map((frame): SessionEvent => ({ type: 'progress', frame, fps: 30, droppedFrames: 0, behindSeconds: 0, bitRateKbps: null, sizeBytes: null, timeSeconds: frame / 30, speed: 1 })),
  fc.string().map((message): SessionEvent => ({ type: 'warning', message })),
  fc.nat().map((freeBytes): SessionEvent => ({ type: 'disk', freeBytes, floorBytes: 1 })),
  fc.record({ message: fc.option(fc.string()), paused: fc.boolean() }).map((given): SessionEvent => ({ type: 'waiting', ...given })),
  fc.constantFrom(...endReasons).map((reason): SessionEvent => ({ type: 'ended', reason, recording: null, error: reason === 'failed' ? capstanError('ffmpeg-exited', 'It ended.') : null })),
);

test('whatever arrives in whatever order, a session ends once, never records again, and its view is one that shells can read', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), (order) => {
      let view = started;
      let end: SessionView['state'] | null = null;
      for (const event of order) {
        expect(sessionEventSchema.safeParse(event).success).toBe(true);
        const before = view;
        view = reduceSession(view, event);
        expect(sessionViewSchema.safeParse(view).error).toBeUndefined();
        if (end !== null) expect(view.state).toBe(end);
        else if (event.type === 'ended') end = view.state;
        // Only a first frame makes it record, and only while it starts.
        if (view.state === 'recording' && before.state !== 'recording') expect({ event: event.type, before: before.state }).toEqual({ event: 'recording', before: 'starting' });
        // What is being stopped only ends.
        if (before.state === 'stopping') expect(view.state === 'stopping' || hasEnded(view.state)).toBe(true);
        expect(view.warnings.length).toBeLessThanOrEqual(20);
        if (hasEnded(view.state)) expect(view.connectionLost).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});
