import { spawnSync } from 'node:child_process';

function ffmpeg(program, words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** @returns {number} frames that are really decoded; 0 for a file that cannot be read */
export function decodedFrames(path) {
  const { stdout } = ffmpeg('ffprobe', ['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', path]);
  return Number.parseInt(stdout, 10) || 0;
}

export const hasVmaf = () => / libvmaf /.test(ffmpeg('ffmpeg', ['-hide_banner', '-filters']).stdout);

/** The strip at the bottom of the test pattern shows the wall clock, which differs from run to run: 32 of 720 lines. */
const withoutStrip = 'crop=iw:ih-4*ceil(ih/90):0:0';

/**
 * How alike two recordings of the test pattern are, picture by picture from the first on.
 * @returns {{ psnrDb: number | null, worstPsnrDb: number | null, vmaf: number | null }} null where they cannot be compared; 99 stands for no difference
 */
export function compare(path, original, withVmaf) {
  const measure = (filter) => {
    // Pictures are matched by their number: timestamps differ by what the start took.
    const prepared = (input, name) => `[${input}:v:0]${withoutStrip},format=yuv420p,settb=1/1000,setpts=N*33[${name}]`;
    const graph = `${prepared(0, 'tried')};${prepared(1, 'original')};[tried][original]${filter}`;
    const { status, stderr } = ffmpeg('ffmpeg', ['-hide_banner', '-nostdin', '-i', path, '-i', original, '-filter_complex', graph, '-f', 'null', '-']);
    return status === 0 ? stderr : '';
  };
  const psnr = measure('psnr');
  const figure = (name, text) => {
    const found = new RegExp(`${name}:(inf|[\\d.]+)`).exec(text)?.[1];
    return found === undefined ? null : found === 'inf' ? 99 : Number(found);
  };
  const vmaf = withVmaf ? /VMAF score: ([\d.]+)/.exec(measure('libvmaf'))?.[1] : undefined;
  return { psnrDb: figure('average', psnr), worstPsnrDb: figure('min', psnr), vmaf: vmaf === undefined ? null : Number(vmaf) };
}
