import type { PlanPath } from '../encode-summary';
import type { FrameSize } from '../units';
import type { SourceColour } from './colour';
import type { EncodeChoice } from './encode-choice';

/** `raw` pictures, the fourcc of an encoded source, or `unknown` for files, streams and formats that the driver chooses. */
export type PictureSource = 'raw' | 'MJPG' | 'H264' | 'HEVC' | 'unknown';

export interface PipelineRequest {
  /** `image` tells a container, which sees one GPU alone, from this computer, which sees all. */
  readonly choice: Pick<EncodeChoice, 'video' | 'gpu' | 'path' | 'ffmpeg' | 'proof' | 'image'>;
  readonly source: PictureSource;
  /** Null where the pictures tell by themselves. */
  readonly colour: SourceColour | null;
  /** Size to scale to on the way; null keeps what comes. */
  readonly scaleTo: FrameSize | null;
}

/** ffmpeg's options for one way from the source's frames into one encoder. The probe tries the same that a recording runs. */
export interface Pipeline {
  /** Before all inputs: `-init_hw_device` and what belongs to it. */
  readonly globalOptions: readonly string[];
  /** Before the input with the picture: `-hwaccel` and what belongs to it. */
  readonly inputOptions: readonly string[];
  /** From the decoded frames to what the encoder takes; empty where it takes them as they are. */
  readonly filters: readonly string[];
  /** How many of `filters`, from the first on, come before the preview branches off. */
  readonly sharedFilters: number;
  /** Filters that make small pictures in the CPU's memory of the preview's frames; null where its frames are there already. */
  readonly previewDownload: ((size: FrameSize) => readonly string[]) | null;
  /** `-pix_fmt` for the encoder; empty where the frames are on the GPU. */
  readonly pixelFormat: readonly string[];
  readonly path: Omit<PlanPath, 'name'>;
}
