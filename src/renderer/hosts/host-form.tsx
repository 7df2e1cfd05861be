import { useState } from 'react';
import { Button, Switch, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { parseEndpoint } from '@domain/endpoint';
import { errorOf, type CapstanError } from '@domain/errors';
import { hostNameSchema } from '@domain/host';
import { useCommands } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { suggestedName } from './suggested-name';
import classes from './hosts.module.css';

/** A new host. It is checked as soon as it is added. */
export function HostForm() {
  const { t } = useTranslation('hosts');
  const [address, setAddress] = useState('');
  const [typedName, setTypedName] = useState<string | null>(null);
  const [tls, setTls] = useState(true);
  const [refusal, setRefusal] = useState<CapstanError | null>(null);
  const [isAdding, setAdding] = useState(false);
  const { addHost } = useCommands();
  const isTcp = /^(tcp|https?):/i.test(address);
  const usesTls = isTcp && tls;
  const name = typedName ?? suggestedName(address);
  const endpoint = address === '' ? null : parseEndpoint(address, usesTls);
  const named = hostNameSchema.safeParse(name);
  const nameError = named.success || name === '' ? null : t('form.nameInvalid');
  const refusedField = refusal?.field ?? null;
  const submit = async () => {
    if (!endpoint?.ok || !named.success) return;
    setAdding(true);
    try {
      await addHost({ name: named.data, address, tls: usesTls });
    } catch (thrown) {
      setRefusal(errorOf(thrown));
    } finally {
      setAdding(false);
    }
  };
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 className={classes['title']}>{t('add')}</h2>
      <Text size="xs" c="dimmed">
        {t('form.intro')}
      </Text>
      <TextInput
        size="xs"
        label={t('form.address')}
        placeholder="ssh://user@host"
        description={t('form.addressHint')}
        autoFocus
        spellCheck={false}
        value={address}
        error={endpoint && !endpoint.ok ? endpoint.error.detail : refusedField === 'endpoint' ? refusal?.detail : null}
        onChange={(event) => {
          setAddress(event.currentTarget.value.trim());
          setRefusal(null);
        }}
      />
      <TextInput
        size="xs"
        label={t('form.name')}
        value={name}
        maxLength={60}
        error={nameError ?? (refusedField === 'name' ? refusal?.detail : null)}
        onChange={(event) => {
          setTypedName(event.currentTarget.value);
          setRefusal(null);
        }}
      />
      {isTcp && (
        <Switch
          size="xs"
          label={t('form.tls')}
          description={t(tls ? 'form.tlsOn' : 'form.tlsOff')}
          checked={tls}
          onChange={(event) => setTls(event.currentTarget.checked)}
        />
      )}
      {refusal && refusedField !== 'name' && refusedField !== 'endpoint' && <ErrorAlert error={refusal} />}
      <div className={classes['actions']}>
        <Button size="xs" type="submit" loading={isAdding} disabled={!endpoint?.ok || !named.success}>
          {t(usesTls ? 'form.chooseAndAdd' : 'form.addAndCheck')}
        </Button>
      </div>
    </form>
  );
}
