import type { Capabilities } from '@domain/capabilities';
import { trialsContainer } from '@domain/encoder-probe/container';
import type { TrialGroup } from '@domain/encoder-probe/groups';
import { CapstanFailure, failure } from '@domain/errors';
import type { OpenAgent } from '../devices/agent-link';
import type { DockerClient } from './client';
import { talk } from './talk';
import { createTool, removeTool } from './tool';

export interface DockerTrials {
  readonly client: DockerClient;
  readonly ownerId: string;
  readonly capabilities: Capabilities;
}

/** A container with one GPU. */
export function openDockerTrials({ client, ownerId, capabilities }: DockerTrials, { gpu }: TrialGroup, image: string): OpenAgent {
  return async (events) => {
    const { engine } = capabilities;
    if (engine.kind !== 'docker') throw failure('internal', 'These trials are not for Docker.');
    const spec = trialsContainer({ image, ownerId, gpu, capabilities: { ...capabilities, engine } });
    if (!spec.ok) throw new CapstanFailure(spec.error);
    const id = await createTool(client, spec.value);
    return talk(client, id, events, () => removeTool(client, id));
  };
}
