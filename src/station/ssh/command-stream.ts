import { Duplex } from 'node:stream';
import type { PipedProcess } from '../process';

/** Stdin and stdout of a process as one stream that node's http takes for a socket. */
export class CommandStream extends Duplex {
  /** @param explain why the process ended so; only its end with status 0 is the plain end of the stream */
  constructor(
    private readonly process: PipedProcess,
    explain: (end: Awaited<PipedProcess['closed']>) => Error,
  ) {
    super({ allowHalfOpen: true });
    // An idle connection has no listener, and its end is nobody's exception.
    this.on('error', () => undefined);
    process.stdout.on('data', (chunk: Buffer) => {
      if (!this.destroyed && !this.push(chunk)) process.stdout.pause();
    });
    // Stdout ends before the reason is known: the end is told when the process has closed.
    process.closed.then(
      (end) => (end.exitCode === 0 ? this.finish() : this.destroy(explain(end))),
      (thrown: unknown) => this.destroy(thrown instanceof Error ? thrown : new Error(String(thrown))),
    );
  }

  override _read(): void {
    this.process.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.process.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.process.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.process.kill('SIGTERM');
    this.process.stdin.destroy();
    // Nobody reads any more, and only an output that was read to its end lets the process be seen as closed.
    this.process.stdout.resume();
    done(error);
  }

  /** What is left may be read; then nothing can come or go. */
  private finish(): void {
    if (this.destroyed) return;
    this.push(null);
    if (this.readableLength === 0) setImmediate(() => this.destroy());
    else this.once('end', () => this.destroy());
  }

  // What http asks of a socket.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
