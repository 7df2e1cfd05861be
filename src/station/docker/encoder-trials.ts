import type { Capabilities } from '@domain/capabilities';
import { trialsContainer } from '@domain/encoder-probe/container';
import type { TrialGroup } from '@domain/encoder-probe/groups';
import { CapstanFailure, failure } from '@domain/errors';
import type { OpenAgent } from '../devices/agent-link';
import type { DockerClient } from './client';
import { whereReachable } from './errors';
import { createTool, removeTool } from './tool';

export interface DockerTrials {
  readonly client: DockerClient;
  readonly ownerId: string;
  readonly capabilities: Capabilities;
}

/** A container with one GPU. It ends with its stdin, so that a Capstan that was killed leaves none behind. */
export function openDockerTrials({ client, ownerId, capabilities }: DockerTrials, { gpu }: TrialGroup, image: string): OpenAgent {
  return async ({ stdout, stderr, ended }) => {
    const { engine } = capabilities;
    if (engine.kind !== 'docker') throw failure('internal', 'These trials are not for Docker.');
    const spec = trialsContainer({ image, ownerId, gpu, capabilities: { ...capabilities, engine } });
    if (!spec.ok) throw new CapstanFailure(spec.error);
    const id = await createTool(client, spec.value);
    try {
      const stream = await client.attach(id, { stdin: true, stdout, stderr });
      for (const event of ['close', 'end', 'error']) stream.once(event, ended);
      await client.start(id);
      return {
        write: (text) => stream.write(text),
        close: async () => {
          stream.end();
          await whereReachable(() => removeTool(client, id));
        },
      };
    } catch (thrown) {
      await whereReachable(() => removeTool(client, id));
      throw thrown;
    }
  };
}
