import type { Capabilities, EncoderProof, FfmpegBuild, PipelinePath } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import type { EncodeSummary, PlanFallback } from '../encode-summary';
import type { GpuLoad } from '../load';
import type { PresetSettings, Video } from '../preset';
import { ok, type Result } from '../result';
import type { Gpu } from './gpus';
import { findEncoder } from './encoders';

/** What encodes, on which GPU, in which image, by which path: settled before the rest is planned. */
export interface EncodeChoice {
  /** With the encoder that runs: never an automatic one. */
  readonly video: Video;
  readonly gpu: Gpu | null;
  readonly path: PipelinePath | 'copy';
  /** What the encoder did when it was tried; null for software, and where nothing was tried. */
  readonly proof: EncoderProof | null;
  readonly fallback: PlanFallback | null;
  /** Image of the recorder, and the ffmpeg in it. Null where this computer's own ffmpeg runs. */
  readonly image: string | null;
  readonly ffmpeg: FfmpegBuild;
  /** In words for people, such as that nothing was tried on this host yet. */
  readonly warnings: readonly string[];
}

/** Whole GPUs as they were last seen at work; empty where nobody looked. */
export type GpuLoads = readonly GpuLoad[];

export function chooseEncode(settings: PresetSettings, capabilities: Capabilities, _loads: GpuLoads): Result<EncodeChoice, CapstanError> {
  const { video } = settings;
  const { engine, ffmpeg } = capabilities;
  const image = engine.kind === 'docker' ? engine.image : null;
  const choice = { video, gpu: null, proof: null, fallback: null, image, ffmpeg, warnings: [] };
  if (video.mode === 'copy') return ok({ ...choice, path: 'copy' });
  const terms = findEncoder(video.encoder);
  if (terms && terms.family !== 'software') return refuse('encoder-unavailable', `${video.encoder} cannot be planned yet.`, { field: 'video.encoder' });
  return ok({ ...choice, path: 'software' });
}

/** The choice as it is shown and kept. */
export function encodeSummary({ video, gpu, path, fallback }: EncodeChoice, summary: Omit<EncodeSummary['path'], 'name'>): EncodeSummary {
  return {
    encoder: video.mode === 'copy' ? 'copy' : video.encoder,
    gpu: gpu === null ? null : { id: gpu.id, name: gpu.name },
    path: { name: path, ...summary },
    fallback,
  };
}
