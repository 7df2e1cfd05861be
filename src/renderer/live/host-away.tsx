import { Button, Loader } from '@mantine/core';
import { chosenHost, chosenHostId } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';

/** The chosen host cannot be used: why, and what can be done. */
export function HostAway() {
  const error = useSelect((state) => (state.status.state === 'failed' ? state.status.error : null));
  const name = useSelect((state) => chosenHost(state)?.name ?? 'The host');
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
      <p data-testid="host-away">{name} cannot be used now. Sessions on other hosts go on.</p>
      <ErrorAlert
        error={error}
        onRetry={() => void reconnect()}
        actions={
          <>
            <ChooseAnother />
            {id !== null && (
              <Button size="compact-xs" variant="default" onClick={() => check(id)}>
                Check step by step
              </Button>
            )}
          </>
        }
      />
    </>
  );
}

export function Connecting() {
  const name = useSelect((state) => chosenHost(state)?.name ?? 'the host');
  return (
    <>
      <Loader size="sm" color="gray" aria-label="Connecting" />
      <p role="status">Connecting to {name}…</p>
      <ChooseAnother />
    </>
  );
}

function ChooseAnother() {
  const id = useSelect(chosenHostId);
  const dispatch = useDispatch();
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => dispatch({ type: 'host-shown', shown: id === null ? { shows: 'new' } : { shows: 'host', id } })}
    >
      Choose another host
    </Button>
  );
}
