import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestInput, Still } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import { stillFileName } from '@domain/recording-name';
import { makeFolder } from '../station/make-folder';
import type { LiveSession, Station } from '../station/types';
import type { PictureFlow } from './pictures';

export interface StillImages {
  /** In pixels; null where it is no picture. */
  sizeOf(jpeg: Uint8Array): { readonly width: number; readonly height: number } | null;
  copy(jpeg: Uint8Array): Promise<void>;
}

export interface StillsOptions {
  readonly images: StillImages;
  readonly reveal: (path: string) => void;
  /** Told why a picture was not taken from the file that is written. */
  readonly onTrouble: (thrown: unknown) => void;
  readonly now?: () => Date;
  /** How long a session may take to give a picture. */
  readonly patienceMilliseconds?: number;
}

const maximumOfOneSecond = 99;

/** Still pictures of sessions, from the file that is written or else of the live picture: beside the recordings, or on the clipboard. */
export class Stills {
  private readonly written = new Set<string>();

  constructor(private readonly options: StillsOptions) {}

  /** Throws `session-unknown`, `picture-missing` or `output-unwritable`. */
  async take(station: Pick<Station, 'sessions' | 'settings' | 'fileFrame'>, flow: Pick<PictureFlow, 'newest'>, { sessionId, to }: RequestInput<'stills.take'>): Promise<Still> {
    const { images, now = () => new Date() } = this.options;
    const session = station.sessions.get(sessionId);
    const takenAt = now();
    // Kept now: it is the picture of this moment even where the file cannot give it.
    const shown = flow.newest(sessionId);
    const jpeg = (await this.fromFile(station, sessionId)) ?? shown ?? (await this.nextPicture(session));
    const size = images.sizeOf(jpeg);
    if (!size) throw failure('picture-missing', 'What came as a picture is none.');
    if (to === 'clipboard') await images.copy(jpeg);
    const path = to === 'clipboard' ? null : await this.write(station.settings.recordingsDirectory, session.view.presetName, takenAt, jpeg);
    return { path, ...size };
  }

  /** Shows a file that was written here; the page cannot name another. */
  reveal(path: string): void {
    if (!this.written.has(path)) throw failure('recording-unknown', `${path} is no still picture of this window.`);
    this.options.reveal(path);
  }

  /** Null where the live picture has to do; its size is told with it. */
  private async fromFile(station: Pick<Station, 'fileFrame'>, sessionId: string): Promise<Uint8Array | null> {
    try {
      return await station.fileFrame(sessionId);
    } catch (thrown) {
      this.options.onTrouble(thrown);
      return null;
    }
  }

  /** Nobody looks at this session: it is looked at for one picture. */
  private nextPicture(session: LiveSession): Promise<Uint8Array> {
    const { patienceMilliseconds = 10_000 } = this.options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(() => reject(failure('picture-missing', 'The session gave no picture.'))), patienceMilliseconds);
      const stop = session.watch((jpeg) => end(() => resolve(jpeg)));
      const end = (settle: () => void) => {
        clearTimeout(timer);
        stop();
        settle();
      };
    });
  }

  /** Never writes over anything: another one of the same second gets a number. */
  private async write(directory: string, presetName: string, takenAt: Date, jpeg: Uint8Array): Promise<string> {
    try {
      makeFolder(directory);
      for (let number = 1; number <= maximumOfOneSecond; number += 1) {
        const path = join(directory, stillFileName(presetName, takenAt, number));
        if (await written(path, jpeg)) {
          this.written.add(path);
          return path;
        }
      }
    } catch (cause) {
      throw failure('output-unwritable', `The still picture could not be written: ${errorOf(cause).detail}`, { cause });
    }
    throw failure('output-unwritable', `${directory} has ${maximumOfOneSecond} still pictures of this second.`);
  }
}

/** False where there is a file of this name. */
async function written(path: string, jpeg: Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, jpeg, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
