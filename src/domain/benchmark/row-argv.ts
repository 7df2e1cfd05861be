import type { EncoderProof } from '../capabilities';
import type { CapstanError } from '../errors';
import type { SourceColour } from '../plan/colour';
import { encoderArgv } from '../plan/encoders';
import { pipelineOf, type Pipeline } from '../plan/pipeline';
import { cudaDevice } from '../plan/pipeline-devices';
import type { VideoEncode } from '../preset';
import { err, ok, type Result } from '../result';
import { clipInput, measured } from './clips';
import type { BenchmarkClip } from './report';
import { benchmarkVideo } from './settings';
import type { BenchmarkSubject } from './subjects';

/** A clip as it lies where it is encoded. */
export interface PlacedClip {
  readonly clip: Pick<BenchmarkClip, 'name' | 'width' | 'height' | 'framesPerSecond' | 'bitDepth' | 'frames'>;
  readonly path: string;
}

const clipColour: SourceColour = { matrix: 'bt709', range: 'limited', primaries: 'bt709' };

/** Whether an encoder takes pictures of this depth, as far as its table and its proof tell. */
export function takes({ terms, proof }: BenchmarkSubject, bitDepth: 8 | 10): boolean {
  if (bitDepth === 8) return true;
  return terms.pixelFormats.includes('yuv420p10le') && (terms.family === 'software' || proof === null || proof.tenBit === true);
}

/**
 * What a recording of these pictures runs, from the clip to the encoder and into nothing.
 * @param frames of one run @param file where the video goes instead, as for its quality
 */
export function rowArgv(subject: BenchmarkSubject, { clip, path }: PlacedClip, frames: number, file: string | null = null): Result<readonly string[], CapstanError> {
  const { terms, ffmpeg } = subject;
  const video = videoOf(subject, clip);
  const encoder = encoderArgv(video, ffmpeg);
  if (!encoder.ok) return err(encoder.error);
  const pipeline = pipelineFor(subject, video);
  return ok([
    ...before(pipeline, clipInput(clip, path, frames)),
    ...filters(pipeline.filters),
    ...['-c:v', terms.encoder, ...encoder.value, ...pipeline.pixelFormat],
    ...(file === null ? intoNothing : ['-f', 'matroska', '-y', `file:${file}`]),
  ]);
}

/** Reads the clip and does nothing with it. */
export const readArgv = ({ clip, path }: PlacedClip, frames: number): string[] => [...measured, ...clipInput(clip, path, frames), '-map', '0:v:0', ...intoNothing];

/** Reads the clip and brings it into the memory and form that the encoder takes, without the encoder. Null where only the encoder does that. */
export function copyArgv(subject: BenchmarkSubject, { clip, path }: PlacedClip, frames: number): readonly string[] | null {
  const { terms, gpu, image, proof } = subject;
  const video = videoOf(subject, clip);
  const pipeline = pipelineFor(subject, video);
  const read = clipInput(clip, path, frames);
  const [, format] = pipeline.pixelFormat;
  if (format === undefined) return [...before(pipeline, read), ...filters(pipeline.filters), ...intoNothing];
  switch (terms.family) {
    case 'software':
      return [...before(pipeline, read), ...filters([...pipeline.filters, `format=${format}`]), ...intoNothing];
    case 'quicksync':
    case 'vaapi':
      // These encoders upload by themselves: the same is done by a filter.
      return [...before({ ...pipeline, globalOptions: [...pipeline.globalOptions, '-filter_hw_device', 'gpu'] }, read), ...filters([...pipeline.filters, `format=${format}`, 'hwupload']), ...intoNothing];
    case 'nvenc': {
      const globalOptions = [...cudaDevice({ gpu, image, proof }), '-filter_hw_device', 'gpu'];
      return [...before({ ...pipeline, globalOptions }, read), ...filters([...pipeline.filters, `format=${format}`, 'hwupload']), ...intoNothing];
    }
    case 'v4l2m2m':
    case 'jetson':
      return null;
  }
}

const intoNothing = ['-f', 'null', '-'];

const before = ({ globalOptions, inputOptions }: Pick<Pipeline, 'globalOptions' | 'inputOptions'>, input: readonly string[]): string[] => [...measured, ...globalOptions, ...inputOptions, ...input, '-map', '0:v:0'];

const filters = (chain: readonly string[]): string[] => (chain.length === 0 ? [] : ['-vf', chain.join(',')]);

function videoOf(subject: BenchmarkSubject, clip: PlacedClip['clip']): VideoEncode {
  const video = benchmarkVideo(subject.terms, clip, provedLowPower(subject.proof));
  if (video === null) throw new RangeError(`${subject.terms.encoder} takes no ${clip.bitDepth} bit`);
  return video;
}

/** Without it where both work, as recordings do. */
const provedLowPower = (proof: EncoderProof | null): boolean | null => (proof?.lowPower ? !proof.lowPower.off && proof.lowPower.on : null);

const pipelineFor = ({ gpu, path, ffmpeg, image, proof }: BenchmarkSubject, video: VideoEncode): Pipeline =>
  pipelineOf({ choice: { video, gpu, path, ffmpeg, image, proof }, source: 'raw', colour: clipColour, scaleTo: null });
