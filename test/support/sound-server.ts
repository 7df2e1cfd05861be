import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { findProgram } from '../../scripts/setup/programs.mjs';
import type { AudioInput } from '@domain/capabilities';
import { absent, need, present } from './pieces';
import { until } from './until';

/** A real PulseAudio of its own user, whose only source hears what is played into its only sink: beeps, one a second. */
export interface SoundServer {
  readonly input: AudioInput;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface SoundServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Where PulseAudio is missing the test is skipped, and fails in CI. */
export async function startSoundServer(context: TestContext, user: SoundServerUser): Promise<SoundServer> {
  const pulseaudio = findProgram('pulseaudio');
  need(pulseaudio === null ? absent('pulseaudio is not installed: node scripts/setup.mjs sound') : present(pulseaudio), context);
  const home = mkdtempSync(join(tmpdir(), 'capstan-sound-'));
  const socketPath = join(home, 'native');
  const configuration = join(home, 'default.pa');
  writeFileSync(configuration, `load-module module-native-protocol-unix socket=${socketPath}\nload-module module-null-sink sink_name=desk rate=48000\nset-default-source desk.monitor\n`);
  chmodSync(home, 0o711);
  chownSync(home, user.uid, user.gid);
  const asUser = (words: readonly string[]): ChildProcess => {
    const [program = '', ...rest] = process.getuid?.() === 0 ? ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...words] : words;
    return spawn(program, rest, { env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home }, stdio: 'ignore' });
  };
  const server = asUser(['pulseaudio', '-n', '-F', configuration, '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--log-target=null']);
  await until('the sound server to listen', () => existsSync(socketPath));
  const beeps = String.raw`aevalsrc=if(lt(mod(t\,1)\,0.04)\,0.5*sin(1760*PI*t)\,0)|if(lt(mod(t\,1)\,0.04)\,0.5*sin(1760*PI*t)\,0):s=48000`;
  const player = asUser(['ffmpeg', '-loglevel', 'quiet', '-nostdin', '-re', '-f', 'lavfi', '-i', beeps, '-f', 'pulse', '-server', `unix:${socketPath}`, 'beeps']);
  const ended = (child: ChildProcess) => new Promise<void>((done) => (child.exitCode === null && child.signalCode === null ? child.once('exit', () => done()) : done()));
  const kill = async () => {
    for (const child of [player, server]) child.kill('SIGKILL');
    await Promise.all([ended(player), ended(server)]);
  };
  return {
    input: { identity: 'pulse:', kind: 'pulse', name: 'Sound server of the test', device: '', cardNumber: null, groupId: null, socketPath },
    kill,
    stop: async () => {
      await kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
