import { errorOf } from '@domain/errors';
import type { Request } from '../bridge';
import type { Remote } from './state';
import type { Store } from './store';

export interface CommandServices {
  readonly request: Request;
  readonly store: Store;
  /** Calls back once edits have come to rest; answers a function that calls it off. */
  readonly settle: (action: () => void) => () => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

export type Tried = <T>(action: () => Promise<T>) => Promise<T | undefined>;

/** Runs an action of the user. Undefined where it failed; the problem is shown then. */
export const trying =
  ({ dispatch }: Store): Tried =>
  async (action) => {
    try {
      return await action();
    } catch (thrown) {
      dispatch({ type: 'failed', error: errorOf(thrown) });
      return undefined;
    }
  };

export async function remote<T>(asked: Promise<T>): Promise<Remote<T>> {
  try {
    return { state: 'ready', value: await asked };
  } catch (thrown) {
    return { state: 'failed', error: errorOf(thrown) };
  }
}
