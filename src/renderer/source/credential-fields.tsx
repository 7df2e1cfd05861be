import { useEffect, useState } from 'react';
import { Button, PasswordInput, Text, TextInput } from '@mantine/core';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { Columns } from '../ui/section';
import { credentialName } from './network-address';
import type { NetworkSource } from './network-fields';
import classes from './source.module.css';

/** User and password of a network source. They are kept by the main process, and never come back to the window. */
export function CredentialFields({ source }: { readonly source: NetworkSource }) {
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
    await forgetCredential(credential);
    edit({ source: { ...source, credential: null } });
  };
  return (
    <div className={classes['login']}>
      <Text size="xs" {...(error !== null && { c: 'red' })}>
        {names.includes(credential)
          ? `User and password are kept encrypted on this computer (${credential}).`
          : `The password “${credential}” is not kept on this computer: enter it again.`}
      </Text>
      <div className={classes['buttons']}>
        <Button size="compact-xs" variant="default" onClick={() => setChanging(true)}>
          Change…
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void forget()}>
          Forget
        </Button>
      </div>
    </div>
  );
}

function Login({ source, onDone }: { readonly source: NetworkSource; readonly onDone: () => void }) {
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
          label="User"
          placeholder="None"
          autoComplete="off"
          value={user}
          maxLength={256}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <PasswordInput
          size="xs"
          label="Password"
          autoComplete="off"
          value={password}
          maxLength={1024}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Columns>
      {(user !== '' || source.credential !== null) && (
        <div className={classes['buttons']}>
          <Button size="compact-xs" type="submit" disabled={name === null || user === ''}>
            Keep them
          </Button>
          <Text size="xs" c="dimmed">
            {name === null ? 'Enter the address first.' : 'Kept encrypted on this computer, never in a preset.'}
          </Text>
        </div>
      )}
    </form>
  );
}
