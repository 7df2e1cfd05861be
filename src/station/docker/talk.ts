import type { AgentEvents, AgentProcess } from '../devices/agent-link';
import type { DockerClient } from './client';
import { whereReachable } from './errors';

/**
 * Starts a container that was made with its stdin open, and talks to it until it is closed. It ends with its stdin, so
 * that a Capstan that was killed leaves none behind. @param remove takes it away, also where it could not be started
 */
export async function talk(client: DockerClient, id: string, { stdout, stderr, ended }: AgentEvents, remove: () => Promise<void>): Promise<AgentProcess> {
  try {
    const stream = await client.attach(id, { stdin: true, stdout, stderr });
    for (const event of ['close', 'end', 'error']) stream.once(event, ended);
    await client.start(id);
    return {
      write: (text) => stream.write(text),
      close: async () => {
        stream.end();
        await whereReachable(remove);
      },
    };
  } catch (thrown) {
    await whereReachable(remove);
    throw thrown;
  }
}
