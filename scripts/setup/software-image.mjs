import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, inRoot } from './paths.mjs';
import { findProgram } from './programs.mjs';

const recipe = inRoot('resources/images/software');

function recipeHash() {
  const hash = createHash('sha256');
  for (const name of ['Dockerfile', 'packages.txt']) hash.update(readFileSync(join(recipe, name)));
  return hash.digest('hex').slice(0, 12);
}

/** The name under which the station looks for the image: version of the program and hash of the recipe. */
export function softwareImageTag() {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return `capstan/software:${version}-${recipeHash()}`;
}

/** The image's file system as bootstrap.sh keeps it; named after the recipe, so that a changed one is made anew. */
export const softwareImageArchive = () => join(cacheDirectory, 'images', `software-${recipeHash()}.tar`);

/** @returns {boolean} whether a daemon answers docker's own command line; false where there is no command line */
export function dockerAnswers(env) {
  const docker = findProgram('docker');
  return docker !== null && spawnSync(docker, ['version'], { env, stdio: 'ignore' }).status === 0;
}

/** @returns {boolean} */
export const hasSoftwareImage = (env) =>
  spawnSync('docker', ['image', 'inspect', softwareImageTag()], { env, stdio: 'ignore' }).status === 0;

/**
 * Makes the image from Debian's packages and imports it into the daemon of `env`.
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<string>} its tag
 */
export async function bootstrapSoftwareImage(env, say) {
  const tag = softwareImageTag();
  const child = spawn(inRoot('resources/images/bootstrap.sh'), [tag, '--keep', softwareImageArchive()], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const listen = (stream, each) => stream.setEncoding('utf8').on('data', each);
  listen(child.stdout, (text) => text.split('\n').filter((line) => line.startsWith('==>')).forEach((line) => say(line)));
  listen(child.stderr, (text) => {
    said = (said + text).slice(-4000);
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`bootstrap.sh ended with ${code}:\n${said.trim()}`);
  return tag;
}
