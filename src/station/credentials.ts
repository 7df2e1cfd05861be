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
