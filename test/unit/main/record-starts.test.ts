import { describe, expect, it } from 'vitest';
import { errorOf, failure } from '@domain/errors';
import { RecordStarts } from '../../../src/main/record-starts';
import type { LiveSession } from '../../../src/station/types';
import { sessionView } from '../renderer/fixtures';

const session = (): LiveSession =>
  ({ view: sessionView(), stop: async () => sessionView({ state: 'stopped' }) }) as unknown as LiveSession;

describe('the start of a recording that is called off', () => {
  it('ends what it does, and says that it was cancelled, whatever the step that was ended says', async () => {
    const starts = new RecordStarts();
    const ended: unknown[] = [];
    const starting = starts.start(
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            ended.push(errorOf(signal.reason).kind);
            reject(failure('image-cancelled', 'half made'));
          });
        }),
    );
    starts.cancel();
    await expect(starting.catch(errorOf)).resolves.toMatchObject({ kind: 'start-cancelled' });
    expect(ended).toEqual(['start-cancelled']);
  });

  it('too late for the recorder stops the recorder', async () => {
    const starts = new RecordStarts();
    let launched: (session: LiveSession) => void = () => undefined;
    const starting = starts.start(() => new Promise((resolve) => (launched = resolve)));
    starts.cancel();
    launched(session());
    expect(await starting).toMatchObject({ state: 'stopped' });
  });

  it('after its answer changes nothing, and neither does it change the next', async () => {
    const starts = new RecordStarts();
    const signals: AbortSignal[] = [];
    const start = () => starts.start(async (signal) => (signals.push(signal), session()));
    expect(await start()).toEqual(sessionView());
    starts.cancel();
    expect(await start()).toEqual(sessionView());
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it('that fails by itself says why', async () => {
    const starts = new RecordStarts();
    const failing = starts.start(() => Promise.reject(failure('disk-full', 'no space')));
    await expect(failing.catch(errorOf)).resolves.toMatchObject({ kind: 'disk-full' });
  });
});
