import { failure } from '@domain/errors';
import type { CredentialStore } from '../station/credentials';

/** Users and passwords of network sources, encrypted by the desktop's keyring. */
export function safeCredentials(_directory: string): CredentialStore {
  const refuse = (): never => {
    throw failure('internal', 'Passwords cannot be kept yet.');
  };
  return { get: () => null, set: refuse, remove: refuse, names: () => [] };
}
