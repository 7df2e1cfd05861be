import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { inspect } from 'node:util';
import type { SshEvidence } from '@domain/doctor/evidence';
import { formatEndpoint } from '@domain/endpoint';
import { SshAgent } from '../ssh/agent';
import { SshLink } from '../ssh/link';
import { readCertificates } from './certificates';
import type { FoundEndpoint } from './endpoint';

/** The way to a daemon, as docker-modem wants it: every field is named, since it merges DOCKER_HOST under the others. */
export interface Transport {
  readonly address: string;
  /** Another machine: it may go on while the way to it is broken. */
  readonly isRemote: boolean;
  readonly options: {
    readonly agent: Agent;
    readonly protocol: 'http' | 'https';
    readonly socketPath: string | undefined;
    readonly host: string | undefined;
    readonly port: number | undefined;
    readonly ca?: Buffer | undefined;
    readonly cert?: Buffer | undefined;
    readonly key?: Buffer | undefined;
  };
  /** How the connection over ssh is doing; null where there is none. */
  ssh(): SshEvidence | null;
  close(): Promise<void>;
}

/** Connects as far as the address asks for it. Throws what ssh said, or `host-invalid` for certificates that cannot be read. */
export async function openTransport(found: FoundEndpoint, env: NodeJS.ProcessEnv): Promise<Transport> {
  const { endpoint } = found;
  const address = formatEndpoint(endpoint);
  if (endpoint.type === 'ssh') {
    const link = await SshLink.open(endpoint, env);
    const agent = quiet(new SshAgent(link));
    const close = async () => {
      agent.destroy();
      await link.close();
    };
    // Which host it is has been decided: these only fill the request's head.
    return { address, isRemote: true, options: { agent, protocol: 'http', socketPath: undefined, host: 'docker', port: 80 }, ssh: () => link.evidence, close };
  }
  const tls = endpoint.type === 'tcp' && found.certificateDirectory !== null ? await readCertificates(found.certificateDirectory) : null;
  // Without a limit on idle sockets a burst of requests would keep them all.
  const agent = quiet(tls ? new TlsAgent({ keepAlive: true, ...tls }) : new Agent({ keepAlive: true, maxFreeSockets: 4 }));
  return {
    address,
    isRemote: endpoint.type === 'tcp',
    options: {
      agent,
      protocol: tls ? 'https' : 'http',
      socketPath: endpoint.type === 'unix' ? endpoint.path : undefined,
      host: endpoint.type === 'tcp' ? endpoint.host : undefined,
      port: endpoint.type === 'tcp' ? endpoint.port : undefined,
      ...tls,
    },
    ssh: () => null,
    close: async () => agent.destroy(),
  };
}

/** docker-modem inspects the agent and its sockets at every request, for a log that is off; Electron 25 dies of it. */
const quiet = <T extends Agent>(agent: T): T => Object.assign(agent, { [inspect.custom]: () => 'Agent' });
