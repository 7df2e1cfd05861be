import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { patterns, preview, sampleRecording, type Pattern } from './patterns';

const run = promisify(execFile);
const ffmpeg = (words: readonly string[]) => run('ffmpeg', ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...words]);
const root = resolve(import.meta.dirname, '../..');
export const galleryDirectory = join(root, 'out/gallery');

/** Builds the gallery's own main process beside the product. @returns path of what Electron is started with */
export async function buildGallery(): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: { '@domain': join(root, 'src/domain'), '@locales': join(root, 'src/locales') } },
    build: {
      outDir: galleryDirectory,
      ssr: join(root, 'test/gallery/main.ts'),
      target: 'node18',
      minify: false,
      rollupOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'main.cjs' } },
    },
    ssr: { noExternal: true, external: ['electron'] },
  });
  return join(galleryDirectory, 'main.cjs');
}

/** Makes the pictures that the scenes show, once. @returns their folder */
export async function makePictures(): Promise<string> {
  const directory = join(root, '.cache/gallery-pictures');
  await mkdir(directory, { recursive: true });
  const { width, height, framesPerSecond, frames } = preview;
  for (const name of Object.keys(patterns) as Pattern[]) {
    if (existsSync(join(directory, `${name}-${frames}.jpg`))) continue;
    const options = /=/.test(patterns[name]) ? ':' : '=';
    const source = `${patterns[name]}${options}size=${width}x${height}:rate=${framesPerSecond}`;
    await ffmpeg(['-f', 'lavfi', '-i', source, '-frames:v', String(frames), '-pix_fmt', 'yuvj420p', '-q:v', '5', join(directory, `${name}-%d.jpg`)]);
  }
  const sample = join(directory, sampleRecording);
  if (!existsSync(sample)) await ffmpeg(['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=30:duration=10`, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-movflags', '+faststart', sample]);
  return directory;
}
