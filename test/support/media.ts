import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Decoded {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Frames that were really decoded. */
  readonly frames: number;
  /** What the decoder complained of; empty for a sound file. */
  readonly complaints: string;
}

/** Decodes a whole file with ffprobe, as a player would. */
export async function decode(path: string): Promise<Decoded> {
  const entries = 'stream=codec_name,width,height,nb_read_frames';
  const { stdout, stderr } = await run('ffprobe', ['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-show_entries', entries, '-of', 'json', path]);
  const { streams } = JSON.parse(stdout) as { streams: { codec_name: string; width: number; height: number; nb_read_frames: string }[] };
  const [video] = streams;
  if (!video) throw new Error(`${path} holds no picture`);
  return { codec: video.codec_name, width: video.width, height: video.height, frames: Number(video.nb_read_frames), complaints: stderr.trim() };
}

/** When each picture of a file is shown, in seconds, in order. */
export async function frameTimes(path: string): Promise<number[]> {
  const { stdout } = await run('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', path]);
  return stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Number.parseFloat(line))
    .toSorted((one, other) => one - other);
}
