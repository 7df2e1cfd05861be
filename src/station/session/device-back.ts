import { setTimeout as delay } from 'node:timers/promises';
import { findCaptureDevice } from '@domain/capabilities';
import { failure } from '@domain/errors';
import type { Engine } from '../engine';

/** A device that came back without being announced is looked for this often. */
const lookSeconds = 15;
/** One that is there and may not be opened yet: its rights are set a moment after its node is made. */
const settleSeconds = 1;

interface Waiting {
  /** The device is not wanted any more: throws its reason. */
  readonly signal: AbortSignal;
  /** It was waited for long enough: throws `device-missing`, after one more look. */
  readonly overdue: AbortSignal;
  /** Devices came or went: it may be this one. */
  readonly onChange: () => void;
}

/** Settles when a device of this identity is there, at whatever number. Answers whether it had to be waited for. */
export async function deviceBack(engine: Engine, identity: string, { signal, overdue, onChange }: Waiting): Promise<boolean> {
  let wake = () => {};
  const unwatch = await engine.watchDevices(() => {
    onChange();
    wake();
  });
  try {
    for (let wasAway = false; ; wasAway = true) {
      signal.throwIfAborted();
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const isLast = overdue.aborted;
      const capabilities = await engine.capabilities({ devicesMaximumAgeSeconds: 0, directory: null });
      const found = findCaptureDevice(capabilities, identity);
      if (found?.unusable === null) return wasAway;
      if (isLast) throw failure('device-missing', `${identity} did not come back.`);
      const timer = new AbortController();
      const over = AbortSignal.any([signal, overdue, timer.signal]);
      await Promise.race([changed, delay((found ? settleSeconds : lookSeconds) * 1000, undefined, { signal: over }).catch(() => undefined)]);
      timer.abort();
    }
  } finally {
    unwatch();
  }
}
