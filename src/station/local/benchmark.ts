import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchmarkPlace } from '../benchmark/place';
import { openLocalTrials, startTrials } from './encoder-trials';

/** Processes of this computer. The folder of the clips goes with the shell that makes them, also where this process is killed. */
export async function localBenchmark(env: NodeJS.ProcessEnv): Promise<BenchmarkPlace> {
  const clipsDirectory = await mkdtemp(join(tmpdir(), 'capstan-benchmark-'));
  return {
    clipsDirectory,
    clips: async (events) => startTrials(clipsDirectory, env, events),
    encoder: () => openLocalTrials(env),
    close: () => rm(clipsDirectory, { recursive: true, force: true }),
  };
}
