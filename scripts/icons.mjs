// Draws the PNG files of resources/icons from the SVG files beside them. Needs rsvg-convert (Debian: librsvg2-bin).
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../resources/icons');
const drawings = [
  ['capstan', 'capstan-48', 48],
  ['capstan', 'capstan-128', 128],
  ...['tray-idle-light', 'tray-idle-dark', 'tray-recording'].flatMap((name) => [
    [name, name, 24],
    [name, `${name}@2x`, 48],
  ]),
];
for (const [source, target, size] of drawings) {
  execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), '--output', join(folder, `${target}.png`), join(folder, `${source}.svg`)], { stdio: 'inherit' });
}
