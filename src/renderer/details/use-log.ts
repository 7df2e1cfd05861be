import { useEffect, useState } from 'react';
import { errorOf, type CapstanError } from '@domain/errors';
import { useCommands } from '../state/store';

export type Log =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly text: string }
  | { readonly state: 'failed'; readonly error: CapstanError };

const refreshMilliseconds = 2000;

/** The log of a session, asked for anew as long as it grows. */
export function useLog(id: string, isGrowing: boolean): Log {
  const [log, setLog] = useState<Log>({ state: 'loading' });
  const { log: ask } = useCommands();
  useEffect(() => {
    let isCurrent = true;
    const load = async () => {
      try {
        const text = await ask(id);
        // The same text stays the same state: nothing is drawn anew.
        if (isCurrent) setLog((before) => (before.state === 'ready' && before.text === text ? before : { state: 'ready', text }));
      } catch (thrown) {
        if (isCurrent) setLog({ state: 'failed', error: errorOf(thrown) });
      }
    };
    void load();
    const timer = isGrowing ? setInterval(() => void load(), refreshMilliseconds) : null;
    return () => {
      isCurrent = false;
      if (timer !== null) clearInterval(timer);
    };
  }, [id, isGrowing, ask]);
  return log;
}
