import { errorOf, failure } from '@domain/errors';
import type { PresetLibrary, Station } from '../station/types';
import type { Output } from './output';

export type EngineChoice = 'auto' | 'docker' | 'local';
/** Where a command works: `host` is a name or address. */
export interface StationChoice {
  readonly engine: EngineChoice;
  readonly host?: string;
}
export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What a command needs of the process that it runs in. */
export interface Shell {
  readonly out: Output;
  readonly cwd: string;
  /** Opens only what the command asks for: presets need no engine. */
  openPresets(): Promise<PresetLibrary>;
  openStation(choice: StationChoice): Promise<Station>;
  /** Numeric user that this process runs as. */
  readonly userId: number;
  exists(path: string): boolean;
  readText(path: string): Promise<string>;
  /** Refuses to replace a file. */
  writeText(path: string, text: string): Promise<void>;
  /** Asks a person on the terminal; null where there is nobody to ask. */
  confirm(question: string): Promise<boolean | null>;
  /** Takes the signals over until the returned function is called. */
  onInterrupt(listener: (signal: Interrupt) => void): () => void;
  /** Rejects with an exception that nobody caught: whoever waits for long looks at it too. */
  readonly crashed: Promise<never>;
  /** For people who look for a cause: the whole exception, where CAPSTAN_DEBUG is set. */
  debug(thrown: unknown): void;
}

export const exitStatus = { done: 0, failed: 1, usage: 2 } as const;

/** Runs a command that answers once. What it throws is told on stderr, and with `json` as `{"error": ...}` on stdout. */
export async function answering(shell: Shell, json: boolean, command: () => Promise<void>): Promise<number> {
  try {
    await Promise.race([command(), shell.crashed]);
    return exitStatus.done;
  } catch (thrown) {
    shell.debug(thrown);
    const error = errorOf(thrown);
    if (json) shell.out.document({ error });
    shell.out.error(error);
    return exitStatus.failed;
  }
}

export const withStation = <T>(shell: Shell, choice: StationChoice, use: (station: Station) => Promise<T>): Promise<T> => using(shell.openStation(choice), use);

export async function using<T>(opening: Promise<Station>, use: (station: Station) => Promise<T>): Promise<T> {
  const station = await opening;
  try {
    return await use(station);
  } finally {
    await closed(station);
  }
}

/** A daemon that hangs must not keep the terminal: what closing would release ends with the process anyway. */
export async function closed(station: Station): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 2000);
  });
  await Promise.race([station.close(), patience]);
  clearTimeout(timer);
}

/** Tells once what was found when the data folder was opened. */
export function tellNotices(shell: Shell, notices: readonly string[]): void {
  for (const notice of notices) shell.out.note(`Note: ${notice}`);
}

/** A value out of a few. A wrong value is no wrong flag, so it is refused as a setting (exit status 1). */
export function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw failure('preset-invalid', `--${flag}: ${JSON.stringify(value)} is none of ${allowed.join(', ')}.`, {
      field: flag,
    });
  }
  return found;
}

/** What --engine and --host ask for. */
export function stationChoice({ engine, host }: StationFlags): StationChoice {
  const chosen = engine === undefined ? 'auto' : oneOf('engine', engine, ['auto', 'docker', 'local']);
  if (host !== undefined && chosen === 'local') {
    throw failure('preset-invalid', '--engine local is this computer’s own ffmpeg; it runs on no other host.', { field: 'engine' });
  }
  return { engine: chosen, ...(host !== undefined && { host }) };
}

export interface StationFlags {
  readonly engine?: string;
  readonly host?: string;
}
