import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

export const rootDirectory = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const inRoot = (...parts) => join(rootDirectory, ...parts);
/** What may be made again at any time: kept out of git. */
export const cacheDirectory = inRoot('.cache');
