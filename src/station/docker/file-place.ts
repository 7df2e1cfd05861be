import { dirname } from 'node:path';
import { toolContainer } from '@domain/plan/container';
import type { HostConfig, Mount } from '@domain/plan/types';
import { keptStderr, type FilePlace, type FileRunOptions, type FileRunResult, type PlacedFiles } from '../recordings/file-place';
import { outputPieces } from './frames';
import type { ToolContext } from './reading';
import { createTool, removeTool } from './tool';

export interface DockerFilesOptions {
  readonly context: ToolContext;
  /** Whether the daemon sees a folder of this computer. */
  readonly shares: (directory: string) => Promise<boolean>;
  /** Who writes, where that is not this process's own user. */
  readonly writesAs: FilePlace['writesAs'];
  readonly encoders: () => Promise<readonly string[]>;
}

const inside = '/capstan';
const mebibyte = 1024 * 1024;

/** Of a recorder's 1024. */
const cpuShares = { background: 64, awaited: 512 };

/** Encoding takes more than the look of a tool does. */
const limits: Partial<HostConfig> = { Memory: 3072 * mebibyte, MemorySwap: 3072 * mebibyte, PidsLimit: 512 };

/** A container without a network that sees these files alone. Null where the daemon is another machine's. */
export async function openDockerFiles({ context, shares, writesAs, encoders }: DockerFilesOptions, files: PlacedFiles): Promise<FilePlace | null> {
  const folders = new Set([...files.inputs.map((path) => dirname(path)), ...(files.writes === null ? [] : [files.writes])]);
  for (const folder of folders) if (!(await shares(folder))) return null;
  const inputs = files.inputs.map((_path, index) => `${inside}/inputs/${index + 1}`);
  const writes = `${inside}/output`;
  const mounts: Mount[] = [
    ...files.inputs.map((path, index): Mount => ({ Type: 'bind', Source: path, Target: `${inside}/inputs/${index + 1}`, ReadOnly: true })),
    ...(files.writes === null ? [] : [{ Type: 'bind', Source: files.writes, Target: writes, ReadOnly: false } satisfies Mount]),
  ];
  return { inputs, writes, writesAs, encoders, run: (argv, options) => runContained(context, mounts, argv, options) };
}

async function runContained({ client, ...context }: ToolContext, mounts: readonly Mount[], argv: readonly string[], { signal, onStdout, isAwaited = false }: FileRunOptions): Promise<FileRunResult> {
  signal.throwIfAborted();
  const id = await createTool(client, toolContainer({ ...context, argv, mounts, overrides: { ...limits, CpuShares: isAwaited ? cpuShares.awaited : cpuShares.background } }));
  try {
    const stream = await client.output(id);
    const stop = () => stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    let stderr = '';
    try {
      signal.throwIfAborted();
      await client.start(id);
      for await (const piece of outputPieces(stream)) {
        if (piece.stderr) stderr = (stderr + piece.bytes.toString('utf8')).slice(-keptStderr);
        else onStdout?.(piece.bytes);
      }
      signal.throwIfAborted();
    } catch (thrown) {
      throw signal.aborted ? signal.reason : thrown;
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
    const state = await client.state(id);
    return { exitCode: state?.ExitCode ?? -1, stderr };
  } finally {
    await removeTool(client, id);
  }
}
