import type { Capabilities } from '@domain/capabilities';
import { failure } from '@domain/errors';
import { inputScript } from '@domain/plan/network-source';
import type { Plan } from '@domain/plan/types';

/** A user and password of a network source. Kept apart from presets, and given to no log, label or command. */
export interface Credential {
  readonly user: string;
  readonly password: string;
}

/** Where a shell keeps credentials: encrypted in the window, from the environment in the terminal. */
export interface CredentialStore {
  /** Null where there is none of this name. */
  get(name: string): Credential | null;
  /** Throws `internal` where the shell cannot keep secrets. */
  set(name: string, credential: Credential): void;
  remove(name: string): void;
  names(): string[];
}

/**
 * What the recorder of a plan reads on its standard input: a secret; null where it needs no login. Throws
 * `credential-missing`.
 */
export function loginScript({ credential, record: { settings } }: Plan, { ffmpeg }: Capabilities, credentials: CredentialStore): string | null {
  if (credential === null || settings.source.type !== 'network') return null;
  const login = credentials.get(credential);
  const script = login && inputScript(settings.source, login, ffmpeg);
  if (script === null) throw failure('credential-missing', `There is no login of the name ${credential}.`, { field: 'source.credential' });
  return script;
}
