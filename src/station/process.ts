import { closeSync, existsSync, openSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { execa, ExecaError } from 'execa';
import { failure, type CapstanFailure } from '@domain/errors';

export interface ToolOptions {
  /** Environment of the tool; default: this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMilliseconds?: number;
  /** Most output that is kept of each stream; a tool that writes more is ended, as is one that takes too long. */
  readonly maximumBytes?: number;
}

export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status; 128 and the signal's number where a signal ended it. */
  readonly exitCode: number;
}

/**
 * Runs a tool to its end and answers what it wrote; a status other than 0 is an answer too. Throws `ffmpeg-missing`
 * or `ssh-missing` where those are not installed, `internal` where a tool cannot be run, takes too long or writes too much.
 */
export async function runTool(argv: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  const { env = process.env, timeoutMilliseconds = 30_000, maximumBytes = 16 * 1024 * 1024 } = options;
  const [file = '', ...args] = argv;
  const result = await execa(file, args, {
    env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    stripFinalNewline: false,
    timeout: timeoutMilliseconds,
    killSignal: 'SIGKILL',
    maxBuffer: maximumBytes,
  });
  if (result.timedOut) throw failure('internal', `${file} did not end within ${timeoutMilliseconds / 1000} s.`, { cause: result });
  if (result.isMaxBuffer) throw failure('internal', `${file} wrote more than ${maximumBytes} bytes.`, { cause: result });
  const exitCode = result.exitCode ?? statusOfSignal(result.signal);
  if (exitCode === null) throw notStarted(file, result);
  return { stdout: result.stdout, stderr: result.stderr, exitCode };
}

export interface DetachedProcess {
  readonly pid: number;
  /** Exit status, 128 and the signal's number where a signal ended it. */
  readonly exited: Promise<number>;
  /** Lets this process end before the other one does. */
  release(): void;
}

export interface DetachedOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Gets stderr, at its end: the file may be cut short while it is being written. */
  readonly stderrFile: string;
  /** All that it reads on its standard input; nothing by default. */
  readonly input?: string | null;
}

/**
 * Starts a process in a session of its own, with no pipe to this one: it lives on when this process ends, and a
 * Ctrl-C in the terminal does not reach it. Settles when the program runs; throws as `runTool` does where it cannot.
 */
export async function startDetached(argv: readonly string[], { env = process.env, stderrFile, input = null }: DetachedOptions): Promise<DetachedProcess> {
  const [file = '', ...args] = argv;
  const descriptor = openSync(stderrFile, 'a', 0o600);
  const nothing = openSync('/dev/null', 'r+');
  try {
    const child = execa(file, args, {
      env,
      extendEnv: false,
      cwd: '/',
      // Any number will do; execa's types know the first ten alone.
      stdio: [input === null ? 'ignore' : 'pipe', 'ignore', descriptor as 3, ...inherited(nothing)],
      detached: true,
      cleanup: false,
      buffer: false,
      reject: false,
    });
    const { pid } = child;
    if (pid === undefined) throw notStarted(file, await child);
    // Who ends before it has read everything says so by its own status.
    child.stdin?.on('error', () => undefined).end(input);
    return { pid, exited: child.then((result) => result.exitCode ?? statusOfSignal(result.signal) ?? 255), release: () => child.unref() };
  } finally {
    closeSync(descriptor);
    closeSync(nothing);
  }
}

export interface PipedProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when it has ended and all its output was read: only then is known what it said. Rejects as `runTool` does. */
  readonly closed: Promise<Pick<ToolResult, 'exitCode' | 'stderr'>>;
  /** Reaches its own children too; one that has ended is no error. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Last part of stderr that is kept, in characters. */
const stderrLimit = 16_384;

/**
 * Starts a process that is spoken to through stdin and stdout. It has a session of its own: no Ctrl-C reaches it, and it
 * can ask nothing in the terminal. It ends by the end of its stdin, or by `kill`.
 */
export function startPiped(argv: readonly string[], { env = process.env }: { readonly env?: NodeJS.ProcessEnv } = {}): PipedProcess {
  const [file = '', ...args] = argv;
  const child = execa(file, args, {
    env,
    extendEnv: false,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });
  let stderr = '';
  const decoder = new TextDecoder();
  child.stderr.on('data', (chunk: Uint8Array) => {
    stderr = (stderr + decoder.decode(chunk, { stream: true })).slice(-stderrLimit);
  });
  // A pipe breaks when the process ends: its status tells more.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
  const { pid } = child;
  const closed = new Promise<Pick<ToolResult, 'exitCode' | 'stderr'>>((resolve, reject) => {
    child.once('close', (code, signal) => resolve({ exitCode: code ?? statusOfSignal(signal ?? undefined) ?? 255, stderr }));
    if (pid === undefined) child.then((result) => reject(notStarted(file, result)), reject);
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    closed,
    kill: (signal) => {
      if (pid !== undefined && child.exitCode === null && child.signalCode === null) signalGroup(pid, signal);
    },
  };
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
}

/**
 * What a child gets for each descriptor above stderr: nothing for those that are open here, since Chromium's sockets,
 * pipes and locks must not live on in it. Free numbers stay free: the start itself needs some to tell of its failure.
 */
function inherited(nothing: number): (3 | 'ignore')[] {
  const listed = readdirSync('/proc/self/fd').map(Number);
  const isOpen = (descriptor: number) => listed.includes(descriptor) && existsSync(`/proc/self/fd/${descriptor}`);
  return Array.from({ length: Math.max(2, ...listed) - 2 }, (_, index) => (isOpen(index + 3) ? (nothing as 3) : 'ignore'));
}

const signalNumbers: Partial<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};
const statusOfSignal = (signal: string | undefined): number | null => (signal === undefined ? null : 128 + (signalNumbers[signal] ?? 0));

function notStarted(file: string, cause: unknown): CapstanFailure {
  const tool = basename(file);
  const code = cause instanceof ExecaError ? cause.code : undefined;
  if (code === 'ENOENT' && (tool === 'ffmpeg' || tool === 'ffprobe')) {
    return failure('ffmpeg-missing', `There is no ${tool} on this computer’s PATH.`, { cause });
  }
  if (code === 'ENOENT' && (tool === 'ssh' || tool === 'ssh-keygen')) {
    return failure('ssh-missing', `There is no ${tool} on this computer’s PATH.`, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failure('internal', code === 'ENOENT' ? `${tool} is not installed on this computer.` : `${tool} could not be started: ${reason}`, { cause });
}
