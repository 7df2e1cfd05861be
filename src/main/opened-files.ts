import { statSync } from 'node:fs';
import { resolve } from 'node:path';

const presetEnding = /\.(capstan-presets|json)$/i;

/** Preset files among the words that the program was started with, as absolute paths. */
export function presetFilesOf(words: readonly string[], directory: string): string[] {
  return words
    .slice(1)
    .filter((word) => !word.startsWith('-') && presetEnding.test(word))
    .map((word) => resolve(directory, word))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** Files that the desktop gave to open, in order, until each is answered. */
export class OpenedFiles {
  private readonly paths: string[];
  private listener = () => {};

  constructor(paths: readonly string[]) {
    this.paths = [...paths];
  }

  get first(): string | null {
    return this.paths[0] ?? null;
  }

  add(paths: readonly string[]): void {
    this.paths.push(...paths.filter((path) => !this.paths.includes(path)));
    if (paths.length > 0) this.listener();
  }

  /** The first one is done with. */
  drop(): void {
    this.paths.shift();
  }

  onAdded(listener: () => void): void {
    this.listener = listener;
  }
}
