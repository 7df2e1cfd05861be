import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, inject } from 'vitest';
import { sessionEventSchema, type SessionEvent } from '@domain/session';
import { capabilitiesSchema, type Capabilities, type CaptureDevice } from '@domain/capabilities';
import { Cli } from '../../support/cli';
import type { CameraOptions } from '../cameras/camera.mjs';
import { plugCamera } from '../cameras/plug.mjs';
import { Guest } from '../machine/guest.mjs';

export type PluggedCamera = Awaited<ReturnType<typeof plugCamera>>;

/** A container start in the guest takes up to half a minute on a busy machine. */
export const patienceSeconds = 240;

/** The camera host of this run, and Capstan on this computer that is given its address and nothing else. */
export class Rig {
  readonly guest: Guest;
  readonly output: string;
  private readonly data: string;
  private readonly cameras = new Set<PluggedCamera>();
  private readonly terminals: Cli[] = [];

  constructor(runDirectory: string) {
    this.guest = new Guest(runDirectory);
    // One data folder for all files: what was proved of the host is proved once.
    this.data = join(runDirectory, 'data');
    this.output = join(runDirectory, 'recordings');
    mkdirSync(this.output, { recursive: true });
  }

  /** Starts `capstan WORDS --host RIG`. */
  capstan(...words: readonly string[]): Cli {
    const cli = new Cli([...words, '--host', this.guest.address], this.env);
    this.terminals.push(cli);
    return cli;
  }

  get env(): Record<string, string> {
    return { CAPSTAN_SSH_CONFIG: this.guest.sshConfig, CAPSTAN_DATA: this.data, DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
  }

  /** What a command with `--json` prints, once it ended well. */
  async json(...words: readonly string[]): Promise<unknown> {
    const cli = this.capstan(...words, '--json');
    const status = await cli.exit;
    if (status !== 0) throw new Error(`capstan ${words.join(' ')} ended with ${status}: ${cli.stdout}${cli.stderr}`);
    return JSON.parse(cli.stdout);
  }

  async probe(): Promise<Capabilities> {
    return capabilitiesSchema.parse(await this.json('probe'));
  }

  record(...words: readonly string[]): Cli {
    return this.capstan('record', ...words, '--output', this.output, '--json');
  }

  async plug(usbPort: number, options: Partial<CameraOptions> = {}): Promise<PluggedCamera> {
    const camera = await plugCamera(this.guest, usbPort, options);
    this.cameras.add(camera);
    return camera;
  }

  async pull(camera: PluggedCamera): Promise<void> {
    this.cameras.delete(camera);
    await camera.pull();
  }

  async pullAll(): Promise<void> {
    for (const camera of this.cameras) await this.pull(camera);
  }

  /** What a measure that broke off left: its terminals, its sessions, its cameras. */
  async cleanUp(): Promise<void> {
    for (const { child } of this.terminals) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    // Capstan may be removing the same ones.
    await this.guest.attempt('docker ps --all --quiet --filter label=dev.capstan.session | xargs --no-run-if-empty docker rm --force');
    await this.pullAll();
  }

  /** How long a container takes there, at this moment, that does nothing. */
  async plainRunSeconds(): Promise<number> {
    const before = performance.now();
    await this.guest.run('docker run --rm --network none "$(docker images --quiet | head -n 1)" true');
    return (performance.now() - before) / 1000;
  }

  /** Names of all containers of the host, ended ones too. */
  async containers(): Promise<string[]> {
    return (await this.guest.run('docker ps --all --format "{{.Names}}"')).split('\n').filter((name) => name !== '');
  }
}

/** Tests that need the rig. Where it cannot be, they are skipped; in CI they fail. */
export function describeOnRig(name: string, tests: (rig: Rig) => void): void {
  const piece = inject('rig');
  if (piece.missing !== null) {
    if (process.env['CI']) throw new Error(`In CI nothing may be missing: ${piece.missing}`);
    describe.skip(`${name} (${piece.missing})`, () => {});
    return;
  }
  const rig = new Rig(piece.value.runDirectory);
  describe(name, () => {
    afterAll(() => rig.pullAll());
    tests(rig);
  });
}

/** How a recording ended; waits for it. */
export async function endOf(cli: Cli): Promise<Extract<SessionEvent, { type: 'ended' }>> {
  const given = await cli.event('ended', undefined, 2 * patienceSeconds);
  const ended = sessionEventSchema.parse(given);
  if (ended.type !== 'ended') throw new Error(`not an end: ${ended.type}`);
  return ended;
}

/** The device at a node. */
export function deviceAt({ captureDevices }: Capabilities, path: string): CaptureDevice {
  const device = captureDevices.find((candidate) => candidate.path === path);
  if (!device) throw new Error(`no capture device at ${path}: ${captureDevices.map((candidate) => candidate.path).join(', ')}`);
  return device;
}
