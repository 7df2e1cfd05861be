import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { testElectron } from './pieces';
import { enterShell, writeMachine, type RecordedMachine } from './recorded-machine';
import { CapstanWindow, makeHome } from './window';

/** The real program on a machine whose /sys, /dev/dri and GPU programs are recorded ones, with its own ffmpeg. Needs root. */
export async function openOnMachine(context: TestContext, machine: RecordedMachine): Promise<CapstanWindow> {
  if (process.getuid?.() !== 0) context.skip('a mount namespace needs root');
  const electron = testElectron(context);
  const home = await makeHome();
  context.onTestFinished(() => rm(home, { recursive: true, force: true }));
  const directory = join(home, 'machine');
  await writeMachine(directory, machine);
  const executable = join(home, 'electron-there');
  const line = `${enterShell(directory, machine)} && exec '${electron.executable}' "$@"`;
  await writeFile(executable, `#!/bin/sh\nexec unshare --mount --propagation private sh -c '${line.replaceAll("'", `'\\''`)}' sh "$@"\n`, { mode: 0o755 });
  return CapstanWindow.open({
    electron: { ...electron, executable },
    env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock', PATH: `${join(directory, 'bin')}:${process.env['PATH'] ?? ''}` },
    home,
  });
}
