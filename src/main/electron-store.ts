import ElectronStore from 'electron-store';
import type { OpenStore } from '../station/types';
import { closeForeignChannels } from './ipc';

/** Store of the window. It writes the same files as the terminal's store: electron-store is conf with Electron's paths. */
export const openElectronStore: OpenStore = <T extends Record<string, unknown>>(options: {
  readonly name: string;
  readonly directory: string;
  readonly defaults: T;
}) => {
  const store = new ElectronStore<T>({
    name: options.name,
    cwd: options.directory,
    defaults: options.defaults,
    configFileMode: 0o600,
  });
  closeForeignChannels();
  return store;
};
