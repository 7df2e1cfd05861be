import { useEffect, useState } from 'react';

/** Samples come once a second: after this long without one it is said. */
const staleMs = 5000;

/** True while `flow` has not changed for a while. */
export function useStale(flow: unknown): boolean {
  const [stale, setStale] = useState<unknown>(null);
  useEffect(() => {
    const timer = setTimeout(() => setStale(flow), staleMs);
    return () => clearTimeout(timer);
  }, [flow]);
  return flow !== null && stale === flow;
}
