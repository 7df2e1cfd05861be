import { copyFileSync, existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CapstanFailure, failure } from '@domain/errors';
import { makeFolder } from '../make-folder';
import type { DocumentStore, OpenStore } from '../types';
import { withFileLock } from './file-lock';

export interface DocumentFormat<T extends Record<string, unknown>> {
  /** File name without `.json`. */
  readonly name: string;
  readonly schemaVersion: number;
  /** Versions that `parse` understands; default: its own alone. */
  readonly readableVersions?: readonly number[];
  readonly defaults: () => T;
  /** The usable part and the names of what is not; null where the whole shape is wrong. */
  readonly parse: (raw: Readonly<Record<string, unknown>>) => Parsed<T> | null;
}

export interface Parsed<T> {
  readonly value: T;
  readonly rejected: readonly string[];
}

/**
 * A JSON document that other processes and people may change at any time. It is examined before each reading:
 * a broken or newer file is set aside under another name, never overwritten, and `notices` says so.
 * Methods throw `output-unwritable` or `disk-full`.
 */
export class Document<T extends Record<string, unknown>> {
  readonly notices: string[] = [];
  private readonly path: string;
  private readonly store: DocumentStore<T>;
  /** What was read last, as long as the file is the same: a long list takes a while to check. */
  private last: { readonly stamp: string; readonly parsed: Parsed<T> } | null = null;

  /** Makes the directory (0700) and the file (0600) where they are missing. */
  constructor(
    openStore: OpenStore,
    private readonly directory: string,
    private readonly format: DocumentFormat<T>,
  ) {
    this.path = join(directory, `${format.name}.json`);
    this.store = this.guarded(() => {
      makeFolder(directory, 0o700);
      // Two processes that start in a new folder must agree on what is in it, such as who its owner is.
      return withFileLock(this.path, () => {
        this.usable();
        return openStore<T>({ name: format.name, directory, defaults: format.defaults() });
      });
    });
    this.read();
  }

  read(): T {
    return this.guarded(() => {
      const usable = this.usable();
      if (usable?.rejected.length === 0) return usable.value;
      const value = usable?.value ?? this.format.defaults();
      if (usable) this.keepOriginal(usable.rejected);
      this.write(value);
      return value;
    });
  }

  /** Reads anew, so that what another process wrote since is not lost. */
  update(change: (value: T) => T): void {
    this.guarded(() => withFileLock(this.path, () => this.write(change(this.read()))));
  }

  private write(value: T): void {
    this.last = null;
    this.store.store = value;
  }

  /** What lies on disk, once what cannot be used is out of the way; null where nothing is left. */
  private usable(): Parsed<T> | null {
    const stamp = stampOf(this.path);
    if (stamp === null) return null;
    if (this.last?.stamp === stamp) return this.last.parsed;
    const raw = parseObject(readFileSync(this.path, 'utf8'));
    const version = raw?.['schemaVersion'];
    const isNewer = typeof version === 'number' && version > this.format.schemaVersion;
    const parsed = raw !== null && this.reads(version) ? this.format.parse(raw) : null;
    if (parsed) {
      this.last = { stamp, parsed };
      return parsed;
    }
    const aside = this.asideName(isNewer ? 'newer' : 'broken');
    renameSync(this.path, aside);
    const found = isNewer ? 'was written by a newer Capstan' : 'is damaged';
    this.notices.push(`${this.path} ${found}. It is kept unchanged as ${aside}; Capstan goes on with a new one.`);
    return null;
  }

  private reads(version: unknown): boolean {
    const { schemaVersion, readableVersions = [schemaVersion] } = this.format;
    return typeof version === 'number' && readableVersions.includes(version);
  }

  private keepOriginal(rejected: readonly string[]): void {
    const aside = this.asideName('broken');
    copyFileSync(this.path, aside);
    this.notices.push(
      `${this.path} is damaged in part; left out: ${rejected.join('; ')}. The original is kept as ${aside}.`,
    );
  }

  private asideName(reason: 'broken' | 'newer'): string {
    const wanted = `${this.path}.${reason}-${new Date().toISOString()}`;
    let name = wanted;
    for (let number = 2; existsSync(name); number += 1) name = `${wanted}-${number}`;
    return name;
  }

  private guarded<R>(action: () => R): R {
    try {
      return action();
    } catch (cause) {
      if (cause instanceof CapstanFailure) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
      throw failure(
        full ? 'disk-full' : 'output-unwritable',
        `Capstan keeps its data in ${this.directory}: ${reason}`,
        {
          nextStep: 'Make the folder readable and writable for you, or set CAPSTAN_DATA to another folder.',
          cause,
        },
      );
    }
  }
}

/** Tells one content of a file from the next, which others put in its place; null where there is none. */
function stampOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? [found.ino, found.mtimeNs, found.ctimeNs, found.size].join(' ') : null;
}

/** Null where the text is no JSON object. */
function parseObject(text: string): Record<string, unknown> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
