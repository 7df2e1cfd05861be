import { access, constants, stat } from 'node:fs/promises';
import { failure } from '@domain/errors';
import { errorCode } from '../error-code';

/** Throws `device-missing` or `device-forbidden` before ffmpeg is started at all; only ffmpeg can tell a busy device. */
export async function checkDevice(path: string): Promise<void> {
  try {
    const found = await stat(path);
    if (!found.isCharacterDevice()) throw failure('device-missing', `${path} is no device.`);
    await access(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    switch (errorCode(cause)) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw failure('device-missing', `There is no ${path}.`, { cause });
      case 'EACCES':
      case 'EPERM':
        throw failure('device-forbidden', `This user may not read and write ${path}.`, {
          nextStep: 'Run `sudo usermod -aG video $USER`, then log out and in again.',
          cause,
        });
      default:
        throw cause;
    }
  }
}
