import { capstanError, type CapstanError } from '../errors';

const systemTrees = String.raw`^\/(boot|dev|etc|proc|sys|usr|bin|sbin|lib(?:32|64|x32)?)(\/|$)`;
/** Sockets of the system's services, Docker's among them; removable disks are mounted there too. */
const runTree = String.raw`^\/(var\/)?run(?!\/(media|user)\/)(\/|$)`;
const systemDirectories = new RegExp(String.raw`^\/(root|var|home|opt|srv)?\/*$|${systemTrees}|${runTree}`);
const systemFiles = new RegExp(`${systemTrees}|${runTree}`);

// oxlint-disable-next-line no-control-regex
const isPlain = (path: string) => path.startsWith('/') && !/[\u0000-\u001f\u007f]/.test(path) && !/(^|\/)\.\.?(\/|$)/.test(path);
/** As the kernel reads it: further slashes mean nothing. */
const singleSlashes = (path: string) => path.replace(/\/{2,}/g, '/');

/** Why a folder cannot hold recordings by its name alone; null where it can. Ask before anything is made there. */
export function refusedDirectory(directory: string): CapstanError | null {
  const field = 'output.directory';
  if (!isPlain(directory)) return capstanError('output-unwritable', `${JSON.stringify(directory)} is not a plain absolute path.`, { field });
  if (systemDirectories.test(singleSlashes(directory))) {
    return capstanError('output-unwritable', `${directory} is a folder of the system; recordings need one of their own.`, { field });
  }
  return null;
}

/** Why a file cannot be a source by its name alone: it would be mounted into the recorder; null where it can. */
export function refusedSourceFile(path: string): CapstanError | null {
  const field = 'source.path';
  if (!isPlain(path)) return capstanError('preset-invalid', `${JSON.stringify(path)} is not a plain absolute path.`, { field });
  if (systemFiles.test(singleSlashes(path))) {
    return capstanError('preset-invalid', `${path} belongs to the system and is no media file.`, { field, nextStep: 'Choose a media file, or copy it to a folder of yours.' });
  }
  return null;
}
