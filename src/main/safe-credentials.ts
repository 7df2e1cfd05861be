import { join } from 'node:path';
import { safeStorage } from 'electron';
import type { CredentialStore } from '../station/credentials';
import { CredentialFile } from './credential-file';

/** Users and passwords of network sources, encrypted by the desktop's keyring. */
export function safeCredentials(directory: string): CredentialStore {
  return new CredentialFile(join(directory, 'credentials.json'), {
    refusal: () => {
      if (!safeStorage.isEncryptionAvailable()) return 'This desktop has no keyring that would encrypt the password.';
      // Chromium's stand-in encrypts with a password that everybody knows.
      return safeStorage.getSelectedStorageBackend() === 'basic_text' ? 'This desktop has no keyring; the password would be as good as readable.' : null;
    },
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
  });
}
