import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { frameTimes } from '../../support/media';
import { until } from '../../support/until';

/** The recording that is being written in a folder, or in the one of its own that it is made in. */
export const growingFile = (directory: string) => until('a growing recording', () => filesIn(directory).find((path) => statSync(path).size > 2000));

export const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(mkv|mp4)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** When the last frame that the file holds is shown, in seconds. */
export const lastFrameAt = async (path: string): Promise<number> => (await frameTimes(path)).at(-1) ?? 0;
