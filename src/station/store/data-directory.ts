import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where presets, settings and state lie: CAPSTAN_DATA, else `capstan` in the user's configuration folder. Absolute. */
export function dataDirectory(env: NodeJS.ProcessEnv): string {
  if (env['CAPSTAN_DATA']) return resolve(env['CAPSTAN_DATA']);
  return resolve(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'capstan');
}
