import type { Capabilities } from '@domain/capabilities';
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

/**
 * What choosing an encoder needs: trials of the hardware encoders that the settings may run, where this host has such
 * hardware and none was tried yet in the images that it has now, and the load of its GPUs where that decides. Told as `encoder-probe`.
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
  const encoders = untriedEncoders(wanted, before);
  let capabilities = before;
  const warnings: string[] = [];
  if (encoders.length > 0) {
    try {
      await engine.probeEncoders({ encoders, signal, onProgress: (progress) => emit({ type: 'encoder-probe', hostId: engine.status.host.id, ...progress }) });
    } catch (thrown) {
      signal.throwIfAborted();
      const error = errorOf(thrown);
      // The plan goes on without it: with a fallback where the settings allow one.
      if (error.kind !== 'image-missing' && error.kind !== 'ffmpeg-missing') throw thrown;
      warnings.push(`The encoders of this host could not be tried: ${error.detail} ${error.nextStep}`);
    }
    signal.throwIfAborted();
    capabilities = await lookAgain();
  }
  if (!loadsMatter(wanted, capabilities)) return { capabilities, gpuLoads: [], warnings };
  try {
    return { capabilities, gpuLoads: await engine.gpuLoads(), warnings };
  } catch (thrown) {
    warnings.push(`How busy the GPUs are is not known, so the first that works is taken: ${errorOf(thrown).detail}`);
    return { capabilities, gpuLoads: [], warnings };
  }
}
