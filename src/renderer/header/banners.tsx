import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CapstanError } from '@domain/errors';
import { ExamineButton } from '../doctor/examine-button';
import { chosenHostId } from '../state/hosts';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import classes from './header.module.css';

const shownNotices = 3;

/** What needs attention before anything else: a Docker that is closed to the user, the last action that failed, and notices. */
export function Banners() {
  const { t } = useTranslation('shell');
  const forbidden = useSelect(forbiddenDocker);
  const problem = useSelect((state) => state.problem);
  const notices = useSelect((state) => state.notices);
  const chosenId = useSelect(chosenHostId);
  const { reconnect } = useCommands();
  const dispatch = useDispatch();
  if (!forbidden && !problem && notices.length === 0) return null;
  return (
    <div className={classes['banners']}>
      {forbidden && (
        <ErrorAlert
          error={forbidden}
          tone="warning"
          onRetry={() => void reconnect()}
          retryLabel={t('lookForDocker')}
          actions={chosenId !== null && <ExamineButton hostId={chosenId} />}
        />
      )}
      {problem && <ErrorAlert error={problem} onClose={() => dispatch({ type: 'problem-dismissed' })} />}
      {notices.slice(0, shownNotices).map((notice) => (
        <Alert
          key={notice}
          color="yellow"
          p="xs"
          role="status"
          withCloseButton
          closeButtonLabel={t('dismissNotice')}
          onClose={() => dispatch({ type: 'notice-dismissed', notice })}
        >
          {notice}
        </Alert>
      ))}
      {notices.length > shownNotices && <span>{t('moreNotices', { count: notices.length - shownNotices })}</span>}
    </div>
  );
}

/** Docker that is there but closed to the user has a remedy worth saying at once; no Docker at all is no fault. */
function forbiddenDocker({ status }: Pick<AppState, 'status'>): CapstanError | null {
  if (status.state !== 'ready') return null;
  const { dockerError } = status.value.engine;
  return dockerError?.kind === 'daemon-forbidden' ? dockerError : null;
}
