import type { TestProject } from 'vitest/node';
import { findProgram } from '../../scripts/setup/programs.mjs';
import { buildGuest } from '../rig/machine/build.mjs';
import { bringUp, takeDown } from '../rig/machine/up.mjs';
import { absent, present } from './pieces';

/** One camera host for all files of the project; it ends with this process, however that ends. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const missing = whatIsMissing();
  if (missing !== null) {
    project.provide('rig', absent(missing));
    return undefined;
  }
  const directory = await buildGuest(console.log);
  const guest = await bringUp(directory);
  project.provide('rig', present({ runDirectory: guest.runDirectory }));
  return () => takeDown(guest);
}

function whatIsMissing(): string | null {
  if (process.getuid?.() !== 0) return 'building the camera host needs root';
  const programs = ['qemu-system-x86_64', 'mmdebstrap', 'mke2fs', 'dockerd', 'docker', 'ssh', 'ffmpeg'].filter((name) => findProgram(name) === null);
  return programs.length === 0 ? null : `${programs.join(', ')} not installed: node scripts/setup.mjs docker image-tools ffmpeg rig`;
}
