import type { CredentialStore } from '../../src/station/credentials';

/** For stations that are given no password. */
export const noCredentials: CredentialStore = {
  get: () => null,
  set: () => {
    throw new Error('This test keeps no credentials.');
  },
  remove: () => undefined,
  names: () => [],
};
