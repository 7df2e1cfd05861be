import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { SshEndpoint } from '@domain/endpoint';
import { capstanError, errorOf, failure, type CapstanError } from '@domain/errors';
import type { Host, HostCheck, HostCheckStep, OfferedHostKey } from '@domain/host';
import { formatSpace } from '@domain/units';
import { DockerClient } from '../docker/client';
import { endpointOf, type FoundEndpoint } from '../docker/endpoint';
import { chosenMissing } from '../docker/images';
import { recipeTag } from '../docker/recipes';
import { openTransport, type Transport } from '../docker/transport';
import { acceptHostKey, hasKnownKey, offeredHostKey } from '../ssh/host-key';
import { readSshSettings, type SshSettings } from '../ssh/settings';
import { CheckSteps, StepFailure } from './check-steps';
import { localSpace, remoteSpace, type Space } from './host-space';
import type { EngineOptions } from './open-engine';

export interface HostCheckOptions extends EngineOptions {
  readonly onStep: (step: HostCheckStep) => void;
  /** Folder for recordings on this computer, for a daemon that sees its files. */
  readonly recordingsDirectory: string;
  /** What else is to be asked over the same connection, at the same time; it must not reject, and is waited for. */
  readonly beside?: (connection: HostConnection) => Promise<void>;
}

export interface HostConnection {
  readonly client: DockerClient;
  readonly transport: Transport;
}

/** Less is no room for a recording, in bytes. */
const leastFreeBytes = 1e9;

/** Step by step up to the first failure. Throws nothing that it finds. */
export async function checkHost(host: Host, options: HostCheckOptions): Promise<HostCheck> {
  const steps = new CheckSteps(options.onStep);
  const answer = (offeredKey: OfferedHostKey | null) => ({ host, passed: offeredKey === null && steps.steps.every(({ state }) => state === 'passed'), steps: steps.steps, offeredKey });
  try {
    const found = await endpointOf(host, options.env);
    const transport = found.endpoint.type === 'ssh' ? await overSsh(steps, found, { ...options, endpoint: found.endpoint }) : await openTransport(found, options.env);
    await askDaemon(steps, transport, { host, found, options });
    return answer(null);
  } catch (thrown) {
    // What fails before a step has begun is of the first one: an address or certificates that cannot be used.
    const { step, error } = thrown instanceof StepFailure ? thrown : { step: host.address?.startsWith('ssh://') ? ('name' as const) : ('daemon' as const), error: errorOf(thrown) };
    const { told, offered } = error.kind === 'host-key-unknown' ? await keyToShow(host, options.env, error) : { told: error, offered: null };
    steps.fail(step, told);
    return answer(offered);
  }
}

/** Accepts the key with this fingerprint, if the host still offers it and none was known before; then checks again. */
export async function trustHostKey(host: Host, fingerprint: string, options: HostCheckOptions): Promise<HostCheck> {
  const { endpoint } = await endpointOf(host, options.env);
  if (endpoint.type !== 'ssh') throw failure('host-invalid', `${host.name} is not reached over ssh: there is no key to accept.`);
  const settings = await readSshSettings(endpoint, options.env);
  const offered = await offeredHostKey(settings);
  if (offered === null) throw failure('host-unreachable', `${host.name} offers no key now.`);
  if (offered.fingerprint !== fingerprint) {
    throw failure('host-key-rejected', `${host.name} now offers ${offered.fingerprint}, not ${fingerprint}. Nothing was accepted.`, {
      nextStep: 'Check the host again, and compare the fingerprint with that of the machine itself.',
    });
  }
  if (await hasKnownKey(settings)) {
    const check = await checkHost(host, options);
    if (check.passed || !check.steps.some(({ error }) => error?.kind === 'host-key-unknown')) return check;
    throw failure('host-key-rejected', anotherKind(host));
  }
  await acceptHostKey(offered);
  return checkHost(host, options);
}

async function overSsh(steps: CheckSteps, found: FoundEndpoint, { endpoint, env }: { readonly endpoint: SshEndpoint; readonly env: NodeJS.ProcessEnv }): Promise<Transport> {
  await steps.prove([['name', (told: string) => told]], async () => resolved(await readSshSettings(endpoint, env)));
  return steps.prove(
    [
      ['connection', 'An ssh server answers.'],
      ['host-key', 'Its key is known.'],
      ['login', 'The login works.'],
    ],
    () => openTransport(found, env),
  );
}

async function askDaemon(
  steps: CheckSteps,
  transport: Transport,
  { host, found, options }: { readonly host: Host; readonly found: FoundEndpoint; readonly options: HostCheckOptions },
): Promise<void> {
  const daemonAndVersion = [
    ['daemon', `Docker answers at ${transport.address}.`],
    ['version', ({ version }: DockerClient) => `Docker ${version.version}, API ${version.apiVersion}.`],
  ] as const;
  const client = await steps.prove(
    found.endpoint.type === 'ssh' ? [['docker', '`docker system dial-stdio` runs there.'], ...daemonAndVersion] : [...daemonAndVersion],
    () => DockerClient.over(transport),
  );
  const beside = options.beside?.({ client, transport });
  try {
    const image = await steps.prove([['image', (reference: string) => `${reference} is there.`]], () => presentImage(client, host, options));
    await steps.prove([['space', ({ place, freeBytes }: Space) => `${place} has ${formatSpace(freeBytes)} free.`]], async () => {
      const space =
        found.endpoint.type === 'unix' ? await localSpace(options.recordingsDirectory) : await remoteSpace(client, image, { storage: host.recordings, ownerId: options.ownerId });
      if (space.freeBytes >= leastFreeBytes) return space;
      throw failure('disk-full', `${space.place} has ${formatSpace(space.freeBytes)} free; at least ${formatSpace(leastFreeBytes)} are needed.`);
    });
  } finally {
    await beside;
    await client.close();
  }
}

/** Where ssh will connect to. A name behind a jump host or a proxy is resolved over there. */
async function resolved({ endpoint, get }: SshSettings): Promise<string> {
  const [name, port, user] = [get('hostname') ?? endpoint.host, get('port') ?? '22', get('user') ?? ''];
  const by = get('proxyjump') ?? get('proxycommand');
  const account = `port ${port}${user === '' ? '' : `, user ${user}`}`;
  if (by !== null && by !== 'none') return `${name}, ${account}, by way of ${by}.`;
  const bare = name.replace(/%.*$/, '');
  if (isIP(bare) !== 0) return `${name}, ${account}.`;
  try {
    const { address } = await lookup(name);
    return `${name} is ${address}, ${account}.`;
  } catch (cause) {
    throw failure('host-unreachable', `The name ${name} cannot be resolved: ${cause instanceof Error ? cause.message : String(cause)}`, {
      nextStep: 'Check the spelling of the address, or name the machine in ~/.ssh/config.',
      cause,
    });
  }
}

async function keyToShow(host: Host, env: NodeJS.ProcessEnv, error: CapstanError): Promise<{ told: CapstanError; offered: OfferedHostKey | null }> {
  const { endpoint } = await endpointOf(host, env);
  if (endpoint.type !== 'ssh') return { told: error, offered: null };
  try {
    const settings = await readSshSettings(endpoint, env);
    const offered = await offeredHostKey(settings);
    if (offered === null) {
      const jump = settings.get('proxyjump');
      const nextStep = jump === null ? undefined : `The key of ${jump}, on the way there, must be known first: log in there once with ssh in a terminal.`;
      return { told: { ...error, ...(nextStep !== undefined && { nextStep }) }, offered: null };
    }
    if (await hasKnownKey(settings)) return { told: capstanError('host-key-rejected', anotherKind(host)), offered: null };
    const { fingerprint, algorithm, knownHostsFile } = offered;
    return {
      told: capstanError('host-key-unknown', `The host shows the ${algorithm} key ${fingerprint}, which is not in ${knownHostsFile}.`, {
        nextStep: `Compare it with the host’s own (\`ssh-keygen -lf /etc/ssh/ssh_host_${algorithm.toLowerCase()}_key.pub\` there), then accept it.`,
      }),
      offered: { fingerprint, algorithm, knownHostsFile },
    };
  } catch (thrown) {
    return { told: errorOf(thrown), offered: null };
  }
}

const anotherKind = ({ name }: Host) => `${name} shows a key of another kind than the one that is known of it.`;

/** Name of the image that the first use needs, where the daemon has it. Throws `image-missing`. */
export async function presentImage(client: DockerClient, { id, name }: Host, { env, version, imageChoicesOf }: Pick<HostCheckOptions, 'env' | 'version' | 'imageChoicesOf'>): Promise<string> {
  const own = env['CAPSTAN_IMAGE'];
  const choice = own ? null : imageChoicesOf(id).get('software');
  const wanted = own || (choice?.id ?? (await recipeTag('software', version)));
  if ((await client.images.id(wanted)) !== null) return wanted;
  if (choice) throw chosenMissing(client, choice);
  const nextStep = own
    ? `Run \`docker pull ${own}\` there, or unset CAPSTAN_IMAGE to use Capstan’s own image.`
    : `It is made at the first use: \`capstan probe --host ${JSON.stringify(name)}\` copies it from this computer's Docker, or builds it there, which needs the internet; without it run \`resources/images/bootstrap.sh ${wanted}\`.`;
  throw failure('image-missing', `The daemon has no image ${wanted}.`, { nextStep });
}

