import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text as readAll } from 'node:stream/consumers';
import { failure } from '@domain/errors';
import { thisComputer } from '@domain/host';
import { environmentCredentials } from './environment-credentials';
import { dataDirectory } from '../station/store/data-directory';
import { Output } from './output';
import type { Interrupt, Shell } from './shell';
import { printable } from './text';

const interrupts: readonly Interrupt[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export interface NodeShell extends Shell {
  /** Ends the process, whatever is still open. */
  end(status: number): void;
}

/** The shell of this process. What a command does not need is not loaded. */
export function createNodeShell(version: string): NodeShell {
  const { env } = process;
  const cwd = process.cwd();
  const out = new Output(process.stdout, process.stderr, env);
  let isHungUp = false;
  const crashed = new Promise<never>((_resolve, reject) => {
    process.on('uncaughtException', reject);
  });
  // Commands look at it where they wait; until then it is nobody's rejection.
  crashed.catch(() => undefined);

  return {
    out,
    cwd,
    crashed,
    async openPresets() {
      const [{ openPresetLibrary }, { openConfStore }] = await Promise.all([
        import('../station/presets/preset-library'),
        import('../station/store/conf-store'),
      ]);
      return openPresetLibrary(openConfStore, dataDirectory(env));
    },
    async openStation({ engine, host = thisComputer }) {
      const [{ openStation }, { openConfStore }] = await Promise.all([
        import('../station'),
        import('../station/store/conf-store'),
      ]);
      return openStation({ dataDirectory: dataDirectory(env), openStore: openConfStore, engine, host, credentials: environmentCredentials(env), env, version });
    },
    userId: process.getuid?.() ?? 0,
    exists: existsSync,
    async readText(path) {
      if (path === '-') return readAll(process.stdin);
      try {
        return await readFile(resolve(cwd, path), 'utf8');
      } catch (cause) {
        throw failure('preset-invalid', `The file cannot be read: ${messageOf(cause)}`, {
          field: 'file',
          nextStep: 'Check the path and its permissions.',
          cause,
        });
      }
    },
    async writeText(path, text) {
      try {
        await writeFile(resolve(cwd, path), text, { flag: 'wx' });
      } catch (cause) {
        throw failure('output-unwritable', messageOf(cause), {
          nextStep: 'Choose another file; none is replaced.',
          cause,
        });
      }
    },
    async confirm(question) {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^y(es)?$/i.test((await terminal.question(`${printable(question)} [y/N] `)).trim());
      } finally {
        terminal.close();
      }
    },
    onInterrupt(listener) {
      const heard = (signal: Interrupt) => {
        isHungUp ||= signal === 'SIGHUP';
        listener(signal);
      };
      for (const signal of interrupts) process.on(signal, heard);
      return () => {
        for (const signal of interrupts) process.off(signal, heard);
      };
    },
    end(status) {
      // Node crashes in its own clean-up of a terminal that has gone; the signal itself ends it quietly.
      if (isHungUp && [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)) {
        process.kill(process.pid, 'SIGHUP');
      }
      // Pipes and terminals are written synchronously here, so nothing is lost; open handles must not keep the terminal.
      else process.exit(status);
    },
    debug(thrown) {
      if (env['CAPSTAN_DEBUG']) out.note(thrown instanceof Error ? describe(thrown) : String(thrown));
    },
  };
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function describe(error: Error): string {
  const text = error.stack ?? error.message;
  return error.cause instanceof Error ? `${text}\nCaused by ${describe(error.cause)}` : text;
}
