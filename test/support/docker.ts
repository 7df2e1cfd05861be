import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { until } from './until';

const run = promisify(execFile);

/** What `docker inspect` says of a container, as far as the tests look at it. */
export interface Inspected {
  readonly Config: { readonly Image: string; readonly User: string; readonly Cmd: string[]; readonly Labels: Record<string, string> };
  readonly HostConfig: Record<string, unknown>;
  readonly Mounts: readonly { readonly Source: string; readonly RW: boolean }[];
}

interface Moment {
  readonly name: string;
  readonly action: string;
  /** Seconds since the epoch by the daemon's clock. */
  readonly at: number;
}

/** docker's own command line on the tests' daemon, beside Capstan: what it sees is what is there. */
export class DockerView {
  private readonly moments: Moment[] = [];
  private readonly follower;

  constructor(readonly dockerHost: string) {
    this.follower = spawn('docker', ['events', '--filter', 'type=container', '--format', '{{json .}}'], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    createInterface({ input: this.follower.stdout }).on('line', (line) => {
      const { Action, timeNano, Actor } = JSON.parse(line) as { Action: string; timeNano: number; Actor: { Attributes: Record<string, string> } };
      this.moments.push({ name: Actor.Attributes['name'] ?? '', action: Action, at: timeNano / 1e9 });
    });
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, DOCKER_HOST: this.dockerHost };
  }

  async inspect(name: string): Promise<Inspected> {
    const { stdout } = await run('docker', ['inspect', name], { env: this.env });
    return (JSON.parse(stdout) as Inspected[])[0]!;
  }

  /** Names of all containers of the daemon, ended ones too. */
  async containers(): Promise<string[]> {
    const { stdout } = await run('docker', ['ps', '--all', '--format', '{{.Names}}'], { env: this.env });
    return stdout.split('\n').filter((name) => name !== '');
  }

  /** When something happened to a container, such as `start` or `die`; waits for it. */
  async when(name: string, action: string, withinSeconds = 60): Promise<number> {
    const ask = () => this.moments.find((moment) => moment.name === name && moment.action === action);
    return (await until(`${action} of ${name}`, ask, { withinSeconds, everyMs: 20 })).at;
  }

  close(): void {
    this.follower.kill();
  }
}
