import { refuse, type CapstanError } from './errors';
import { ok, type Result } from './result';

/** Address of a Docker daemon. */
export type Endpoint =
  | { readonly type: 'unix'; readonly path: string }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number; readonly tls: boolean };

export const formatEndpoint = (endpoint: Endpoint): string =>
  endpoint.type === 'unix' ? `unix://${endpoint.path}` : `tcp://${endpoint.host}:${endpoint.port}`;

/** Reads an address as DOCKER_HOST holds it. @param tls whether a TCP daemon is spoken to over TLS */
export function parseEndpoint(address: string, tls: boolean): Result<Endpoint, CapstanError> {
  const no = (detail: string) => refuse('daemon-unreachable', detail, { field: 'endpoint' });
  if (address.startsWith('unix://')) {
    const path = address.slice('unix://'.length);
    return path.startsWith('/') ? ok({ type: 'unix', path }) : no(`${address} holds no absolute path of a socket.`);
  }
  const tcp = /^(?:tcp|https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9.-]*)(?::(\d{1,5}))?\/?$/i.exec(address);
  if (tcp) {
    const [, host = '', port] = tcp;
    return ok({ type: 'tcp', host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? (tls ? 2376 : 2375) : Number(port), tls });
  }
  if (address.startsWith('ssh://')) return no(`${address}: Docker over ssh is not supported yet; forward its socket with ssh -L.`);
  return no(`${JSON.stringify(address)} is no address of a Docker daemon.`);
}
