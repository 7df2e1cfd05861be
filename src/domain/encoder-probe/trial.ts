import type { EncoderProof, FfmpegBuild, PipelinePath } from '../capabilities';
import type { CapstanError } from '../errors';
import { sourceColour } from '../plan/colour';
import { defaultVideoFor, encoderArgv, type EncoderTerms } from '../plan/encoders';
import type { Gpu } from '../plan/gpus';
import { pipelineOf } from '../plan/pipeline';
import type { VideoEncode } from '../preset';
import { ok, type Result } from '../result';

/** One encoder on one GPU, in the ffmpeg that recordings run. */
export interface TrialSubject {
  readonly terms: EncoderTerms;
  readonly gpu: Gpu;
  readonly ffmpeg: FfmpegBuild;
  /** Null for this computer's own ffmpeg, which sees all GPUs. */
  readonly image: string | null;
}

/** One way to use it. */
export interface TrialWay {
  readonly path: PipelinePath;
  /** Pictures as cameras give them: `raw` is YUYV. */
  readonly source: 'raw' | 'MJPG';
  /** What LIBVA_DRIVER_NAME says; null leaves libva to choose. */
  readonly libvaDriver: string | null;
  readonly lowPower: boolean | null;
  readonly tenBit: boolean;
}

/** Half a second of moving pictures: smaller ones are refused by some encoders that work. */
export const picturesPerSecond = 30;
const pictures = `testsrc2=size=640x480:rate=${picturesPerSecond}:duration=0.5`;
const quiet = ['-hide_banner', '-nostdin', '-nostats'];
const motionFile = 'file:motion.mkv';
const encodedFile = 'file:encoded.mkv';

const trialFilter = (label: string) => `settb=1/${picturesPerSecond},setpts=N,format=yuv420p[${label}]`;

/** Makes the MJPEG that a camera would send, in 4:2:2 as most do. */
export const motionArgv: readonly string[] = [
  ...['ffmpeg', ...quiet, '-loglevel', 'warning', '-y', '-f', 'lavfi', '-i', `${pictures},format=yuvj422p`],
  ...['-c:v', 'mjpeg', '-q:v', '3', '-f', 'matroska', motionFile],
];

/** The pipeline of a recording, from half a second of pictures to a file. */
export function encodeArgv({ terms, gpu, ffmpeg, image }: TrialSubject, way: TrialWay): Result<readonly string[], CapstanError> {
  const video = videoFor(terms, way);
  const encoder = encoderArgv(video, ffmpeg);
  if (!encoder.ok) return encoder;
  const { path, source, libvaDriver } = way;
  const colour = sourceColour({ colour: null }, source === 'raw' ? 'YUYV' : source);
  const choice = { video, gpu, path, ffmpeg, image, proof: provisionalProof(terms, gpu, way) };
  const pipeline = pipelineOf({ choice, source, colour, scaleTo: null });
  const input = source === 'raw' ? ['-f', 'lavfi', '-i', `${pictures},format=yuyv422`] : ['-f', 'matroska', '-i', motionFile];
  return ok([
    ...(libvaDriver === null ? [] : ['env', `LIBVA_DRIVER_NAME=${libvaDriver}`]),
    ...['ffmpeg', ...quiet, '-loglevel', 'warning', '-y', '-progress', 'pipe:1'],
    ...pipeline.globalOptions,
    ...pipeline.inputOptions,
    ...input,
    ...['-map', '0:v:0'],
    ...(pipeline.filters.length === 0 ? [] : ['-vf', pipeline.filters.join(',')]),
    ...['-c:v', terms.encoder, ...encoder.value, ...pipeline.pixelFormat, '-f', 'matroska', encodedFile],
  ]);
}

/** Decodes what was encoded and compares it with the pictures that went in: an encoder may well write garbage. */
export const compareArgv: readonly string[] = [
  ...['ffmpeg', ...quiet, '-loglevel', 'info', '-progress', 'pipe:1', '-i', encodedFile, '-f', 'lavfi', '-i', pictures],
  ...['-filter_complex', `[0:v:0]${trialFilter('seen')};[1:v:0]${trialFilter('meant')};[seen][meant]psnr=shortest=1[compared]`],
  ...['-map', '[compared]', '-f', 'null', '-'],
];

function videoFor(terms: EncoderTerms, { lowPower, tenBit }: TrialWay): VideoEncode {
  const usual = defaultVideoFor(terms.encoder);
  if (usual === null) throw new RangeError(`${terms.encoder} is not in the table of encoders`);
  if (!tenBit) return { ...usual, lowPower };
  const profile = Object.entries(terms.profiles).find(([, { pixelFormats }]) => pixelFormats.includes('yuv420p10le'))?.[0] ?? null;
  return { ...usual, lowPower, pixelFormat: 'yuv420p10le', profile };
}

/** What is assumed while it is tried. */
const provisionalProof = ({ encoder, family }: EncoderTerms, gpu: Gpu, { path, libvaDriver, tenBit }: TrialWay): EncoderProof => ({
  encoder,
  family,
  gpu: gpu.id,
  usable: true,
  paths: [path],
  libvaDriver,
  lowPower: null,
  tenBit,
  framesPerSecond: null,
  diagnosis: null,
});
