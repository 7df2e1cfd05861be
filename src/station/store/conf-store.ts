import Conf from 'conf';
import type { OpenStore } from '../types';

/** Store of shells without Electron. Same file, same format as electron-store, which is built on conf. */
export const openConfStore: OpenStore = <T extends Record<string, unknown>>(options: {
  readonly name: string;
  readonly directory: string;
  readonly defaults: T;
}) =>
  new Conf<T>({
    projectName: 'capstan',
    configName: options.name,
    cwd: options.directory,
    defaults: options.defaults,
    configFileMode: 0o600,
  });
