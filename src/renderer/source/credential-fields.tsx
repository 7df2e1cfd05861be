import { useEffect, useState } from 'react';
import { Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { Columns } from '../ui/section';
import { credentialName } from './network-address';
import type { NetworkSource } from './network-fields';
import classes from './source.module.css';

/** User and password of a network source. They are kept by the main process, and never come back to the window. */
export function CredentialFields({ source }: { readonly source: NetworkSource }) {
  const { t } = useTranslation('source');
  const names = useSelect((state) => state.credentials);
  const error = useSelect((state) => fieldError(state, 'source.credential'));
  const [isChanging, setChanging] = useState(false);
  const { edit, loadCredentials, forgetCredential } = useCommands();
  useEffect(() => void loadCredentials(), [loadCredentials]);
  const { credential } = source;
  if (credential === null || isChanging) {
    return <Login source={source} onDone={() => setChanging(false)} />;
  }
  const forget = async () => {
    if (await forgetCredential(credential)) edit({ source: { ...source, credential: null } });
  };
  return (
    <div className={classes['login']}>
      <Text size="xs" {...(error !== null && { c: 'red' })}>
        {names.includes(credential)
          ? t('login.kept', { name: credential })
          : t('login.missing', { name: credential })}
      </Text>
      <div className={classes['buttons']}>
        <Button size="compact-xs" variant="default" onClick={() => setChanging(true)}>
          {t('login.change')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void forget()}>
          {t('login.forget')}
        </Button>
      </div>
    </div>
  );
}

function Login({ source, onDone }: { readonly source: NetworkSource; readonly onDone: () => void }) {
  const { t } = useTranslation('source');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const { edit, keepCredential } = useCommands();
  const name = credentialName(source.url);
  const keep = async () => {
    if (name === null || !(await keepCredential(name, user, password))) return;
    edit({ source: { ...source, credential: name } });
    onDone();
  };
  return (
    <form
      className={classes['login']}
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <Columns>
        <TextInput
          size="xs"
          label={t('login.user')}
          placeholder={t('login.none')}
          autoComplete="off"
          value={user}
          maxLength={256}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <PasswordInput
          size="xs"
          label={t('login.password')}
          autoComplete="off"
          value={password}
          maxLength={1024}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Columns>
      {(user !== '' || source.credential !== null) && (
        <div className={classes['buttons']}>
          <Button size="compact-xs" type="submit" disabled={name === null || user === ''}>
            {t('login.keep')}
          </Button>
          <Text size="xs" c="dimmed">
            {name === null ? t('login.addressFirst') : t('login.note')}
          </Text>
        </div>
      )}
    </form>
  );
}
