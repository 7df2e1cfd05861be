import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpegBuildSchema, type Capabilities, type FfmpegBuild } from '@domain/capabilities';
import { failure } from '@domain/errors';
import { parseFfmpegBuild } from '@domain/ffmpeg-build';
import { parseJson } from '@domain/json';
import { toolContainer } from '@domain/plan/container';
import type { DockerClient } from './client';
import type { Image } from './images';
import { runTool } from './tool';

/** What separates the two answers of the ffmpeg probe. */
const probeMark = '--- capstan encoders ---';

export interface FfmpegBuildsOptions {
  readonly client: DockerClient;
  readonly ownerId: string;
  readonly user: Capabilities['user'];
  readonly cacheDirectory: string;
}

/** The ffmpeg of each image. It is the image's, so the image's id is the key of the cache. */
export class FfmpegBuilds {
  private readonly known = new Map<string, Promise<FfmpegBuild>>();

  constructor(private readonly options: FfmpegBuildsOptions) {}

  /** Throws `ffmpeg-missing` where the image holds none. */
  of(image: Image, refresh = false): Promise<FfmpegBuild> {
    const known = refresh ? undefined : this.known.get(image.id);
    if (known) return known;
    const build = this.ask(image, refresh);
    this.known.set(image.id, build);
    build.catch(() => {
      if (this.known.get(image.id) === build) this.known.delete(image.id);
    });
    return build;
  }

  private async ask(image: Image, refresh: boolean): Promise<FfmpegBuild> {
    const { client, ownerId, user, cacheDirectory } = this.options;
    const key = createHash('sha256').update(image.id).digest('hex').slice(0, 16);
    const path = join(cacheDirectory, `ffmpeg-${key}.json`);
    const cached = refresh ? null : ffmpegBuildSchema.safeParse(parseJson(await readText(path)));
    if (cached?.success) return cached.data;
    const script = `ffmpeg -version && echo '${probeMark}' && ffmpeg -hide_banner -encoders`;
    const result = await runTool(client, toolContainer({ image: image.runs, ownerId, user: `${user.uid}:${user.gid}`, argv: ['sh', '-c', script] }));
    const [version = '', encoders = ''] = result.stdout.split(probeMark);
    const build = parseFfmpegBuild(version, encoders);
    if (build === null) {
      throw failure('ffmpeg-missing', `The image ${image.reference} holds no ffmpeg that answers: ${result.stderr.trim()}`, {
        nextStep: 'Choose an image with ffmpeg, unset CAPSTAN_IMAGE, or go back to Capstan’s own with `capstan images reset`.',
      });
    }
    await mkdir(cacheDirectory, { recursive: true });
    await writeFile(path, JSON.stringify(build));
    return build;
  }
}

const readText = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};
