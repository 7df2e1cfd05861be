import type { ContainerSpec } from '@domain/plan/types';
import type { DockerClient } from './client';

export interface ToolResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Output that no honest tool of ours exceeds, in characters. */
const outputLimit = 32 * 1024 * 1024;

interface Tools {
  readonly ids: Set<string>;
  readonly beingMade: Set<Promise<string>>;
}

/** Tool containers that are there now, by client: what is left of them when the app closes is removed. */
const tools = new WeakMap<DockerClient, Tools>();

function toolsOf(client: DockerClient): Tools {
  const known = tools.get(client) ?? { ids: new Set(), beingMade: new Set() };
  tools.set(client, known);
  return known;
}

export async function removeTools(client: DockerClient): Promise<void> {
  const { ids, beingMade } = toolsOf(client);
  await Promise.allSettled(beingMade);
  await Promise.all([...ids].map((id) => client.remove(id)));
}

/** Makes a container for `removeTool`, or for the end of the app, to remove. */
export async function createTool(client: DockerClient, spec: ContainerSpec): Promise<string> {
  const { ids, beingMade } = toolsOf(client);
  const making = client.create(spec);
  beingMade.add(making);
  try {
    const id = await making;
    ids.add(id);
    return id;
  } finally {
    beingMade.delete(making);
  }
}

export async function removeTool(client: DockerClient, id: string): Promise<void> {
  await client.remove(id);
  toolsOf(client).ids.delete(id);
}

/** Runs one short-lived container to its end, and removes it whatever happens. Throws the signal's reason. */
export async function runTool(client: DockerClient, spec: ContainerSpec, signal?: AbortSignal): Promise<ToolResult> {
  signal?.throwIfAborted();
  const id = await createTool(client, spec);
  const output = { stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr') => {
    const decoder = new TextDecoder();
    return (chunk: Uint8Array) => {
      if (output[name].length < outputLimit) output[name] += decoder.decode(chunk, { stream: true });
    };
  };
  try {
    const stream = await client.attach(id, { stdin: false, stdout: collect('stdout'), stderr: collect('stderr') });
    const closed = new Promise<void>((resolve) => {
      stream.once('close', resolve);
      stream.once('end', resolve);
      stream.once('error', () => resolve());
    });
    const stop = () => stream.destroy();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      signal?.throwIfAborted();
      await client.start(id);
      await closed;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    signal?.throwIfAborted();
    const state = await client.state(id);
    return { exitCode: state?.ExitCode ?? -1, ...output };
  } finally {
    await removeTool(client, id);
  }
}
