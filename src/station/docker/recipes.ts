import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '@domain/errors';
import type { ImageRecipe } from '@domain/images';

/** What a recipe may consist of. Only these make its tag, and only these are given to the builder. */
const recipeFiles = ['Dockerfile', 'packages.txt', 'debian.sources'] as const;

/** Label of images that Capstan made, with the name of the recipe. */
export const recipeLabel = 'dev.capstan.image';

/** Folder of the image recipes, from wherever this code was bundled to. */
export function imagesDirectory(): string {
  const candidates = [1, 2, 3, 4].map((levels) => join(__dirname, ...Array<string>(levels).fill('..'), 'resources', 'images'));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw failure('internal', `The image recipes are not installed beside ${__dirname}.`);
  return found;
}

export interface RecipeFiles {
  readonly directory: string;
  readonly files: readonly string[];
}

export function filesOf(recipe: ImageRecipe): RecipeFiles {
  const directory = join(imagesDirectory(), recipe);
  return { directory, files: recipeFiles.filter((name) => existsSync(join(directory, name))) };
}

/** `capstan/RECIPE:VERSION-HASH`, with the hash over the recipe's files: a changed recipe is another image. */
export async function recipeTag(recipe: ImageRecipe, version: string): Promise<string> {
  const { directory, files } = filesOf(recipe);
  const hash = createHash('sha256');
  for (const name of files) hash.update(await readFile(join(directory, name)));
  return `capstan/${recipe}:${version}-${hash.digest('hex').slice(0, 12)}`;
}

/** What helps where the image cannot be built: only Debian's recipes can be made without a registry. */
export async function withoutRegistry(recipe: ImageRecipe, tag: string): Promise<string> {
  const { directory } = filesOf(recipe);
  const isDebian = /^FROM debian:/m.test(await readFile(join(directory, 'Dockerfile'), 'utf8'));
  return isDebian
    ? `Connect to the internet once so that it can be built, or run \`sudo resources/images/bootstrap.sh ${tag}\`, which needs Debian's packages alone.`
    : 'Connect the Docker host to the internet once so that it can be built, or choose an image of your own with `capstan images use`.';
}
