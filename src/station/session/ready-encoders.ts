import type { Capabilities, EncoderProof } from '@domain/capabilities';
import type { StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import type { GpuLoad } from '@domain/load';
import { loadsMatter, untriedEncoders, wantedHardware } from '@domain/plan/wanted-encoders';
import type { PresetSettings } from '@domain/preset';
import type { Engine } from '../engine';

export interface ReadyEncoders {
  /** With what the encoders were proved to do. */
  readonly capabilities: Capabilities;
  readonly gpuLoads: readonly GpuLoad[];
  /** Why nothing could be tried, where that is so. */
  readonly warnings: readonly string[];
}

/** Where nothing is to be tried or looked for. */
export const readyAsItIs = (capabilities: Capabilities): ReadyEncoders => ({ capabilities, gpuLoads: [], warnings: [] });

/** What trials for starts have found over one connection, by set-up of the host: also the failures that no cache keeps. */
const foundByStarts = new WeakMap<Engine, Map<string, readonly EncoderProof[]>>();

/** What a user changes to cure a failure: after that, starts try again. Images are not among it: a trial makes them. */
function setupOf({ engine, kernel, renderNodes, nvidiaGpus, codecNodes }: Capabilities): string {
  return JSON.stringify([engine.kind === 'docker' ? { ...engine, image: '', images: [] } : engine, kernel, renderNodes, nvidiaGpus, codecNodes]);
}

/** With what starts have found, for those encoders and GPUs alone of which nothing better is known. */
function withFound(capabilities: Capabilities, found: readonly EncoderProof[]): Capabilities {
  const known = capabilities.encoders ?? [];
  const others = found.filter(({ encoder, gpu }) => !known.some((proof) => proof.encoder === encoder && proof.gpu === gpu));
  return others.length === 0 ? capabilities : { ...capabilities, encoders: [...known, ...others] };
}

/**
 * What choosing an encoder needs: trials of the hardware encoders that the settings may run, where this host has such
 * hardware on which they were not tried yet in the images that it has now, and the load of its GPUs where that decides.
 * What starts have tried once they try no more, whatever came of it, until the host's set-up changes. Told as `encoder-probe`.
 * @param lookAgain answers the capabilities after a trial
 */
export async function readyEncoders(
  engine: Engine,
  settings: PresetSettings,
  before: Capabilities,
  { lookAgain, signal, emit }: { readonly lookAgain: () => Promise<Capabilities>; readonly signal: AbortSignal; readonly emit: (event: StationEvent) => void },
): Promise<ReadyEncoders> {
  const wanted = wantedHardware(settings);
  if (wanted.length === 0) return readyAsItIs(before);
  const found = foundByStarts.get(engine) ?? new Map<string, readonly EncoderProof[]>();
  foundByStarts.set(engine, found);
  let capabilities = withFound(before, found.get(setupOf(before)) ?? []);
  const encoders = untriedEncoders(wanted, capabilities);
  const warnings: string[] = [];
  if (encoders.length > 0) {
    let proofs: readonly EncoderProof[] = [];
    try {
      proofs = await engine.probeEncoders({ encoders, signal, onProgress: (progress) => emit({ type: 'encoder-probe', hostId: engine.status.host.id, ...progress }) });
    } catch (thrown) {
      signal.throwIfAborted();
      const error = errorOf(thrown);
      // The plan goes on without it: with a fallback where the settings allow one.
      if (error.kind !== 'image-missing' && error.kind !== 'ffmpeg-missing') throw thrown;
      warnings.push(`The encoders of this host could not be tried: ${error.detail} ${error.nextStep}`);
    }
    signal.throwIfAborted();
    const after = await lookAgain();
    const setup = setupOf(after);
    const earlier = found.get(setup) ?? [];
    found.set(setup, [...proofs, ...earlier.filter((one) => !proofs.some((proof) => proof.encoder === one.encoder && proof.gpu === one.gpu))]);
    capabilities = withFound(after, found.get(setup) ?? []);
  }
  if (!loadsMatter(wanted, capabilities)) return { capabilities, gpuLoads: [], warnings };
  try {
    return { capabilities, gpuLoads: await engine.gpuLoads(), warnings };
  } catch (thrown) {
    warnings.push(`How busy the GPUs are is not known, so the first that works is taken: ${errorOf(thrown).detail}`);
    return { capabilities, gpuLoads: [], warnings };
  }
}
