import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Programs of a machine that tell of its GPUs, by name: what they print. */
export interface RecordedTool {
  /** Shell text in which `$1` and so on are the arguments, and the recorded text is at `$recorded`. */
  readonly shell: string;
  /** What was recorded from the real program. */
  readonly recorded: string;
}

export interface RecordedMachine {
  /** Files of its /sys by path; a link where the text begins with `-> `. */
  readonly sys: Readonly<Record<string, string>>;
  /** Names in its /dev/dri, with the minor number of each. */
  readonly renderNodes: Readonly<Record<string, number>>;
  readonly tools: Readonly<Record<string, RecordedTool>>;
}

/** Makes files in `directory`, of which `enterShell` makes this machine's own for the processes of one mount namespace. */
export async function writeMachine(directory: string, machine: RecordedMachine): Promise<void> {
  for (const [path, text] of Object.entries(machine.sys)) {
    const target = join(directory, 'sys', path);
    await mkdir(dirname(target), { recursive: true });
    if (text.startsWith('-> ')) await symlink(text.slice(3), target);
    else await writeFile(target, text);
  }
  await mkdir(join(directory, 'bin'), { recursive: true });
  for (const [name, { shell, recorded }] of Object.entries(machine.tools)) {
    const text = join(directory, 'bin', `.${name}.txt`);
    await writeFile(text, recorded);
    await writeFile(join(directory, 'bin', name), `#!/bin/sh\nrecorded='${text}'\n${shell}\n`);
    await chmod(join(directory, 'bin', name), 0o755);
  }
}

/**
 * Shell text that puts the machine's /sys and /dev/dri in the place of this one's. For root, in a mount namespace of its own
 * (`unshare --mount --propagation private`).
 */
export function enterShell(directory: string, { renderNodes }: RecordedMachine): string {
  const layer = `${directory}/dev`;
  const nodes = Object.entries(renderNodes).map(([name, minor]) => `mknod -m 666 ${layer}/all/dri/${name} c 226 ${minor}`);
  return [
    `mkdir -p ${layer}`,
    `mount -t tmpfs tmpfs ${layer}`,
    `mkdir ${layer}/upper ${layer}/work ${layer}/all`,
    `mount -t overlay overlay -o lowerdir=/dev,upperdir=${layer}/upper,workdir=${layer}/work ${layer}/all`,
    `rm -rf ${layer}/all/dri`,
    `mkdir ${layer}/all/dri`,
    ...nodes,
    ...['shm', 'pts'].map((name) => `mount --rbind /dev/${name} ${layer}/all/${name}`),
    `mount --rbind ${layer}/all /dev`,
    `mount --bind ${directory}/sys /sys`,
  ].join(' && ');
}

export const fixture = (path: string): Promise<string> => readFile(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
