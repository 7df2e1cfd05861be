import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { playableArgv, playableBytes, playableEncoders, playableMuxers } from '@domain/conversion';
import { failure } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { makeFolder } from '../make-folder';
import type { OpenFilesHere } from './file-place';
import { inStaging, runFfmpeg } from './ffmpeg-job';
import { isFile } from './move';

/** What is kept at most; those that were played longest ago go first. */
const maximumFiles = 30;
const maximumBytes = 8 * 1024 ** 3;

/** Versions of recordings that Chromium can play, in a folder of their own. */
export class Previews {
  constructor(
    private readonly directory: string,
    private readonly openFiles: OpenFilesHere,
  ) {}

  /** Null where there is none. */
  async path(id: string): Promise<string | null> {
    for (const path of this.candidates(id)) {
      if (!(await isFile(path))) continue;
      const now = new Date();
      await utimes(path, now, now);
      return path;
    }
    return null;
  }

  async make({ id, path, durationSeconds }: Recording, signal: AbortSignal, onFraction: (fraction: number) => void): Promise<void> {
    if ((await this.path(id)) !== null) return;
    makeFolder(this.directory, 0o700);
    const job = { inputs: [path], directory: this.directory, neededBytes: playableBytes(durationSeconds), durationSeconds, signal, onFraction };
    await inStaging(this.openFiles, job, async ({ place, staging }) => {
      const there = await place.encoders();
      const encoder = playableEncoders.find((name) => there.includes(name));
      if (encoder === undefined) throw failure('conversion-failed', 'The ffmpeg here has neither libx264 nor libvpx.');
      const name = `made.${playableMuxers[encoder]}`;
      await runFfmpeg(place, playableArgv(place.inputs[0] ?? '', `${place.writes}/${name}`, encoder), job);
      await this.makeRoom((await stat(join(staging.directory, name))).size);
      await staging.place(name, () => `${id}.${playableMuxers[encoder]}`);
    });
  }

  async forget(id: string): Promise<void> {
    await Promise.all(this.candidates(id).map((path) => rm(path, { force: true })));
  }

  private candidates(id: string): string[] {
    return Object.values(playableMuxers).map((ending) => join(this.directory, `${id}.${ending}`));
  }

  private async makeRoom(neededBytes: number): Promise<void> {
    const names = (await readdir(this.directory)).filter((name) => /^[a-z0-9]{10}\.(mp4|webm)$/.test(name));
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(this.directory, name));
        return { path: join(this.directory, name), size, mtimeMs };
      }),
    );
    let bytes = neededBytes;
    for (const [index, { path, size }] of files.toSorted((a, b) => b.mtimeMs - a.mtimeMs).entries()) {
      bytes += size;
      if (index + 1 >= maximumFiles || bytes > maximumBytes) await rm(path, { force: true });
    }
  }
}
