import { useEffect, useState } from 'react';
import type { SessionView } from '@domain/session';
import { elapsedSeconds } from '../state/parts';
import { isRunning } from '../state/selectors';
import { useSelect } from '../state/store';
import { unknown, useFormats } from '../ui/format';

/** Recorded so far, `1:02:03`, in digits of one width; a dash where that is not known. */
export function ElapsedText({ session }: { readonly session: SessionView }) {
  const { duration } = useFormats();
  const running = isRunning(session);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  const seconds = useSelect((state) => elapsedSeconds(state, session, now));
  return <>{seconds === null ? unknown : duration(seconds)}</>;
}
