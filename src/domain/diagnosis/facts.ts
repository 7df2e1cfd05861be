import type { Capabilities, EncoderFamily } from '../capabilities';
import type { Gpu } from '../plan/gpus';

/** What is known of a trial, a recording or a start that failed. */
export interface DiagnosisFacts {
  /** What ffmpeg, Docker or another tool said: standard error and output, whole. */
  readonly output: string;
  /** ffmpeg's name of the encoder; null where none is concerned. */
  readonly encoder: string | null;
  readonly family: EncoderFamily | null;
  readonly gpu: Gpu | null;
  /** Null where the host was not looked at. */
  readonly capabilities: Capabilities | null;
}
