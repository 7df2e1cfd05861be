import { errorOf } from '@domain/errors';
import type { Told } from '@domain/host-load/meter';

/** A program that tells of a GPU for as long as it runs. */
export interface ToolCommand {
  readonly name: ToolName;
  readonly argv: readonly string[];
}
export type ToolName = 'nvidia-smi' | 'intel_gpu_top' | 'tegrastats';

export interface ToolEvents {
  /** Text of stdout and stderr as it comes. */
  readonly text: (chunk: string) => void;
  /** It has ended, or can no longer be reached. May be called more than once. */
  readonly ended: () => void;
}

/** Starts such a program where the GPUs are. It ends with Capstan; nothing is left behind when it rejects. */
export type OpenTool = (command: ToolCommand, events: ToolEvents) => Promise<{ close(): Promise<void> }>;

/** Makes figures of what a program writes. */
export interface ToolReader<T> {
  readonly name: ToolName;
  /** The command line to start it with now. */
  argv(): readonly string[];
  /** @param atMilliseconds of a steady clock */
  push(text: string, atMilliseconds: number): void;
  /** What is still true at this time; null where nothing is. */
  value(atMilliseconds: number): T | null;
  /** What the program said of why it tells nothing; null where it did not. */
  readonly problem: string | null;
  /** It has to be started anew with another command. */
  readonly wantsRestart: boolean;
}

/** After a program ended by itself: its trouble is rarely gone at once. */
const restMilliseconds = 30_000;
/** Figures that are older are not told as those of now. */
export const freshMilliseconds = 5000;

/** Keeps one such program running while it is wanted. */
export class LoadTool<T> {
  private running: Promise<{ close(): Promise<void> } | null> = Promise.resolve(null);
  private timer: NodeJS.Timeout | null = null;
  private failure: string | null = null;
  private isClosed = false;

  constructor(
    private readonly open: OpenTool,
    private readonly reader: ToolReader<T>,
  ) {
    this.begin();
  }

  /** What it told last, or why it tells nothing. */
  told(): Told<T> {
    const value = this.reader.value(performance.now());
    if (value !== null) return { value };
    return { reason: this.reader.problem ?? this.failure ?? `${this.reader.name} has told nothing yet.` };
  }

  /** It has told figures, or why there are none. */
  get isSettled(): boolean {
    return this.failure !== null || this.reader.problem !== null || this.reader.value(performance.now()) !== null;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    await (await this.running)?.close();
  }

  private begin(): void {
    this.timer = null;
    const { name } = this.reader;
    let isOver = false;
    const ended = () => {
      if (isOver || this.isClosed) return;
      isOver = true;
      // Its last words may lack the end of their line.
      this.reader.push('\n', performance.now());
      const { wantsRestart } = this.reader;
      if (!wantsRestart) this.failure ??= `${name} ended without a figure.`;
      this.timer = setTimeout(() => this.begin(), wantsRestart ? 0 : restMilliseconds);
      this.timer.unref();
    };
    this.running = this.open({ name, argv: this.reader.argv() }, { text: (chunk) => this.reader.push(chunk, performance.now()), ended }).catch((thrown: unknown) => {
      this.failure = `${name} could not be started: ${errorOf(thrown).detail}`;
      ended();
      return null;
    });
  }
}
