import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { FamilyImage } from '@domain/capabilities';
import type { CapstanError } from '@domain/errors';
import type { ImageList } from '@domain/images';
import { Cli } from '../support/cli';
import { testDaemon } from '../support/pieces';
import { startRegistry, type TestRegistry } from '../support/registry';

const run = promisify(execFile);
let home: string;
let registry: TestRegistry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'capstan-images-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const images = (context: TestContext, words: readonly string[], env: Record<string, string> = {}) =>
  new Cli(['images', ...words], { DOCKER_HOST: testDaemon(context).dockerHost, HOME: home, CAPSTAN_DATA: join(home, 'data'), ...env });

async function answer<T>(context: TestContext, words: readonly string[], env: Record<string, string> = {}): Promise<T> {
  const cli = images(context, [...words, '--json'], env);
  await cli.exit;
  return JSON.parse(cli.stdout) as T;
}

const docker = async (context: TestContext, ...words: string[]) => {
  const { stdout } = await run('docker', words, { env: { ...process.env, DOCKER_HOST: testDaemon(context).dockerHost } });
  return stdout.trim();
};

describe('the image of a family', () => {
  it('is one for those that share it, and the same for all under CAPSTAN_IMAGE', async (context) => {
    const { image } = testDaemon(context);
    const { families, images: stored } = await answer<ImageList>(context, ['list']);
    expect(families.map(({ family, origin }) => [family, origin])).toEqual(['software', 'vaapi', 'quicksync', 'nvenc', 'v4l2m2m', 'jetson'].map((family) => [family, 'recipe']));
    expect(families[0]).toEqual({ family: 'software', origin: 'recipe', reference: image, id: expect.stringMatching(/^sha256:/) });
    expect(families[1]?.reference).toBe(families[2]?.reference);
    expect(stored.find(({ families: of }) => of.includes('software'))).toMatchObject({ recipe: 'software', families: ['software', 'v4l2m2m'], unused: false });
    const under = await answer<ImageList>(context, ['list'], { CAPSTAN_IMAGE: image });
    expect(new Set(under.families.map(({ origin, id }) => `${origin} ${id}`))).toEqual(new Set([`environment ${families[0]?.id}`]));
  });

  it('of the user’s own is taken by its content: what gets its name later is not', async (context) => {
    const { image } = testDaemon(context);
    await docker(context, 'tag', image, 'test/own:1');
    const used = await answer<FamilyImage>(context, ['use', 'vaapi', 'test/own:1']);
    expect(used).toMatchObject({ family: 'vaapi', reference: 'test/own:1', ffmpeg: { encoders: expect.arrayContaining(['h264_vaapi']) } });
    const cli = images(context, ['use', 'nvenc', registry.whole]);
    expect(await cli.exit).toBe(1);
    expect(cli.stderr).toContain('ffmpeg is not installed');
    await docker(context, 'tag', registry.whole, 'test/own:1');
    const { families } = await answer<ImageList>(context, ['list']);
    expect(families.find(({ family }) => family === 'vaapi')).toEqual({ family: 'vaapi', origin: 'chosen', reference: 'test/own:1', id: used.id });
    expect(families.find(({ family }) => family === 'nvenc')).toMatchObject({ origin: 'recipe' });
    expect(await answer(context, ['reset', 'vaapi'])).toMatchObject({ family: 'vaapi', origin: 'recipe' });
    await docker(context, 'rmi', 'test/own:1', registry.whole);
  });

  it('that cannot be made says why, and what to do without a registry', async (context) => {
    const { error } = await answer<{ error: CapstanError }>(context, ['build', 'nvenc']);
    expect(error).toMatchObject({ kind: 'image-missing', detail: expect.stringContaining('capstan/nvidia:'), nextStep: expect.stringMatching(/bootstrap\.sh capstan\/nvidia:/) });
    const alpine = await answer<{ error: CapstanError }>(context, ['build', 'quicksync-alpine']);
    expect(alpine.error.nextStep).not.toContain('bootstrap.sh');
  });
});

describe('pulling', () => {
  it('tells how far it is, and gives the layer', async (context) => {
    const cli = images(context, ['use', 'jetson', registry.whole]);
    expect(await cli.exit).toBe(1);
    expect(cli.stdout).toMatch(/Pulling 127\.0\.0\.1:\d+\/whole:1/);
    expect(await docker(context, 'image', 'inspect', '--format', '{{len .RootFS.Layers}}', registry.whole)).toBe('1');
    await docker(context, 'rmi', registry.whole);
  });

  it('ends at Ctrl-C, in the daemon too', async (context) => {
    const cli = images(context, ['use', 'jetson', registry.slow, '--json']);
    await registry.asked;
    cli.child.kill('SIGINT');
    expect(await cli.exit).toBe(1);
    expect(JSON.parse(cli.stdout)).toMatchObject({ error: { kind: 'image-cancelled' } });
    await registry.left;
  });

  it('of what is not there is refused with the registry’s own words', async (context) => {
    const { error } = await answer<{ error: CapstanError }>(context, ['use', 'jetson', registry.whole.replace(/\/whole.*/, '/a/b:1')]);
    expect(error.kind).toBe('image-missing');
    expect(error.detail).not.toContain('HTTP code');
  });
});

describe('prune', () => {
  it('removes what Capstan made and nothing uses, after a question alone', async (context) => {
    await docker(context, 'pull', registry.whole);
    const id = await docker(context, 'create', registry.whole, 'x');
    await docker(context, 'commit', '--change', 'LABEL dev.capstan.image=vaapi', id, 'capstan/vaapi:0.0.1-000000000000');
    await docker(context, 'rm', id);
    const unasked = await answer<{ error: CapstanError }>(context, ['prune']);
    expect(unasked.error).toMatchObject({ kind: 'confirmation-missing', detail: expect.stringContaining('capstan/vaapi:0.0.1-000000000000') });
    const { removed } = await answer<{ removed: { references: string[] }[] }>(context, ['prune', '--yes']);
    expect(removed.map(({ references }) => references)).toEqual([['capstan/vaapi:0.0.1-000000000000']]);
    expect((await answer<ImageList>(context, ['list'])).images.some(({ unused }) => unused)).toBe(false);
    expect(await docker(context, 'image', 'ls', '--quiet', registry.whole)).not.toBe('');
    await docker(context, 'rmi', registry.whole);
  });
});
