import type { Capabilities, EncoderFamily, EncoderProof, FamilyImage, FfmpegBuild } from '@domain/capabilities';
import { errorOf, type CapstanError } from '@domain/errors';
import { knownProofs, probeEncoders, type FamilySoftware } from '../encoders/probe';
import { ProofCache } from '../encoders/proof-cache';
import { SharedProbe } from '../encoders/shared-probe';
import type { EncoderProbeOptions } from '../engine';
import type { DockerClient } from './client';
import { openDockerTrials } from './encoder-trials';

interface RunImage {
  readonly id: string;
  readonly ffmpeg: FfmpegBuild;
}

export interface DockerEncodersOptions {
  readonly client: DockerClient;
  readonly ownerId: string;
  readonly cacheDirectory: string;
  readonly daemonId: string;
  readonly capabilities: () => Promise<Capabilities>;
  /** Makes the image where it is missing. */
  readonly ensureImage: (family: EncoderFamily, signal?: AbortSignal) => Promise<FamilyImage>;
}

/** What encoders do on the GPUs of a daemon's machine. */
export class DockerEncoders {
  private readonly cache: ProofCache;
  private readonly shared = new SharedProbe((options) => this.probe(options));

  constructor(private readonly options: DockerEncodersOptions) {
    const { cacheDirectory, daemonId, client } = options;
    this.cache = new ProofCache(cacheDirectory, daemonId || client.address);
  }

  try(options: EncoderProbeOptions): Promise<EncoderProof[]> {
    return this.shared.join(options);
  }

  /** What is remembered of the images that are there now. @param forAll where a family has none of its own */
  known(capabilities: Capabilities, images: readonly FamilyImage[], forAll: RunImage): EncoderProof[] | null {
    return knownProofs(capabilities, this.cache, (family) => softwareOf(images.find((image) => image.family === family) ?? forAll));
  }

  private async probe(options: EncoderProbeOptions): Promise<EncoderProof[]> {
    const { client, ownerId } = this.options;
    const capabilities = await this.options.capabilities();
    return probeEncoders(
      {
        capabilities,
        software: (family) => this.softwareFor(family, options.signal),
        place: (group, { id }) => openDockerTrials({ client, ownerId, capabilities }, group, id),
        cache: this.cache,
      },
      options,
    );
  }

  /** The image for all, where the family's own cannot be had: recordings run in that then too. */
  private async softwareFor(family: EncoderFamily, signal: AbortSignal): Promise<FamilySoftware> {
    const { ensureImage } = this.options;
    try {
      return softwareOf(await ensureImage(family, signal));
    } catch (thrown) {
      const error = errorOf(thrown);
      if (error.kind !== 'image-missing') throw thrown;
      return softwareOf(await ensureImage('software', signal), error);
    }
  }
}

/** What runs is the image by its id. */
const softwareOf = ({ id, ffmpeg }: RunImage, insteadOf: CapstanError | null = null): FamilySoftware => ({ image: id, id, ffmpeg, insteadOf });
