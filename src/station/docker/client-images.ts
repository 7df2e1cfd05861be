import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Daemon } from './client';
import { orNull } from './errors';

const inspectSchema = z.object({
  Id: z.string(),
  Size: z.number().catch(0),
  Created: z.string().catch(''),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }).nullish(),
});

export interface ImageDetails {
  readonly id: string;
  readonly sizeBytes: number;
  /** ISO 8601 */
  readonly createdAt: string;
  readonly tags: readonly string[];
  /** `NAME@sha256:...` of the registries that have it. */
  readonly repoDigests: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The part of a client that is about images. Every method throws `CapstanFailure`. */
export class DockerImages {
  constructor(
    private readonly docker: Daemon,
    private readonly ask: <T>(question: () => Promise<T>) => Promise<T>,
  ) {}

  /** Id of an image; null where the daemon does not have it. */
  async id(reference: string): Promise<string | null> {
    return (await this.inspect(reference))?.id ?? null;
  }

  async inspect(reference: string): Promise<ImageDetails | null> {
    const found = await this.ask(() => orNull(() => this.docker.getImage(reference).inspect()));
    if (found === null) return null;
    const { Id, Size, Created, RepoTags, RepoDigests, Config } = inspectSchema.parse(found);
    return { id: Id, sizeBytes: Size, createdAt: Created, tags: RepoTags ?? [], repoDigests: RepoDigests ?? [], labels: Config?.Labels ?? {} };
  }

  /** Ids of all images with this label. */
  async labelled(label: string): Promise<string[]> {
    return (await this.ask(() => this.docker.listImages({ filters: { label: [label] } }))).map(({ Id }) => Id);
  }

  /** How many containers were made from each image, running or ended, by image id. */
  async containerCounts(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const { ImageID } of await this.ask(() => this.docker.listContainers({ all: true }))) counts.set(ImageID, (counts.get(ImageID) ?? 0) + 1);
    return counts;
  }

  /** Removes every name of an image, and the image; one that is gone is no error. Throws where a container needs it. */
  async remove(id: string): Promise<void> {
    // By its names, since the id of an image with several is refused without force, and force would spare no container.
    const names = (await this.inspect(id))?.tags ?? [];
    for (const name of names.length === 0 ? [id] : names) await this.ask(() => orNull(() => this.docker.getImage(name).remove()));
  }

  /** An image with its layers as a tar stream, which `load` of another daemon reads; and about how long it is, in bytes. */
  async export(reference: string): Promise<{ readonly archive: NodeJS.ReadableStream; readonly sizeBytes: number }> {
    const image = this.docker.getImage(reference);
    const { Size } = await this.ask(() => image.inspect());
    return { archive: await this.ask(() => image.get()), sizeBytes: Size };
  }

  load(archive: NodeJS.ReadableStream, abortSignal: AbortSignal): Promise<void> {
    return this.ask(async () => this.follow(await this.docker.loadImage(archive as Readable, { quiet: true, abortSignal })));
  }

  /** Pulls from the registry that the reference names; `onMessage` gets each line of the daemon's JSON stream. */
  pull(reference: string, abortSignal: AbortSignal, onMessage: (message: unknown) => void): Promise<void> {
    return this.ask(async () => this.follow((await this.docker.pull(reference, { abortSignal })) as NodeJS.ReadableStream, onMessage));
  }

  /** Builds by the daemon's own builder; `onMessage` gets each line of its JSON stream. An aborted build leaves nothing. */
  build(
    options: { readonly directory: string; readonly files: readonly string[]; readonly tag: string; readonly labels: Record<string, string>; readonly signal: AbortSignal },
    onMessage: (message: unknown) => void,
  ): Promise<void> {
    const { directory, files, tag, labels, signal: abortSignal } = options;
    return this.ask(async () =>
      this.follow(await this.docker.buildImage({ context: directory, src: [...files] }, { t: tag, labels, rm: true, forcerm: true, abortSignal }), onMessage),
    );
  }

  private follow(stream: NodeJS.ReadableStream, onMessage: (message: unknown) => void = () => {}): Promise<void> {
    return new Promise((resolve, reject) => {
      this.docker.modem.followProgress(stream, (error: Error | null) => (error ? reject(error) : resolve()), onMessage);
    });
  }
}
