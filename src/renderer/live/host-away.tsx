import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chosenHost, chosenHostId } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';

/** The chosen host cannot be used: why, and what can be done. */
export function HostAway() {
  const error = useSelect((state) => (state.status.state === 'failed' ? state.status.error : null));
  const { t } = useTranslation('live');
  const name = useSelect((state) => chosenHost(state)?.name ?? t('host.theHost'));
  const id = useSelect(chosenHostId);
  const { reconnect, checkHost } = useCommands();
  const dispatch = useDispatch();
  if (!error) return null;
  const check = (hostId: string) => {
    dispatch({ type: 'host-shown', shown: { shows: 'host', id: hostId } });
    void checkHost(hostId);
  };
  return (
    <>
      <p data-testid="host-away">{t('host.away', { name })}</p>
      <ErrorAlert
        error={error}
        onRetry={() => void reconnect()}
        actions={
          <>
            <ChooseAnother />
            {id !== null && (
              <Button size="compact-xs" variant="default" onClick={() => check(id)}>
                {t('host.check')}
              </Button>
            )}
          </>
        }
      />
    </>
  );
}

export function Connecting() {
  const { t } = useTranslation('live');
  const name = useSelect((state) => chosenHost(state)?.name ?? null);
  return (
    <>
      <Loader size="sm" color="gray" aria-label={t('host.connecting')} />
      <p role="status">{name === null ? t('host.connectingToHost') : t('host.connectingTo', { name })}</p>
      <ChooseAnother />
    </>
  );
}

function ChooseAnother() {
  const { t } = useTranslation('live');
  const id = useSelect(chosenHostId);
  const dispatch = useDispatch();
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => dispatch({ type: 'host-shown', shown: id === null ? { shows: 'new' } : { shows: 'host', id } })}
    >
      {t('host.chooseAnother')}
    </Button>
  );
}
