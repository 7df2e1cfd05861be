import type { PlanPath } from '../encode-summary';
import type { FrameSize } from '../units';
import type { SourceColour } from './colour';
import type { EncodeChoice } from './encode-choice';

export interface PipelineRequest {
  readonly choice: Pick<EncodeChoice, 'video' | 'gpu' | 'path' | 'ffmpeg' | 'proof'>;
  /** `raw` pictures, the fourcc of an encoded source, or `unknown` for files and streams. */
  readonly source: 'raw' | 'MJPG' | 'H264' | 'HEVC' | 'unknown';
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
  /**
   * Where the preview branches off and how its frames come to be small pictures in the CPU's memory: filters ahead of
   * those of the preview; null where it branches off before `filters` from frames of the CPU.
   */
  readonly previewDownload: ((size: FrameSize) => readonly string[]) | null;
  readonly pixelFormat: readonly string[];
  readonly path: Omit<PlanPath, 'name'>;
}

export function pipelineOf({ choice, source }: PipelineRequest): Pipeline {
  const copy = choice.path === 'copy';
  return {
    globalOptions: [],
    inputOptions: [],
    filters: [],
    previewDownload: null,
    pixelFormat: choice.video.mode === 'encode' ? ['-pix_fmt', choice.video.pixelFormat] : [],
    path: {
      decode: copy || source === 'raw' ? 'none' : 'cpu',
      convert: copy ? 'none' : 'cpu',
      encode: copy ? 'none' : 'cpu',
      copies: 0,
      summary: copy ? 'Kept as it comes; nothing is decoded for the file.' : 'Decoded, converted and encoded by the CPU.',
    },
  };
}
