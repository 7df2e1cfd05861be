import type { Capabilities } from '@domain/capabilities';
import { clipsContainer, clipsDirectory, encodingContainer } from '@domain/benchmark/containers';
import { CapstanFailure, failure } from '@domain/errors';
import type { BenchmarkPlace, BenchmarkPlaceOptions } from '../benchmark/place';
import type { DockerClient } from './client';
import { talk } from './talk';
import { createTool, removeTool } from './tool';

export interface DockerBenchmarkOptions {
  readonly client: DockerClient;
  readonly ownerId: string;
  readonly capabilities: Capabilities;
}

/** One container with the clips, and one for each image and GPU. Each ends with its stdin. */
export function dockerBenchmark({ client, ownerId, capabilities }: DockerBenchmarkOptions, { source }: BenchmarkPlaceOptions): BenchmarkPlace {
  const { engine } = capabilities;
  if (engine.kind !== 'docker') throw failure('internal', 'This benchmark is not for Docker.');
  const base = { ownerId, capabilities: { ...capabilities, engine } };
  let clipsOf: string | null = null;
  return {
    clipsDirectory,
    clips: async (events) => {
      const id = await createTool(client, clipsContainer({ ...base, source }));
      clipsOf = id;
      return talk(client, id, events, () => removeTool(client, id));
    },
    encoder:
      ({ image, gpu, memoryMiB }) =>
      async (events) => {
        if (clipsOf === null) throw failure('internal', 'There are no clips yet.');
        const spec = encodingContainer({ ...base, image: image ?? engine.image, gpu, clipsOf, memoryMiB });
        if (!spec.ok) throw new CapstanFailure(spec.error);
        const id = await createTool(client, spec.value);
        return talk(client, id, events, () => removeTool(client, id));
      },
    close: async () => {},
  };
}
