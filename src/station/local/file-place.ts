import { failure } from '@domain/errors';
import { keptStderr, type FilePlace, type FileRunOptions, type FileRunResult, type PlacedFiles } from '../recordings/file-place';
import { startPiped } from '../process';
import { readLocalBuild } from './ffmpeg-build';

/** This computer's own ffmpeg sees files where they are. */
export function openLocalFiles(env: NodeJS.ProcessEnv, { inputs, writes }: PlacedFiles): FilePlace {
  return {
    inputs,
    writes: writes ?? '',
    writesAs: null,
    encoders: async () => (await readLocalBuild(env)).encoders,
    run: (argv, options) => runBehind(argv, env, options),
  };
}

/** Every recorder on this computer goes first; the kernel gives a niceness of 3 about half of its share. */
const niceness = { background: 19, awaited: 3 };

async function runBehind(argv: readonly string[], env: NodeJS.ProcessEnv, { signal, onStdout, isAwaited = false }: FileRunOptions): Promise<FileRunResult> {
  signal.throwIfAborted();
  const child = startPiped(['nice', '-n', String(isAwaited ? niceness.awaited : niceness.background), ...argv], { env });
  child.stdin.end();
  child.stdout.on('data', (chunk: Uint8Array) => onStdout?.(chunk));
  child.stderr.resume();
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { exitCode, stderr } = await child.closed;
    signal.throwIfAborted();
    // nice's own status for a program that is not there.
    if (exitCode === 127) throw failure('ffmpeg-missing', `There is no ${argv[0] ?? 'ffmpeg'} on this computer’s PATH.`);
    return { exitCode, stderr: stderr.slice(-keptStderr) };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
