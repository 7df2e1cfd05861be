import { useEffect, useState } from 'react';
import { errorOf, type CapstanError } from '@domain/errors';
import { focusedSession, isRunning, sessionById } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { pictureSessionId } from '../state/tiles';
import { CopyButton } from '../ui/copy-button';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import classes from './details.module.css';

type Log =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly text: string }
  | { readonly state: 'failed'; readonly error: CapstanError };

const refreshMilliseconds = 2000;

/** ffmpeg's own messages of the session in view. */
export default function LogView() {
  const session = useSelect((state) => {
    const id = pictureSessionId(state);
    return focusedSession(state) ?? (id === null ? null : sessionById(state, id));
  });
  const [attempt, setAttempt] = useState(0);
  if (session === null)
    return <Empty>Nothing runs. The log shows what ffmpeg says of the source or recording in view.</Empty>;
  const key = `${session.id} ${attempt}`;
  return <LogText key={key} id={session.id} isGrowing={isRunning(session)} onRetry={() => setAttempt(attempt + 1)} />;
}

interface LogTextProps {
  readonly id: string;
  readonly isGrowing: boolean;
  readonly onRetry: () => void;
}

function LogText({ id, isGrowing, onRetry }: LogTextProps) {
  const [log, setLog] = useState<Log>({ state: 'loading' });
  const { log: ask } = useCommands();

  useEffect(() => {
    let isCurrent = true;
    const load = async () => {
      try {
        const text = await ask(id);
        if (isCurrent) setLog({ state: 'ready', text });
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

  switch (log.state) {
    case 'loading':
      return <Empty>Reading the log…</Empty>;
    case 'failed':
      return <ErrorAlert error={log.error} tone="warning" onRetry={onRetry} />;
    case 'ready':
      if (log.text.trim() === '') return <Empty>ffmpeg has said nothing: no warning, no error.</Empty>;
      return (
        <div className={classes['command']}>
          <pre data-testid="log-text" className={classes['text']} tabIndex={0} aria-label="Log of ffmpeg">
            {log.text}
          </pre>
          <CopyButton text={log.text} label="Copy the log" />
        </div>
      );
  }
}
