import type { Capabilities } from '@domain/capabilities';
import type { DiskEvidence, HostEvidence, MachineEvidence, PastFailure, SshEvidence } from '@domain/doctor/evidence';
import type { Host, HostCheckStep } from '@domain/host';
import { recorderUser } from '@domain/plan/container';
import type { DaemonInfo } from '../docker/daemon-info';
import { endpointOf } from '../docker/endpoint';
import type { Engine } from '../engine';
import { checkHost, presentImage, type HostConnection } from '../hosts/host-check';
import { needImage } from '../hosts/host-overview';
import { containerUser, type EngineOptions } from '../hosts/open-engine';
import { diskHere, diskOf, machineHere, machineOf, type LookContext } from './look';
import type { Parts } from './parts';

export interface GatherContext extends EngineOptions {
  readonly recordingsDirectory: () => string;
  readonly lend: <T>(host: Host, act: (engine: Engine) => Promise<T>) => Promise<T>;
  readonly failuresOf: (hostId: string) => readonly PastFailure[];
  readonly usualBitRateKbps: (hostId: string) => number;
  /** Whether a session records there: its disk is then not written to for a measure. */
  readonly isRecording: (hostId: string) => boolean;
}

/** Limits in milliseconds: far beyond what a slow host takes, and short enough to wait for one that hangs. */
const limits = { connection: 90_000, daemon: 20_000, machine: 60_000, machineHere: 10_000, disk: 60_000, diskHere: 10_000, capabilities: 120_000, encoders: 1_800_000 };

export const partNames = {
  connection: 'the connection',
  daemon: 'the daemon',
  machine: 'the machine',
  disk: 'the disk of the recordings',
  capabilities: 'devices and encoders',
  encoders: 'trials of the encoders',
} as const;

export const partCount = (tryEncoders: boolean): number => Object.keys(partNames).length - (tryEncoders ? 0 : 1);

/** All that can be seen of a host, whether it answers or not. Throws the signal's reason alone. */
export async function gather(host: Host, parts: Parts, context: GatherContext, tryEncoders: boolean): Promise<HostEvidence> {
  const offer = new Offer(host, parts, context);
  // Trials would slow down what is measured, and be slowed down by it.
  const [seen, offered] = await Promise.all([isOwnFfmpeg(host, context) ? seeHere(host, parts, context) : seeByDaemon(host, parts, context), tryEncoders ? null : offer.look()]);
  const capabilities = tryEncoders ? await offer.tried() : offered;
  const { info, ...evidence } = seen;
  return {
    host,
    ...evidence,
    daemon: info?.told ?? null,
    capabilities: capabilities && withDaemon(capabilities, info),
    failures: context.failuresOf(host.id),
    ...(parts.unseen.length > 0 && { unseen: parts.unseen }),
  };
}

type Seen = Pick<HostEvidence, 'steps' | 'machine' | 'disk' | 'clockAheadSeconds' | 'ssh'> & { readonly info: DaemonInfo | null };

const isOwnFfmpeg = (host: Host, { engine }: GatherContext): boolean => host.address === null && engine === 'local';

/** This computer, for its own ffmpeg. */
async function seeHere(host: Host, parts: Parts, context: GatherContext): Promise<Seen> {
  const [machine, disk] = await Promise.all([lookHere(parts, context), measureHere(host, parts, context)]);
  // There is no way to look at, and no daemon.
  await Promise.all([parts.part(partNames.connection, limits.connection, async () => null, null), parts.part(partNames.daemon, limits.daemon, async () => null, null)]);
  return { steps: null, info: null, machine, disk, clockAheadSeconds: null, ssh: null };
}

const lookHere = (parts: Parts, { env }: GatherContext): Promise<MachineEvidence | null> => parts.part(partNames.machine, limits.machineHere, (signal) => machineHere(env, signal), null);

const measureHere = (host: Host, parts: Parts, context: GatherContext): Promise<DiskEvidence | null> =>
  parts.part(partNames.disk, limits.diskHere, async (signal) => ({ ...(await diskHere(context.recordingsDirectory(), !context.isRecording(host.id), context.env, signal)), usualBitRateKbps: context.usualBitRateKbps(host.id) }), null);

/** By the connection of the host check; where that fails, what this computer tells where it is the one that is meant. */
async function seeByDaemon(host: Host, parts: Parts, context: GatherContext): Promise<Seen> {
  const isHere = host.address === null || host.address.startsWith('unix://');
  let seen: Omit<Seen, 'steps'> | null = null;
  const beside = async (connection: HostConnection): Promise<void> => {
    seen = await lookBeside(host, connection, parts, context);
  };
  const steps: HostCheckStep[] = [];
  await parts.part(partNames.connection, limits.connection, () => checkHost(host, { ...context, recordingsDirectory: context.recordingsDirectory(), onStep: (step) => steps.push(step), beside }), null);
  const found = seen as Omit<Seen, 'steps'> | null;
  if (found !== null) return { ...found, steps };
  const nothing = async () => null;
  const [machine, disk] = await Promise.all(
    isHere
      ? [lookHere(parts, context), measureHere(host, parts, context)]
      : [parts.part(partNames.machine, limits.machine, nothing, null), parts.part(partNames.disk, limits.disk, nothing, null)],
  );
  await parts.part(partNames.daemon, limits.daemon, nothing, null);
  return { steps, info: null, machine, disk, clockAheadSeconds: null, ssh: null };
}

/** What the daemon and its machine tell, while the steps of the check go on. Never rejects. */
async function lookBeside(host: Host, { client, transport }: HostConnection, parts: Parts, context: GatherContext): Promise<Omit<Seen, 'steps'> | null> {
  try {
    const { endpoint } = await endpointOf(host, context.env);
    const asked = await parts.part(
      partNames.daemon,
      limits.daemon,
      async () => {
        const before = Date.now();
        const info = await client.info();
        return { info, halfway: (before + Date.now()) / 2 };
      },
      null,
    );
    const info = asked?.info ?? null;
    const isDesktop = /Docker Desktop/i.test(info?.operatingSystem ?? '');
    if (endpoint.type === 'unix' && !isDesktop) {
      const [machine, disk] = await Promise.all([lookHere(parts, context), measureHere(host, parts, context)]);
      return { info, machine, disk, clockAheadSeconds: null, ssh: null };
    }
    const tools = async (): Promise<LookContext> => ({ client, ownerId: context.ownerId, image: await presentImage(client, host, context) });
    const user = recorderUser({ rootless: info?.rootless ?? false }, containerUser(context.env));
    const [machine, disk] = await Promise.all([
      parts.part(partNames.machine, limits.machine, async (signal) => machineOf(await tools(), info?.operatingSystem ?? '', signal), null),
      parts.part(
        partNames.disk,
        limits.disk,
        async (signal) => ({ ...(await diskOf(await tools(), host.recordings, { user, writes: !context.isRecording(host.id) }, signal)), usualBitRateKbps: context.usualBitRateKbps(host.id) }),
        null,
      ),
    ]);
    const time = info?.systemTime ?? null;
    const ssh: SshEvidence | null = transport.ssh();
    return { info, machine, disk, clockAheadSeconds: asked === null || time === null ? null : (time - asked.halfway) / 1000, ssh };
  } catch {
    // Cut off: whoever waits for the parts is told by the signal.
    return null;
  }
}

/** What the host offers, by the engine that recordings run on. */
class Offer {
  constructor(
    private readonly host: Host,
    private readonly parts: Parts,
    private readonly context: GatherContext,
  ) {}

  /** Nothing is made there: a host without the image cannot be looked at yet. */
  look(): Promise<Capabilities | null> {
    return this.parts.part(
      partNames.capabilities,
      limits.capabilities,
      () =>
        this.context.lend(this.host, async (engine) => {
          await needImage(engine);
          return this.ask(engine);
        }),
      null,
    );
  }

  /** After every encoder was tried. */
  tried(): Promise<Capabilities | null> {
    const { parts, host, context } = this;
    return parts.part(
      partNames.capabilities,
      limits.encoders + limits.capabilities,
      () =>
        context.lend(host, async (engine) => {
          await parts.part(
            partNames.encoders,
            limits.encoders,
            (signal) =>
              engine.probeEncoders({
                signal,
                onProgress: ({ done, total, trying }) => {
                  if (trying !== null) parts.note(`${trying} (${done + 1} of ${total})`);
                },
              }),
            null,
          );
          return this.ask(engine);
        }),
      null,
    );
  }

  private ask = (engine: Engine): Promise<Capabilities> => engine.capabilities({ directory: this.context.recordingsDirectory() });
}

/** What the daemon has just told counts, however long ago its engine asked it. */
function withDaemon(capabilities: Capabilities, info: DaemonInfo | null): Capabilities {
  const { engine } = capabilities;
  if (engine.kind === 'local' || info === null) return capabilities;
  const { runtimes, cdiDevices, operatingSystem, serverVersion } = info;
  return { ...capabilities, engine: { ...engine, operatingSystem, serverVersion, runtimes: [...runtimes], ...(cdiDevices && { cdiDevices: [...cdiDevices] }) } };
}

