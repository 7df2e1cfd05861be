import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, inRoot } from '../../../scripts/setup/paths.mjs';
import { softwareImageTag } from '../../../scripts/setup/software-image.mjs';

export const guestFiles = inRoot('test/rig/guest');

/** What the guest is made of; a change of any makes it anew. A saved state fits only the emulator that saved it. */
function recipeHash() {
  const hash = createHash('sha256').update(softwareImageTag()).update(emulatorVersion());
  for (const name of readdirSync(guestFiles).toSorted()) hash.update(name).update(readFileSync(join(guestFiles, name)));
  for (const name of ['qemu.mjs', 'build.mjs']) hash.update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 12);
}

function emulatorVersion() {
  const { stdout, error } = spawnSync('qemu-system-x86_64', ['--version'], { encoding: 'utf8' });
  if (error) throw error;
  return stdout;
}

/** Folder of the guest that this recipe makes; it is there once the guest is built. */
export const guestDirectory = () => join(cacheDirectory, 'rig', recipeHash());
