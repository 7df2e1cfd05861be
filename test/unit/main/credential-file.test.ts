import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { CapstanFailure } from '@domain/errors';
import { CredentialFile, type Cipher } from '../../../src/main/credential-file';
import { temporaryDirectory } from '../station/temporary';

/** Stands for a keyring: unreadable without its number. */
const keyring = (key: number): Cipher => ({
  refusal: () => null,
  encrypt: (text) => Buffer.from(`${key}:${text}`).map((byte) => byte ^ 0x5a),
  decrypt: (bytes) => {
    const text = Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString();
    if (!text.startsWith(`${key}:`)) throw new Error('wrong key');
    return text.slice(`${key}:`.length);
  },
});
const errorOfCall = (call: () => unknown) => {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof CapstanFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('nothing was thrown');
};

let path: string;
beforeEach(() => {
  path = join(temporaryDirectory(), 'state', 'credentials.json');
});
const login = { user: 'admin', password: 'geheim' };

it('keeps logins over a restart, encrypted, for this user alone', () => {
  new CredentialFile(path, keyring(1)).set('door', login);
  const again = new CredentialFile(path, keyring(1));
  expect(again.names()).toEqual(['door']);
  expect(again.get('door')).toEqual(login);
  expect(again.get('constructor')).toBeNull();
  expect(readFileSync(path, 'utf8')).not.toMatch(/admin|geheim/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  again.remove('door');
  expect(again.names()).toEqual([]);
});

it('writes nothing where there is no keyring', () => {
  const file = new CredentialFile(path, { ...keyring(1), refusal: () => 'no keyring' });
  expect(errorOfCall(() => file.set('door', login))).toMatchObject({ kind: 'keyring-missing', detail: 'no keyring' });
  expect(file.names()).toEqual([]);
});

it('says that another keyring kept a login', () => {
  new CredentialFile(path, keyring(1)).set('door', login);
  const error = errorOfCall(() => new CredentialFile(path, keyring(2)).get('door'));
  expect(error).toMatchObject({ kind: 'credential-missing', field: 'source.credential' });
  expect(error.detail).not.toContain('geheim');
});

it('leaves a damaged file as it is', () => {
  new CredentialFile(path, keyring(1)).set('door', login);
  writeFileSync(path, '{"door": ');
  const file = new CredentialFile(path, keyring(1));
  expect(errorOfCall(() => file.set('gate', login))).toMatchObject({ kind: 'internal', detail: expect.stringContaining('damaged') });
  expect(readFileSync(path, 'utf8')).toBe('{"door": ');
});
