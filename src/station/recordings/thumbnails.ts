import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { thumbnailArgv } from '@domain/conversion';
import { failure } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { makeFolder } from '../make-folder';
import type { FilePlace, OpenFilesHere } from './file-place';
import { jpegOf, type MadeJpeg } from './jpeg-of';
import { isFile } from './move';
import { Slots } from './slots';

export interface ThumbnailsOptions {
  /** Folder of their own. */
  readonly directory: string;
  readonly get: (id: string) => Recording;
  readonly knownIds: () => ReadonlySet<string>;
  readonly openFiles: OpenFilesHere;
}

/** A JPEG of 320 pixels is far smaller; more is no picture of ours. */
const maximumBytes = 1024 * 1024;
const patienceMilliseconds = 30_000;
/** As many as the rows of two high windows: what was scrolled past long ago is not made. */
const maximumWaiting = 60;

/** Small pictures of recordings: made when one is asked for, two at a time, the newest wish first, and kept. */
export class Thumbnails {
  private readonly slots = new Slots(2, 'last', { maximumWaiting, refusal: () => failure('conversion-cancelled', 'Other pictures were asked for since.') });
  private readonly making = new Map<string, Promise<string>>();
  /** Files without a picture, by path and size: they are not tried again. */
  private readonly hopeless = new Set<string>();
  private readonly over = new AbortController();
  private cleaned: Promise<void> | null = null;

  constructor(private readonly options: ThumbnailsOptions) {}

  /** Path of the picture. Throws `recording-unknown`, `conversion-failed` where the file has none, or `conversion-cancelled`. */
  async path(id: string): Promise<string> {
    const recording = this.options.get(id);
    const target = this.target(id);
    if (await isFile(target)) return target;
    const running = this.making.get(id);
    if (running) return running;
    const made = this.slots.run(() => this.make(recording, target)).finally(() => this.making.delete(id));
    this.making.set(id, made);
    return made;
  }

  async forget(id: string): Promise<void> {
    await rm(this.target(id), { force: true });
  }

  close(): void {
    this.over.abort(failure('conversion-cancelled', 'Capstan is being closed.'));
  }

  private readonly target = (id: string): string => join(this.options.directory, `${id}.jpg`);

  private async make({ path, sizeBytes, durationSeconds }: Recording, target: string): Promise<string> {
    const key = `${path} ${sizeBytes}`;
    if (this.hopeless.has(key)) throw failure('conversion-failed', `${path} has no picture.`);
    makeFolder(this.options.directory, 0o700);
    await (this.cleaned ??= this.clean());
    const place = await this.options.openFiles({ inputs: [path], writes: null });
    const early = await this.frame(place, durationSeconds / 10);
    const { jpeg, trouble } = early.jpeg === null ? await this.frame(place, 0) : early;
    if (jpeg === null) {
      if (trouble === null) this.hopeless.add(key);
      throw failure('conversion-failed', trouble ?? `${path} has no picture.`);
    }
    const written = `${target}.${randomBytes(4).toString('hex')}`;
    await writeFile(written, jpeg, { mode: 0o600 });
    await rename(written, target);
    return target;
  }

  private frame(place: FilePlace, atSeconds: number): Promise<MadeJpeg> {
    const [input = ''] = place.inputs;
    return jpegOf(place, thumbnailArgv(input, atSeconds), { signal: this.over.signal, patienceMilliseconds, maximumBytes });
  }

  /** Once: pictures of recordings that are not in the list any more, and what a crash left. */
  private async clean(): Promise<void> {
    const { directory, knownIds } = this.options;
    const names = await readdir(directory);
    const known = knownIds();
    const useless = names.filter((name) => !name.endsWith('.jpg') || !known.has(name.slice(0, -'.jpg'.length)));
    await Promise.all(useless.map((name) => rm(join(directory, name), { force: true })));
  }
}
