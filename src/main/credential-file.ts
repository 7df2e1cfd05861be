import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorOf, failure } from '@domain/errors';
import { parseJson } from '@domain/json';
import type { Credential, CredentialStore } from '../station/credentials';

/** What encrypts: the desktop's keyring. */
export interface Cipher {
  /** Why nothing can be kept safely; null where it can. */
  refusal(): string | null;
  encrypt(text: string): Uint8Array;
  decrypt(bytes: Uint8Array): string;
}

/** Encrypted logins by name, as base64. */
const fileSchema = z.record(z.string().regex(/^[A-Za-z0-9._-]{1,64}$/), z.base64());
const loginSchema = z.object({ user: z.string(), password: z.string() });

/** Logins of network sources in one file that only this user reads, each of them encrypted. */
export class CredentialFile implements CredentialStore {
  constructor(
    private readonly path: string,
    private readonly cipher: Cipher,
  ) {}

  names(): string[] {
    return Object.keys(this.read()).toSorted();
  }

  /** Throws `credential-missing` where the keyring no longer opens it. */
  get(name: string): Credential | null {
    const kept = this.read();
    const text = Object.hasOwn(kept, name) ? kept[name] : undefined;
    if (text === undefined) return null;
    try {
      return loginSchema.parse(parseJson(this.cipher.decrypt(Buffer.from(text, 'base64'))));
    } catch (cause) {
      throw failure('credential-missing', `The login ${name} was kept by another keyring or user, and cannot be read: ${errorOf(cause).detail}`, { field: 'source.credential', cause });
    }
  }

  /** Throws `internal` where there is no keyring: a password that anybody could read is not written. */
  set(name: string, { user, password }: Credential): void {
    const refusal = this.cipher.refusal();
    if (refusal !== null) {
      throw failure('keyring-missing', refusal);
    }
    const encrypted = Buffer.from(this.cipher.encrypt(JSON.stringify({ user, password }))).toString('base64');
    this.write({ ...this.read(), [name]: encrypted });
  }

  remove(name: string): void {
    const { [name]: _removed, ...rest } = this.read();
    this.write(rest);
  }

  private read(): Record<string, string> {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
      throw failure('internal', `The logins cannot be read: ${errorOf(cause).detail}`, { cause });
    }
    const parsed = fileSchema.safeParse(parseJson(text));
    if (!parsed.success) throw failure('internal', `${this.path} is damaged.`, { nextStep: 'Move the file away, and enter the logins again.' });
    return parsed.data;
  }

  private write(logins: Record<string, string>): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const written = `${this.path}.new`;
    writeFileSync(written, `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600 });
    chmodSync(written, 0o600);
    renameSync(written, this.path);
  }
}
