import type { CapstanError } from '@domain/errors';
import { errorText, printable } from './text';

/** The part of a process's stdout and stderr that is used. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Text for people and scripts. A reader that went away never ends what the command does. */
export class Output {
  /** Stdout is a terminal in which a line can be drawn again. */
  readonly isLive: boolean;
  private readonly broken = new Set<TextStream>();
  private shown: readonly string[] = [];

  constructor(
    private readonly stdout: TextStream,
    private readonly stderr: TextStream,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.isLive = stdout.isTTY === true && env['TERM'] !== 'dumb';
    for (const stream of [stdout, stderr]) stream.on('error', () => this.broken.add(stream));
  }

  /** One or more whole lines on stdout. */
  print(text: string): void {
    this.above(this.stdout, printable(text));
  }

  /** One or more whole lines on stderr. */
  note(text: string): void {
    this.above(this.stderr, printable(text));
  }

  error(error: CapstanError): void {
    const colours = this.stderr.isTTY === true && !this.env['NO_COLOR'] && this.env['TERM'] !== 'dumb';
    this.above(this.stderr, errorText(error, colours ? (text) => `\u001B[1;31m${text}\u001B[0m` : undefined));
  }

  /** One value as one line of JSON. */
  line(value: object): void {
    this.write(this.stdout, `${JSON.stringify(value)}\n`);
  }

  /** One value as a JSON document. */
  document(value: unknown): void {
    this.write(this.stdout, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Text on stdout exactly as it is. */
  raw(text: string): void {
    this.write(this.stdout, text);
  }

  /** Draws the line at the bottom anew, cut to the width of the terminal; empty takes it away. Nothing where not live. */
  status(text: string): void {
    this.block(text === '' ? [] : [text]);
  }

  /** The same with several lines. */
  block(lines: readonly string[]): void {
    if (!this.isLive) return;
    const kept = lines.map((line) => line.slice(0, this.columns - 1));
    if (kept.join('\n') === this.shown.join('\n')) return;
    const below = this.shown.length > Math.max(1, kept.length) ? '\u001B[J' : '';
    this.write(this.stdout, `${this.toTop}${kept.join('\u001B[K\n')}\u001B[K${below}`);
    this.shown = kept;
  }

  get columns(): number {
    return this.stdout.columns || 80;
  }

  /** Back to the first column of the first line that is drawn. */
  private get toTop(): string {
    return this.shown.length > 1 ? `\r\u001B[${this.shown.length - 1}A` : '\r';
  }

  private above(stream: TextStream, text: string): void {
    const { shown } = this;
    if (shown.length > 0) this.write(this.stdout, `${this.toTop}${shown.length > 1 ? '\u001B[J' : '\u001B[K'}`);
    this.write(stream, `${text}\n`);
    if (shown.length > 0) this.write(this.stdout, shown.join('\n'));
  }

  private write(stream: TextStream, text: string): void {
    if (!this.broken.has(stream)) stream.write(text);
  }
}
