import type { ContainerSpec } from '@domain/plan/types';
import type { DockerClient } from './client';

export interface ToolResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Output that no honest tool of ours exceeds, in characters. */
const outputLimit = 32 * 1024 * 1024;

/** Tool containers that are there now, by client: what is left of them when the app closes is removed. */
const running = new WeakMap<DockerClient, Set<string>>();

export async function removeTools(client: DockerClient): Promise<void> {
  await Promise.all([...(running.get(client) ?? [])].map((id) => client.remove(id)));
}

/** Makes a container for `removeTool`, or for the end of the app, to remove. */
export async function createTool(client: DockerClient, spec: ContainerSpec): Promise<string> {
  const id = await client.create(spec);
  const tools = running.get(client) ?? new Set<string>();
  running.set(client, tools.add(id));
  return id;
}

export async function removeTool(client: DockerClient, id: string): Promise<void> {
  await client.remove(id);
  running.get(client)?.delete(id);
}

/** Runs one short-lived container to its end, and removes it whatever happens. */
export async function runTool(client: DockerClient, spec: ContainerSpec): Promise<ToolResult> {
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
    await client.start(id);
    await closed;
    const state = await client.state(id);
    return { exitCode: state?.ExitCode ?? -1, ...output };
  } finally {
    await removeTool(client, id);
  }
}
