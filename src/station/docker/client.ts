import { Writable, type Duplex, type Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { failure } from '@domain/errors';
import type { ContainerSpec } from '@domain/plan/types';
import { z } from 'zod';
import { DockerImages } from './client-images';
import { daemonInfo, type DaemonInfo } from './daemon-info';
import type { FoundEndpoint } from './endpoint';
import { dockerFailure, isConflict, orNull } from './errors';
import { openTransport, type Transport } from './transport';

/** For the parts of a client that lie in files of their own. */
export type Daemon = Docker;

const inspectSchema = z.object({
  Id: z.string(),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    Paused: z.boolean().catch(false),
    Pid: z.int(),
    ExitCode: z.int(),
    OOMKilled: z.boolean().catch(false),
    Error: z.string().catch(''),
  }),
});
export type ContainerState = z.infer<typeof inspectSchema>['State'];

export interface ListedContainer {
  readonly id: string;
  readonly image: string;
  /** It ran and is over; one that was only created may be another process's of the same owner. */
  readonly ended: boolean;
  /** Created and not started, a short while ago: whoever made it is about to start it. */
  readonly starting: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** Longer than any daemon takes from the making of a container to its start. */
const startSeconds = 120;

const versionSchema = z.object({
  Version: z.string().catch('unknown'),
  ApiVersion: z.string().regex(/^\d+\.\d+$/),
  Components: z.array(z.object({ Name: z.string() })).nullish().catch(null),
});

export interface DaemonVersion {
  /** Such as 20.10.24. */
  readonly version: string;
  /** Such as 1.41. */
  readonly apiVersion: string;
  /** Podman behind Docker's API. */
  readonly podman: boolean;
}

/** What a removal that is under way already may take. */
const removalSeconds = 10;
const removalPauseMilliseconds = 50;

/** More than one answer of stats is long, in characters. */
const statsLimit = 262_144;

/** Docker 20.10. */
const oldestApi = '1.41';
/** Newest Engine API that Capstan was written for; an older daemon is spoken to in its own. */
const newestApi = '1.50';

function compareVersions(one: string, other: string): number {
  const [major = 0, minor = 0] = one.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major - otherMajor || minor - otherMinor;
}

/** The few calls that Capstan makes to a daemon; the only importer of dockerode. Every method throws `CapstanFailure`. */
export class DockerClient {
  readonly address: string;
  /** What runs there goes on while the way to it is broken. */
  readonly isRemote: boolean;
  readonly images: DockerImages;

  private constructor(
    private readonly docker: Docker,
    private readonly transport: Transport,
    readonly version: DaemonVersion,
  ) {
    this.address = transport.address;
    this.isRemote = transport.isRemote;
    this.images = new DockerImages(docker, this.ask);
  }

  /** Proves that the daemon answers. Throws `daemon-unreachable`, `daemon-forbidden`, `daemon-too-old` or what ssh said. */
  static async connect(found: FoundEndpoint, env: NodeJS.ProcessEnv): Promise<DockerClient> {
    return DockerClient.over(await openTransport(found, env));
  }

  /** The same over a way that is open already; it is closed with the client, and where this throws. */
  static async over(transport: Transport): Promise<DockerClient> {
    try {
      // dockerode's types know neither undefined fields nor protocols as plain strings.
      const open = (version?: string) =>
        new Docker({ ...transport.options, version, timeout: undefined, username: undefined, pathPrefix: undefined } as unknown as Docker.DockerOptions);
      const version = versionSchema.parse(await open().version());
      if (compareVersions(version.ApiVersion, oldestApi) < 0) {
        throw failure('daemon-too-old', `Docker ${version.Version} at ${transport.address} speaks version ${version.ApiVersion} of its API; Capstan needs ${oldestApi}.`);
      }
      const api = compareVersions(version.ApiVersion, newestApi) < 0 ? version.ApiVersion : newestApi;
      return new DockerClient(open(`v${api}`), transport, {
        version: version.Version,
        apiVersion: version.ApiVersion,
        podman: (version.Components ?? []).some(({ Name }) => Name === 'Podman Engine'),
      });
    } catch (thrown) {
      await transport.close();
      throw dockerFailure(thrown, transport.address);
    }
  }

  async close(): Promise<void> {
    await this.transport.close();
  }

  private readonly ask = async <T>(question: () => Promise<T>): Promise<T> => {
    try {
      return await question();
    } catch (thrown) {
      throw dockerFailure(thrown, this.address);
    }
  };

  /** Proves that the daemon still answers. */
  async ping(): Promise<void> {
    await this.ask(() => this.docker.ping());
  }

  async info(): Promise<DaemonInfo> {
    return daemonInfo(await this.ask(() => this.docker.info()), this.version.podman);
  }

  async create(spec: ContainerSpec, name?: string): Promise<string> {
    // The spec is the API's own body; dockerode's types are only less strict about readonly.
    const body = { ...spec, ...(name === undefined ? {} : { name }) } as unknown as Docker.ContainerCreateOptions;
    return this.ask(async () => (await this.docker.createContainer(body)).id);
  }

  async start(id: string): Promise<void> {
    await this.ask(() => this.docker.getContainer(id).start());
  }

  /** Sends a signal; a container that is gone or has ended is no error. */
  async kill(id: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.ask(() => orNull(() => this.docker.getContainer(id).kill({ signal }), [404, 409]));
  }

  /** Settles when nothing is left of a container, running or not; one that is gone is no error. */
  async remove(id: string): Promise<void> {
    const removal = () => this.docker.getContainer(id).remove({ force: true, v: true });
    const triedUntil = performance.now() + removalSeconds * 1000;
    for (;;) {
      try {
        await this.ask(() => orNull(removal));
        return;
      } catch (thrown) {
        // A daemon that removes it by itself refuses to be asked meanwhile, and its own try may fail.
        if (!isConflict(thrown) || performance.now() > triedUntil) throw thrown;
        await delay(removalPauseMilliseconds);
      }
    }
  }

  /** Waits until the container has ended, or is gone. */
  async wait(id: string, abortSignal: AbortSignal): Promise<void> {
    await this.ask(() => orNull(() => this.docker.getContainer(id).wait({ abortSignal })));
  }

  /** State of a container; null where it is gone. */
  async state(id: string): Promise<ContainerState | null> {
    const found = await this.ask(() => orNull(() => this.docker.getContainer(id).inspect()));
    return found === null ? null : inspectSchema.parse(found).State;
  }

  /** Last lines of both output streams; empty where the container is gone. */
  async logs(id: string, lines: number): Promise<string> {
    const raw = await this.ask(() =>
      orNull(() => this.docker.getContainer(id).logs({ stdout: true, stderr: true, tail: lines, follow: false }), [404, 409]),
    );
    return raw === null ? '' : demultiplexed(raw);
  }

  /** Joins the streams of a container; `stdin` keeps its standard input open until the connection ends. */
  async attach(
    id: string,
    options: { readonly stdin: boolean; readonly stdout: ((chunk: Uint8Array) => void) | null; readonly stderr: (chunk: Uint8Array) => void },
  ): Promise<Duplex> {
    const { stdin, stdout, stderr } = options;
    const stream = await this.ask(() =>
      this.docker.getContainer(id).attach({ stream: true, hijack: true, stdin, stdout: stdout !== null, stderr: true }),
    );
    this.docker.modem.demuxStream(stream, sink(stdout ?? (() => {})), sink(stderr));
    return stream as Duplex;
  }

  /**
   * The daemon's figures of a container as JSON, about once a second, until what it answers is called; `ended` is told
   * where the flow ends by itself.
   */
  async stats(id: string, listener: (json: string) => void, ended: () => void): Promise<() => void> {
    const stream = (await this.ask(() => this.docker.getContainer(id).stats({ stream: true }))) as Readable;
    const decoder = new TextDecoder();
    let pending = '';
    let isOver = false;
    const over = () => {
      if (!isOver) ended();
      isOver = true;
    };
    stream.on('data', (chunk: Uint8Array) => {
      const lines = (pending + decoder.decode(chunk, { stream: true })).slice(-statsLimit).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) if (line !== '' && !isOver) listener(line);
    });
    stream.once('end', over).once('close', over).on('error', over);
    return () => {
      isOver = true;
      stream.destroy();
    };
  }

  /** Gives a container that is not started yet all that it will read on its standard input, and closes that. */
  async feed(id: string, text: string): Promise<void> {
    const stream = (await this.ask(() => this.docker.getContainer(id).attach({ stream: true, hijack: true, stdin: true, stdout: false, stderr: false }))) as Duplex;
    await this.ask(
      () =>
        new Promise<void>((resolve, reject) => {
          stream.once('error', reject);
          stream.resume();
          stream.end(text, () => resolve());
        }),
    );
    // The daemon reads on by itself; what becomes of the connection then is told by the container's end.
    stream.on('error', () => stream.destroy());
  }

  /** Containers with all of the given labels, ended ones too. */
  async list(labels: readonly string[]): Promise<ListedContainer[]> {
    const found = await this.ask(() => this.docker.listContainers({ all: true, filters: { label: [...labels] } }));
    return found.map(({ Id, Image, State, Created, Labels }) => ({
      id: Id,
      image: Image,
      ended: State === 'exited' || State === 'dead',
      starting: State === 'created' && Math.abs(Date.now() / 1000 - Created) < startSeconds,
      labels: Labels,
    }));
  }

  async hasVolume(name: string): Promise<boolean> {
    return (await this.ask(() => orNull(() => this.docker.getVolume(name).inspect()))) !== null;
  }

  /** Makes a named volume where there is none, and tells its folder on the daemon's machine. */
  async volumeDirectory(name: string): Promise<string> {
    const volume = await this.ask(() => this.docker.createVolume({ Name: name }));
    return (await this.ask(() => this.docker.getVolume(volume.name ?? name).inspect())).Mountpoint;
  }

  /** Whether a path exists as the container sees it, started or not. */
  async hasPath(id: string, path: string): Promise<boolean> {
    return (await this.ask(() => orNull(() => this.docker.getContainer(id).infoArchive({ path })))) !== null;
  }

  /** Both outputs of a container in Docker's frames (`outputPieces`), at the pace of their reader. */
  async output(id: string): Promise<Duplex> {
    const stream = await this.ask(() => this.docker.getContainer(id).attach({ stream: true, hijack: true, stdout: true, stderr: true }));
    return stream as Duplex;
  }
}

const sink = (take: (chunk: Uint8Array) => void) =>
  new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      take(chunk);
      done();
    },
  });

/** Text of a log with Docker's eight-byte frame headers taken out. */
function demultiplexed(raw: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= raw.length && raw.readUInt8(at) <= 2) {
    const length = raw.readUInt32BE(at + 4);
    parts.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString('utf8');
}
