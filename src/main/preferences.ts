import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestInput } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import { parseJson } from '@domain/json';
import { preferencesSchema, usualPreferences, type Preferences } from '@domain/preferences';

type Listener = (now: Preferences, before: Preferences) => void;

/** How the window behaves, in `preferences.json` of its folder. What is broken there is set aside and said, and the usual holds. */
export class PreferencesFile {
  /** What was wrong with the file. */
  readonly notices: string[] = [];
  private readonly path: string;
  private readonly listeners = new Set<Listener>();
  private preferences: Preferences;

  constructor(directory: string) {
    this.path = join(directory, 'preferences.json');
    this.preferences = this.read();
  }

  get current(): Preferences {
    return this.preferences;
  }

  /** Throws `output-unwritable`; then nothing has changed. */
  set(change: RequestInput<'preferences.set'>): Preferences {
    const before = this.preferences;
    const now = withWished(before, change);
    this.write(now);
    this.preferences = now;
    for (const listener of this.listeners) listener(now, before);
    return now;
  }

  onChange(listener: Listener): void {
    this.listeners.add(listener);
  }

  private read(): Preferences {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') this.notices.push(`The preferences cannot be read: ${errorOf(thrown).detail}`);
      return usualPreferences;
    }
    // An older version wrote fewer of them.
    const kept = preferencesSchema.partial().safeParse(parseJson(text));
    if (kept.success) return withWished(usualPreferences, kept.data);
    this.setAside();
    return usualPreferences;
  }

  private setAside(): void {
    const aside = `${this.path}.broken-${new Date().toISOString()}`;
    try {
      renameSync(this.path, aside);
      this.notices.push(`${this.path} is damaged. It is kept as ${aside}; the usual preferences hold.`);
    } catch (thrown) {
      this.notices.push(`${this.path} is damaged, and could not be kept: ${errorOf(thrown).detail}`);
    }
  }

  private write(preferences: Preferences): void {
    try {
      const written = `${this.path}.new`;
      writeFileSync(written, `${JSON.stringify(preferences, undefined, 2)}\n`, { mode: 0o600, flush: true });
      renameSync(written, this.path);
    } catch (cause) {
      throw failure('output-unwritable', `The preferences were not kept: ${errorOf(cause).detail}`, { cause });
    }
  }
}

function withWished(preferences: Preferences, change: RequestInput<'preferences.set'>): Preferences {
  const wished = Object.entries(change).filter(([, value]) => value !== undefined);
  return preferencesSchema.parse({ ...preferences, ...Object.fromEntries(wished) });
}
