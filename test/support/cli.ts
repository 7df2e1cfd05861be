import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { until } from './until';

/** The built command line, as a user starts it. */
export const cliBundle = resolve(import.meta.dirname, '../../out/main/cli.js');

export interface CliEvent extends Record<string, unknown> {
  readonly type: string;
}

/** `capstan WORDS` as a process of its own; with `--json` its events are read as they come. */
export class Cli {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  stdout = '';
  stderr = '';

  constructor(words: readonly string[], env: Readonly<Record<string, string>>, wrapper: readonly string[] = []) {
    const [program = process.execPath, ...arguments_] = [...wrapper, process.execPath, cliBundle, ...words];
    this.child = spawn(program, arguments_, { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.exit = new Promise((done) => this.child.once('close', done));
  }

  get events(): CliEvent[] {
    return this.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  /** The first event of a type, or of what `accept` says. */
  event(type: string, accept: (event: CliEvent) => boolean = () => true, withinSeconds = 40): Promise<CliEvent> {
    return until(`${type} in ${this.stdout}${this.stderr}`, () => this.events.find((event) => event.type === type && accept(event)), {
      withinSeconds,
    });
  }
}
