import { failure } from '@domain/errors';
import type { CredentialStore } from '../station/credentials';

/** Name under which the login of the environment is found; a preset's own name finds it too. */
export const environmentCredential = 'environment';

/** A terminal keeps no secrets: the user and password of a network source come from the environment, for any name. */
export function environmentCredentials(env: NodeJS.ProcessEnv): CredentialStore {
  const user = env['CAPSTAN_SOURCE_USER'] ?? '';
  const password = env['CAPSTAN_SOURCE_PASSWORD'] ?? '';
  const isSet = user !== '' || password !== '';
  const refuse = (): never => {
    throw failure('keyring-missing', 'Passwords are kept by the window alone.');
  };
  return { get: () => (isSet ? { user, password } : null), set: refuse, remove: refuse, names: () => (isSet ? [environmentCredential] : []) };
}
