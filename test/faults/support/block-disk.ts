import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An ext4 on a loop device over a file: what was not written through is not in the file. It needs root. */
export class BlockDisk {
  private constructor(
    private readonly directory: string,
    private readonly image: string,
  ) {}

  /** @param mountPoint a folder that is made where it is missing */
  static async mount(directory: string, mountPoint: string): Promise<BlockDisk> {
    const image = join(directory, 'disk.img');
    await run('truncate', ['--size', '64M', image]);
    await run('mke2fs', ['-q', '-F', '-t', 'ext4', image]);
    mkdirSync(mountPoint, { recursive: true });
    await run('mount', ['-o', 'loop', image, mountPoint]);
    return new BlockDisk(directory, image);
  }

  /** What a power cut at this moment leaves, mounted. @returns its folder, and what unmounts it */
  async afterPowerCut(name: string): Promise<{ readonly folder: string; readonly remove: () => Promise<void>; readonly tookMs: number }> {
    const copy = join(this.directory, `${name}.img`);
    const folder = join(this.directory, name);
    const since = performance.now();
    copyFileSync(this.image, copy);
    const tookMs = performance.now() - since;
    mkdirSync(folder);
    await run('mount', ['-o', 'loop', copy, folder]);
    return { folder, tookMs, remove: async () => void (await run('umount', [folder])) };
  }
}

export const unmount = async (folder: string): Promise<void> => void (await run('umount', [folder]));
