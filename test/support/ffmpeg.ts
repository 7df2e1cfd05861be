import { execFile } from 'node:child_process';
import type { FfmpegBuild } from '@domain/capabilities';
import { parseFfmpegBuild } from '@domain/ffmpeg-build';
import { parseFfmpegOptions, type FfmpegOption } from './ffmpeg-help';

/** A program that is ffmpeg, with the words that come before its own. */
export interface FfmpegCommand {
  readonly executable: string;
  readonly argv: readonly string[];
}

export interface FfmpegRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it to its end, one minute at most. */
export function runFfmpeg({ executable, argv }: FfmpegCommand, words: readonly string[]): Promise<FfmpegRun> {
  return new Promise((resolve, reject) => {
    execFile(executable, [...argv, '-hide_banner', '-nostdin', ...words], { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

export async function buildOf(command: FfmpegCommand): Promise<FfmpegBuild> {
  const [version, encoders] = await Promise.all([runFfmpeg(command, ['-version']), runFfmpeg(command, ['-encoders'])]);
  const build = parseFfmpegBuild(version.stdout, encoders.stdout);
  if (build === null) throw new Error(`not ffmpeg: ${version.stdout}`);
  return build;
}

type Options = ReadonlyMap<string, FfmpegOption>;

/** What every encoder takes. `-q` is an option of the program itself, which no section lists with a type. */
export async function genericOptions(command: FfmpegCommand): Promise<Options> {
  const { stdout } = await runFfmpeg(command, ['-h', 'full']);
  const generic = parseFfmpegOptions(stdout).find(({ title }) => title === 'AVCodecContext');
  if (!generic || !/^-q[ [:]/m.test(stdout)) throw new Error('ffmpeg -h full lists no generic options');
  return new Map([...generic.options, ['q', { name: 'q', type: 'double', range: { minimum: 0, maximum: 255 }, constants: [] }]]);
}

/** What one encoder takes: its own options hide the generic ones of the same name. */
export async function encoderOptions(command: FfmpegCommand, encoder: string, generic: Options): Promise<Options> {
  const { stdout } = await runFfmpeg(command, ['-h', `encoder=${encoder}`]);
  return new Map([...generic, ...parseFfmpegOptions(stdout).flatMap(({ options }) => [...options])]);
}
