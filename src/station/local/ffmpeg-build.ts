import type { FfmpegBuild } from '@domain/capabilities';
import { errorOf, failure } from '@domain/errors';
import { parseFfmpegBuild } from '@domain/ffmpeg-build';
import { runTool } from '../process';

/** What this computer's own ffmpeg is. Throws `ffmpeg-missing`. */
export async function readLocalBuild(env: NodeJS.ProcessEnv): Promise<FfmpegBuild> {
  const [version, encoders] = await Promise.all([runTool(['ffmpeg', '-version'], { env }), runTool(['ffmpeg', '-hide_banner', '-encoders'], { env })]);
  const build = parseFfmpegBuild(version.stdout, encoders.stdout);
  if (build !== null) return build;
  const said = (version.stderr || version.stdout).trim().split('\n').slice(0, 3).join(' ');
  throw failure('ffmpeg-missing', `The ffmpeg on this computer’s PATH does not tell its version: ${said}`);
}

export async function hasLocalFfmpeg(env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await readLocalBuild(env);
    return true;
  } catch (thrown) {
    if (errorOf(thrown).kind === 'ffmpeg-missing') return false;
    throw thrown;
  }
}
