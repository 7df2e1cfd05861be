import { startPiped } from '../process';

/** More is no honest answer, in characters. */
const outputLimit = 4 * 1024 * 1024;

/** What a command of this computer wrote to its end; with all its children it ends where the signal is aborted, which throws its reason. */
export async function runHere(argv: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const child = startPiped(argv, { env });
  child.stdin.end();
  const decoder = new TextDecoder();
  let text = '';
  child.stdout.on('data', (chunk: Uint8Array) => {
    if (text.length < outputLimit) text += decoder.decode(chunk, { stream: true });
  });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    await child.closed;
    signal.throwIfAborted();
    return text;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
