import { useEffect, useState } from 'react';
import type { History } from '../state/load';

/** Samples come once a second: after this long without one it is said. */
const staleAfterMs = 5000;

/** True where nothing came for a while: of what is watched, or because it was not watched. */
export function useStale(history: History<unknown>): boolean {
  const newestMs = history.at(-1)?.atMs ?? null;
  const [staleMs, setStaleMs] = useState<number | null>(null);
  useEffect(() => {
    if (newestMs === null) return undefined;
    const timer = setTimeout(() => setStaleMs(newestMs), newestMs + staleAfterMs - performance.now());
    return () => clearTimeout(timer);
  }, [newestMs]);
  return newestMs !== null && staleMs === newestMs;
}
