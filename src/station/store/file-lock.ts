import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../error-code';

/** A holder that lives but does not let go, such as one that is frozen, is waited for this long. */
const patienceMilliseconds = 2000;
const pauseMilliseconds = 3;

/**
 * Does something that no other process of this computer does at the same time with the same path. A holder that was
 * killed is not waited for.
 */
export function withFileLock<R>(path: string, action: () => R): R {
  const lock = `${path}.lock`;
  const own = `${process.pid} ${randomUUID()}`;
  let seen = '';
  let seenAt = performance.now();
  while (!taken(lock, own)) {
    const holder = textOf(lock);
    if (holder !== seen) [seen, seenAt] = [holder, performance.now()];
    const isGone = /^\d+ /.test(holder) && !existsSync(`/proc/${Number.parseInt(holder, 10)}`);
    if ((isGone || performance.now() - seenAt > patienceMilliseconds) && textOf(lock) === seen) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds);
  }
  try {
    return action();
  } finally {
    if (textOf(lock) === own) rmSync(lock, { force: true });
  }
}

function taken(lock: string, own: string): boolean {
  try {
    writeFileSync(lock, own, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return '';
    throw thrown;
  }
}
