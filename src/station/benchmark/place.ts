import type { Gpu } from '@domain/plan/gpus';
import type { ClipSource } from '@domain/benchmark/containers';
import type { OpenAgent } from '../devices/agent-link';

/** Where a benchmark runs: on a host, as its recordings do. Nothing is left of it once it is closed. */
export interface BenchmarkPlace {
  /** Folder of the clips, as every command sees it. */
  readonly clipsDirectory: string;
  /** Makes the clips, and compares; it has to be open before others, and to stay so. */
  readonly clips: OpenAgent;
  /** Sees the clips, and one GPU. Throws `runtime-missing` where that cannot be given to a container. */
  encoder(options: EncoderPlaceOptions): OpenAgent;
  /** Clears up what closing the agents left. */
  close(): Promise<void>;
}

export interface BenchmarkPlaceOptions {
  readonly source: ClipSource | null;
}

export interface EncoderPlaceOptions {
  /** Null for this computer's own ffmpeg. */
  readonly image: string | null;
  readonly gpu: Gpu | null;
  /** For all that runs there at once. */
  readonly memoryMiB: number;
}
