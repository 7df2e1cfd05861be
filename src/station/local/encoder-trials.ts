import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FfmpegBuild } from '@domain/capabilities';
import { trialsArgv } from '@domain/encoder-probe/script';
import type { AgentEvents, AgentProcess, OpenAgent } from '../devices/agent-link';
import type { FamilySoftware } from '../encoders/probe';
import { startPiped } from '../process';
import { errorCode } from '../error-code';

/** The trials as a process of this computer, in a folder that it removes itself. It ends with its stdin. */
export const openLocalTrials =
  (env: NodeJS.ProcessEnv): OpenAgent =>
  async (events) =>
    startTrials(await mkdtemp(join(tmpdir(), 'capstan-trials-')), env, events);

/** The same in a folder that is known. */
export function startTrials(directory: string, env: NodeJS.ProcessEnv, { stdout, stderr, ended }: AgentEvents): AgentProcess {
  const shell = startPiped(trialsArgv(directory), { env });
  shell.stdout.on('data', stdout);
  shell.stderr.on('data', stderr);
  shell.closed.then(ended, ended);
  return {
    write: (text) => shell.stdin.write(text),
    close: async () => {
      shell.stdin.end();
      shell.kill('SIGTERM');
      await shell.closed;
    },
  };
}

/** This computer's ffmpeg with the libraries that it loads: their cache is written anew whenever a package brings one. */
export async function localSoftware(ffmpeg: FfmpegBuild): Promise<FamilySoftware> {
  return { image: null, id: `${ffmpeg.version} ${await changedAt('/etc/ld.so.cache')}`, ffmpeg, insteadOf: null };
}

async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
