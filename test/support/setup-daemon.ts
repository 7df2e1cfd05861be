import type { TestProject } from 'vitest/node';
import { findProgram } from '../../scripts/setup/programs.mjs';
import { bootstrapSoftwareImage } from '../../scripts/setup/software-image.mjs';
import { startPrivateDaemon } from './daemon';
import { absent, present } from './pieces';

/** One private dockerd with the software image for all files of a vitest project. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const missing = whatIsMissing();
  if (missing !== null) {
    project.provide('daemon', absent(missing));
    return undefined;
  }
  const daemon = await startPrivateDaemon(findProgram('dockerd') ?? 'dockerd');
  try {
    const image = await bootstrapSoftwareImage({ ...process.env, DOCKER_HOST: daemon.dockerHost }, console.log);
    project.provide('daemon', present({ dockerHost: daemon.dockerHost, image }));
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return () => daemon.stop();
}

function whatIsMissing(): string | null {
  if (process.getuid?.() !== 0) return 'a private dockerd needs root';
  const programs = ['dockerd', 'docker', 'mmdebstrap'].filter((name) => findProgram(name) === null);
  return programs.length === 0 ? null : `${programs.join(', ')} not installed: node scripts/setup.mjs docker image-tools`;
}
