import { anything, array, assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StationEvent } from '@domain/contract';
import { stationEventSchema } from '@domain/contract';
import { ImageProgress } from '../../../src/station/docker/image-progress';

function told(kind: 'build' | 'pull', messages: readonly unknown[]) {
  const events: StationEvent[] = [];
  const progress = new ImageProgress((event) => events.push(event), kind);
  for (const message of messages) progress.take(message);
  return { events, error: progress.error };
}
const fractions = (events: readonly StationEvent[]) => events.map((event) => (event.type === 'image' ? event.fraction : null));

describe('a build', () => {
  it('tells how far it is by its steps, and the error inside a successful answer', () => {
    const { events, error } = told('build', [
      { stream: 'Step 1/5 : FROM debian:trixie-slim' },
      { stream: '\n' },
      { stream: ' ---> 909e864655d1\n' },
      { stream: 'Step 4/5 : RUN apt-get update' },
      { errorDetail: { code: 100 }, error: "The command '/bin/sh -c apt-get update' returned a non-zero code: 100\n" },
    ]);
    expect(fractions(events)).toEqual([0, 0, 3 / 5]);
    expect(error).toBe("The command '/bin/sh -c apt-get update' returned a non-zero code: 100");
  });
});

describe('a pull', () => {
  it('tells how far all layers are, and never falls back when another layer begins', () => {
    const layer = (id: string, current: number, total: number) => ({ id, status: 'Downloading', progressDetail: { current, total }, progress: '[=>   ]' });
    const { events } = told('pull', [{ status: 'Pulling from library/debian', id: '1' }, layer('a', 40, 100), layer('b', 0, 300), layer('a', 100, 100), layer('b', 300, 300), { status: 'Pull complete', progressDetail: {}, id: 'a' }]);
    expect(fractions(events)).toEqual([null, 0.4, 0.4, 0.4, 0.99, 0.99]);
  });
});

it('whatever a daemon sends, what is told is an event', () => {
  assert(
    property(array(anything(), { maxLength: 20 }), (messages) => {
      for (const event of told('pull', messages).events) stationEventSchema.parse(event);
    }),
  );
});
