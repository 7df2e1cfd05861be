import { encoderArgv, type EncoderTerms } from '@domain/plan/encoders';
import type { FfmpegBuild } from '@domain/capabilities';
import type { VideoEncode } from '@domain/preset';
import { settingsWithOneChoice, settingsWithTwoChoices } from './encoder-settings';
import { runFfmpeg, type FfmpegCommand, type FfmpegRun } from './ffmpeg';

export interface Trial {
  readonly video: VideoEncode;
  readonly argv: readonly string[];
}

/** Options of an argv with their values; `:v` belongs to the stream, not to the name. */
export const optionsIn = (argv: readonly string[]): (readonly [name: string, value: string])[] =>
  argv.flatMap((word, index) => (index % 2 === 0 ? [[word.slice(1).replace(/:v$/, ''), argv[index + 1] ?? ''] as const] : []));

/** Every argv that two choices together can make for this build. */
export function trialsOf(terms: EncoderTerms, ffmpeg: FfmpegBuild): Trial[] {
  const videos = [...settingsWithOneChoice(terms).map(([, video]) => video), ...settingsWithTwoChoices(terms)];
  const trials = new Map<string, Trial>();
  for (const video of videos) {
    const argv = encoderArgv(video, ffmpeg);
    if (argv.ok) trials.set(`${video.pixelFormat} ${argv.value.join(' ')}`, { video, argv: argv.value });
  }
  return [...trials.values()];
}

/**
 * Few of them that hold every option with every value, every pixel format, and in software every preset beside the most
 * B-frames: both decide how far x265 looks ahead.
 */
export function coveringTrials({ family, maximumBFrames }: EncoderTerms, trials: readonly Trial[]): Trial[] {
  const facts = trials.map(({ video, argv }) => [
    ...[video.pixelFormat, ...optionsIn(argv).map((pair) => pair.join('='))],
    ...(family === 'software' && maximumBFrames > 0 && video.bFrames === maximumBFrames ? [`${video.encoderPreset} with B-frames`] : []),
  ]);
  const open = new Set(facts.flat());
  const chosen: Trial[] = [];
  while (open.size > 0) {
    const news = facts.map((list) => list.filter((fact) => open.has(fact)).length);
    const best = news.indexOf(Math.max(...news));
    facts[best]?.forEach((fact) => open.delete(fact));
    chosen.push(trials[best] as Trial);
  }
  return chosen;
}

const frames = 5;
const pictures = 'testsrc2=size=640x480:rate=30:duration=0.2';

/**
 * Runs one encoder with these options over a few frames. Where there is no hardware it ends at the encoder's own start,
 * after ffmpeg has read every option.
 */
export function tryEncoder(command: FfmpegCommand, { encoder, family }: EncoderTerms, argv: readonly string[], { pixelFormat }: Pick<VideoEncode, 'pixelFormat'>): Promise<FfmpegRun> {
  const codec = ['-c:v', encoder, ...argv];
  const ends = ['-f', 'framecrc', '-'];
  const log = ['-loglevel', 'warning'];
  // Frames of VAAPI come from a device alone; a graph without any frame still opens the encoder.
  if (family === 'vaapi') return runFfmpeg(command, [...log, '-filter_complex', 'nullsrc=size=640x480:rate=30:duration=0,format=vaapi[v]', '-map', '[v]', ...codec, ...ends]);
  const small = family === 'software' ? pictures.replace('640x480', '192x128') : pictures;
  return runFfmpeg(command, [...log, '-f', 'lavfi', '-i', small, ...codec, '-pix_fmt', inputFormat(family, encoder, pixelFormat), '-frames:v', String(frames), ...ends]);
}

function inputFormat(family: EncoderTerms['family'], encoder: string, pixelFormat: string): string {
  if (family === 'quicksync' || family === 'nvenc') return pixelFormat === 'yuv420p' ? 'nv12' : 'p010le';
  return encoder === 'mjpeg' ? pixelFormat.replace('yuv', 'yuvj') : pixelFormat;
}

/** What an encoder says that has read its options and finds no hardware. */
const noHardware: Readonly<Partial<Record<EncoderTerms['family'], RegExp>>> = {
  vaapi: /A hardware frames reference is required/,
  quicksync: /MFX session/,
  nvenc: /Cannot load lib(cuda|nvidia-encode)|No capable devices found|Driver does not support the required nvenc/,
  v4l2m2m: /Could not find a valid device/,
};

/** What ffmpeg says of options that it does not take, or that no encoder asked for. */
const refusal = /Undefined constant|Unable to parse|Error setting|out of range|Unrecognized option|Option not found|has not been used for any stream|not used for any stream|Invalid chars|Expected number/;

/** Whether the encoder was reached with every option taken; else what ffmpeg said. */
export function reached({ family }: EncoderTerms, { exitCode, stdout, stderr }: FfmpegRun): true | string {
  if (refusal.test(stderr)) return stderr;
  if (exitCode === 0) return stdout.split('\n').filter((line) => /^\d/.test(line)).length >= frames || `too few frames: ${stdout}`;
  return noHardware[family]?.test(stderr) === true || stderr;
}
