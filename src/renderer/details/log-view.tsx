import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning } from '../state/selectors';
import { useSelect } from '../state/store';
import { sessionInView } from '../state/tiles';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import { AlertList } from './alert-list';
import { LogText } from './log-text';
import { useLog } from './use-log';
import classes from './details.module.css';

/** ffmpeg's own messages of the session in view. */
export default function LogView() {
  const { t } = useTranslation('details');
  const session = useSelect(sessionInView);
  const [attempt, setAttempt] = useState(0);
  if (session === null) return <Padded>{t('log.nothingRuns')}</Padded>;
  return (
    <>
      {session.alerts && <AlertList alerts={session.alerts} />}
      <LogOf key={`${session.id} ${attempt}`} id={session.id} isGrowing={isRunning(session)} onRetry={() => setAttempt(attempt + 1)} />
    </>
  );
}

interface LogOfProps {
  readonly id: string;
  readonly isGrowing: boolean;
  readonly onRetry: () => void;
}

function LogOf({ id, isGrowing, onRetry }: LogOfProps) {
  const { t } = useTranslation('details');
  const log = useLog(id, isGrowing);
  switch (log.state) {
    case 'loading':
      return <Padded>{t('log.reading')}</Padded>;
    case 'failed':
      return (
        <div className={classes['content']}>
          <ErrorAlert error={log.error} tone="warning" onRetry={onRetry} />
        </div>
      );
    case 'ready':
      return log.text.trim() === '' ? <Padded>{t('log.empty')}</Padded> : <LogText text={log.text} />;
  }
}

const Padded = ({ children }: { readonly children: string }) => (
  <div className={classes['content']}>
    <Empty>{children}</Empty>
  </div>
);
