import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Workplace } from './workplace';

const run = promisify(execFile);

/** The recordings folder as ext4 on a loop device over a file: what was not written through is not in the file. It needs root. */
export class BlockDisk {
  private constructor(
    private readonly place: Workplace,
    private readonly image: string,
  ) {}

  static async mount(place: Workplace): Promise<BlockDisk> {
    const image = join(place.home, 'disk.img');
    await run('truncate', ['--size', '64M', image]);
    await run('mke2fs', ['-q', '-F', '-t', 'ext4', image]);
    await place.mount(place.output, '-o', 'loop', image);
    return new BlockDisk(place, image);
  }

  /** What a power cut at this moment leaves, mounted. @returns its folder, and how long the copy took */
  async afterPowerCut(name: string): Promise<{ readonly folder: string; readonly tookMs: number }> {
    const copy = join(this.place.home, `${name}.img`);
    const folder = join(this.place.home, name);
    const since = performance.now();
    copyFileSync(this.image, copy);
    const tookMs = performance.now() - since;
    await this.place.mount(folder, '-o', 'loop', copy);
    return { folder, tookMs };
  }
}
