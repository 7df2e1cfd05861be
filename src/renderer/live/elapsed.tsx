import { useEffect, useState } from 'react';
import type { SessionView } from '@domain/session';
import { earlierSeconds, isRunning } from '../state/selectors';
import { useSelect } from '../state/store';
import { useFormats } from '../ui/format';

/** Seconds recorded so far, with those of earlier parts: of the file where it is known, else since the start. */
export function useElapsedSeconds(session: SessionView): number {
  const running = isRunning(session);
  const earlier = useSelect((state) => earlierSeconds(state, session));
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  const { recording, startedAt } = session;
  return earlier + (recording ? recording.durationSeconds : Math.max(0, (now - Date.parse(startedAt)) / 1000));
}

/** `1:02:03`, in digits of one width. */
export function ElapsedText({ session }: { readonly session: SessionView }) {
  const { duration } = useFormats();
  return <>{duration(useElapsedSeconds(session))}</>;
}
