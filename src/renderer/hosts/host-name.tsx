import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { errorOf } from '@domain/errors';
import { hostNameSchema, type Host } from '@domain/host';
import { useCommands } from '../state/store';
import classes from './hosts.module.css';

/** The name of a host, and another for those that were added here. */
export function HostName({ host, isEditable }: { readonly host: Host; readonly isEditable: boolean }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { renameHost } = useCommands();
  if (draft === null) {
    return (
      <div className={classes['nameRow']}>
        <h3 className={classes['title']}>{host.name}</h3>
        {isEditable && (
          <Button size="compact-xs" variant="subtle" onClick={() => setDraft(host.name)}>
            Rename
          </Button>
        )}
      </div>
    );
  }
  const parsed = hostNameSchema.safeParse(draft);
  const wrong = parsed.success ? refusal : `The name ${parsed.error.issues[0]?.message ?? 'is not valid'}`;
  const close = () => {
    setDraft(null);
    setRefusal(null);
  };
  const submit = async () => {
    if (!parsed.success) return;
    try {
      if (parsed.data !== host.name) await renameHost(host.id, parsed.data);
      close();
    } catch (thrown) {
      setRefusal(errorOf(thrown).detail);
    }
  };
  return (
    <form
      className={classes['nameRow']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextInput
        size="xs"
        aria-label="Name of the host"
        autoFocus
        value={draft}
        maxLength={60}
        error={wrong}
        className={classes['name'] ?? ''}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setRefusal(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
      />
      <Button size="xs" type="submit" disabled={!parsed.success}>
        Rename
      </Button>
      <Button size="xs" variant="default" onClick={close}>
        Cancel
      </Button>
    </form>
  );
}
