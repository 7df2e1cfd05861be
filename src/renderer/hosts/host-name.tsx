import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorOf } from '@domain/errors';
import { hostNameSchema, type Host } from '@domain/host';
import { useCommands } from '../state/store';
import { nameOfHost } from './host-words';
import classes from './hosts.module.css';

/** The name of a host, and another for those that were added here. */
export function HostName({ host, isEditable }: { readonly host: Host; readonly isEditable: boolean }) {
  const { t } = useTranslation('hosts');
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { renameHost } = useCommands();
  if (draft === null) {
    return (
      <div className={classes['nameRow']}>
        <h2 className={classes['title']}>{nameOfHost(host, t)}</h2>
        {isEditable && (
          <Button size="compact-xs" variant="subtle" onClick={() => setDraft(host.name)}>
            {common('rename')}
          </Button>
        )}
      </div>
    );
  }
  const parsed = hostNameSchema.safeParse(draft);
  const wrong = parsed.success ? refusal : t('form.nameInvalid');
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
        aria-label={t('form.nameOfHost')}
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
        {common('rename')}
      </Button>
      <Button size="xs" variant="default" onClick={close}>
        {common('cancel')}
      </Button>
    </form>
  );
}
