import { encoderFamilies } from '@domain/capabilities';
import { failure } from '@domain/errors';
import { imageRecipes, recipeOfFamily, type FamilyImageState, type ImageList, type StoredImage } from '@domain/images';
import type { EngineImages } from '../station/engine';
import { Interruption } from './interruption';
import { TextReport } from './record-report';
import { answering, stationChoice, withStation, type Shell, type StationFlags } from './shell';
import { formatBytes, table } from './text';

export interface ImagesOptions extends StationFlags {
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const listImages = (shell: Shell, options: ImagesOptions): Promise<number> =>
  withImages(shell, options, async (images) => {
    const list = await images.list();
    return { json: list, text: describe(list) };
  });

/** Makes the image of a recipe, or of the recipe that a family has. */
export const buildImage = (shell: Shell, name: string, options: ImagesOptions): Promise<number> =>
  withImages(shell, options, async (images, signal) => {
    const word = known('name', name, [...new Set([...encoderFamilies, ...imageRecipes])]);
    const family = encoderFamilies.find((candidate) => candidate === word);
    const recipe = imageRecipes.find((candidate) => candidate === word) ?? recipeOfFamily[family ?? 'software'];
    const built = await images.build(recipe, signal);
    return { json: built, text: `${built.reference} is there.\n  ${built.id}` };
  });

export const useImage = (shell: Shell, family: string, reference: string, options: ImagesOptions): Promise<number> =>
  withImages(shell, options, async (images, signal) => {
    const used = await images.use(known('family', family, encoderFamilies), reference, signal);
    return { json: used, text: `${used.family} now runs in ${used.reference}, with ffmpeg ${used.ffmpeg.version}.\n  ${used.id}` };
  });

export const resetImage = (shell: Shell, family: string, options: ImagesOptions): Promise<number> =>
  withImages(shell, options, async (images) => {
    const name = known('family', family, encoderFamilies);
    images.reset(name);
    const state = (await images.list()).families.find((candidate) => candidate.family === name);
    return { json: state, text: `${name} runs in Capstan’s own image again: ${state?.reference}.` };
  });

export const pruneImages = (shell: Shell, options: ImagesOptions): Promise<number> =>
  withImages(shell, options, async (images) => {
    const unused = (await images.list()).images.filter((image) => image.unused);
    if (unused.length === 0) return { json: { removed: [] }, text: 'There is nothing to remove.' };
    const question = `Remove ${unused.map((image) => `${nameOf(image)} (${formatBytes(image.sizeBytes)})`).join(', ')}?`;
    const answer = options.yes === true || (await shell.confirm(question));
    if (answer === null) throw failure('confirmation-missing', question);
    const removed = answer ? await images.remove(unused.map(({ id }) => id)) : [];
    return { json: { removed }, text: removed.length === 0 ? 'Nothing was removed.' : `Removed ${removed.map(nameOf).join(', ')}.` };
  });

type Answer = { readonly json: unknown; readonly text: string };

function withImages(shell: Shell, options: ImagesOptions, act: (images: EngineImages, signal: AbortSignal) => Promise<Answer>): Promise<number> {
  return answering(shell, options.json === true, () =>
    withStation(shell, stationChoice(options), async (station) => {
      const interruption = new Interruption(shell, () => shell.out.note('Ending it.'));
      const progress = new TextReport(shell.out);
      const stopListening = options.json ? () => {} : station.onEvent((event) => progress.station(event));
      try {
        const acting = act(await station.images(), interruption.signal);
        const answer = await Promise.race([acting, interruption.left]);
        if (typeof answer === 'string') throw cancelled();
        shell.out.status('');
        if (options.json) shell.out.document(answer.json);
        else shell.out.print(answer.text);
      } catch (thrown) {
        throw interruption.stopRequested ? cancelled() : thrown;
      } finally {
        shell.out.status('');
        stopListening();
        interruption.close();
      }
    }),
  );
}

function known<T extends string>(field: string, word: string, words: readonly T[]): T {
  const found = words.find((candidate) => candidate === word);
  if (found === undefined) throw failure('preset-invalid', `${JSON.stringify(word)} is none of ${words.join(', ')}.`, { field });
  return found;
}

const cancelled = () => failure('image-cancelled', 'It was ended before it was whole.');

const origins: Readonly<Record<FamilyImageState['origin'], string>> = { recipe: 'Capstan', chosen: 'chosen', environment: 'CAPSTAN_IMAGE' };

function describe({ families, images }: ImageList): string {
  const states = families.map(({ family, origin, reference, id }) => [family, reference, origins[origin], id === null ? 'made at the first need' : 'there']);
  const rows = images.map((image) => [
    image.id.replace(/^sha256:/, '').slice(0, 12),
    nameOf(image),
    formatBytes(image.sizeBytes),
    image.createdAt.slice(0, 10),
    image.families.join(', ') || (image.unused ? 'unused' : image.containers > 0 ? `${image.containers} containers` : 'chosen'),
  ]);
  return [table([['FAMILY', 'IMAGE', 'FROM', 'STATE'], ...states]), '', table([['ID', 'IMAGE', 'SIZE', 'MADE', 'USED BY'], ...rows])].join('\n');
}

const nameOf = ({ id, references }: StoredImage): string => references[0] ?? id.replace(/^sha256:/, '').slice(0, 12);
