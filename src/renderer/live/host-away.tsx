import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ExamineButton } from '../doctor/examine-button';
import { forHost } from '../hosts/for-host';
import { nameOfHost } from '../hosts/host-words';
import { chosenHost, chosenHostId } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';

/** The chosen host cannot be used: why, and what can be done. */
export function HostAway() {
  const error = useSelect((state) => (state.status.state === 'failed' ? state.status.error : null));
  const { t } = useTranslation('live');
  const { t: hostsT } = useTranslation('hosts');
  const host = useSelect(chosenHost);
  const name = host ? nameOfHost(host, hostsT) : t('host.theHost');
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
        fill={(nextStep) => (host ? forHost(nextStep, host) : nextStep)}
        onRetry={() => void reconnect()}
        actions={
          <>
            <ChooseAnother />
            {id !== null && (
              <Button size="compact-xs" variant="default" onClick={() => check(id)}>
                {t('host.check')}
              </Button>
            )}
            {id !== null && <ExamineButton hostId={id} />}
          </>
        }
      />
    </>
  );
}

export function Connecting() {
  const { t } = useTranslation('live');
  const { t: hostsT } = useTranslation('hosts');
  const host = useSelect(chosenHost);
  return (
    <>
      <Loader size="sm" color="gray" role="img" aria-label={t('host.connecting')} />
      <p role="status">{host ? t('host.connectingTo', { name: nameOfHost(host, hostsT) }) : t('host.connectingToHost')}</p>
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
