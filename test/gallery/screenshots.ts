import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, test } from 'vitest';
import { inject } from 'vitest';
import { Gallery, type View } from './gallery';
import { scenes } from './scenes';

const run = promisify(execFile);

/** As scripts/screenshots.mjs hands it over. */
interface Wish extends Pick<View, 'language' | 'width' | 'height'> {
  readonly directory: string;
  /** Of the pictures that are kept; null leaves them as they are. */
  readonly keptWidth: number | null;
  /** Names of scenes; empty for all. */
  readonly only: readonly string[];
}
const wish = JSON.parse(process.env['CAPSTAN_SCREENSHOTS_WISH'] ?? 'null') as Wish | null;
if (!wish) throw new Error('These are no tests: npm run screenshots makes the pictures.');

let gallery: Gallery;
beforeAll(async () => {
  const { value, missing } = inject('electron');
  if (value === null) throw new Error(missing);
  await mkdir(wish.directory, { recursive: true });
  gallery = await Gallery.open(value);
});
afterAll(() => gallery?.close());

const wanted = scenes.filter(({ name }) => wish.only.length === 0 || wish.only.includes(name));
test.each(wanted.flatMap((scene) => (['light', 'dark'] as const).map((scheme) => ({ scene, scheme, file: `${scene.name}-${scheme}.png` }))))('$file', async ({ scene, scheme, file }) => {
  await gallery.show(scene, { ...wish, scheme });
  const target = join(wish.directory, file);
  if (wish.keptWidth === null) {
    await gallery.page.screenshot({ path: target });
    return;
  }
  const whole = join(tmpdir(), `capstan-${process.pid}-${file}`);
  await gallery.page.screenshot({ path: whole });
  const filter = `scale=${wish.keptWidth}:-1:flags=lanczos,split[a][b];[a]palettegen=max_colors=64:stats_mode=full[p];[b][p]paletteuse=dither=none`;
  await run('ffmpeg', ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', '-i', whole, '-filter_complex', filter, '-frames:v', '1', '-compression_level', '100', '-pred', 'mixed', target]);
  await rm(whole);
});
