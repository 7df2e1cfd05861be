import { z } from 'zod';
import { refuse, type CapstanError } from './errors';
import { ok, type Result } from './result';

/** Address of a Docker daemon. */
export type Endpoint =
  | { readonly type: 'unix'; readonly path: string }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number; readonly tls: boolean }
  | SshEndpoint;

/** A daemon that is spoken to through `docker system dial-stdio` on the machine that ssh logs in to. */
export interface SshEndpoint {
  readonly type: 'ssh';
  /** Null where ssh's own configuration decides, as for the port. */
  readonly user: string | null;
  /** A name that ssh's configuration may know, or a numeric address without brackets. */
  readonly host: string;
  readonly port: number | null;
  /** Socket of the daemon on that machine; null for the one that docker uses there. */
  readonly socketPath: string | null;
}

/** The address as it is written everywhere; `parseEndpoint` reads it back to the same endpoint. */
export function formatEndpoint(endpoint: Endpoint): string {
  if (endpoint.type === 'unix') return `unix://${endpoint.path}`;
  const host = endpoint.host.includes(':') ? `[${endpoint.host.replace('%', '%25')}]` : endpoint.host;
  if (endpoint.type === 'tcp') return `tcp://${host}:${endpoint.port}`;
  const { user, port, socketPath } = endpoint;
  return `ssh://${user === null ? '' : `${user}@`}${host}${port === null ? '' : `:${port}`}${socketPath ?? ''}`;
}

/** Reads an address as DOCKER_HOST holds it. @param tls whether a TCP daemon is spoken to over TLS */
export function parseEndpoint(address: string, tls: boolean): Result<Endpoint, CapstanError> {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(address) ?? [];
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f-\u00a0\u2028\u2029]/.test(address)) return no('An address holds no spaces and no control characters.');
  switch (scheme.toLowerCase()) {
    case 'unix':
      return rest.startsWith('/') ? ok({ type: 'unix', path: rest }) : no(`${address} holds no absolute path of a socket.`);
    case 'tcp':
    case 'http':
    case 'https':
      return parseTcp(rest, tls);
    case 'ssh':
      return parseSsh(rest);
    case '':
      return no(`${withoutUser(address)} is no address: it begins with ssh://, tcp:// or unix://.`);
    default:
      return no(`${scheme}:// is no way to a Docker daemon: use ssh://, tcp:// or unix://.`);
  }
}

const no = (detail: string) => refuse('host-invalid', detail, { field: 'address' });

/** What stands before the host may hold a password, which is shown to nobody. */
const withoutUser = (address: string): string => JSON.stringify(address.replace(/^.*@/s, '…@'));

function parseTcp(rest: string, tls: boolean): Result<Endpoint, CapstanError> {
  const authority = rest.replace(/\/$/, '');
  if (/[@?#/]/.test(authority)) return no('A tcp:// address is a host and a port: no user, password, path, query or fragment.');
  const parsed = parseHostAndPort(authority);
  if (!parsed.ok) return parsed;
  const { host, port } = parsed.value;
  return ok({ type: 'tcp', host, port: port ?? (tls ? 2376 : 2375), tls });
}

function parseSsh(rest: string): Result<Endpoint, CapstanError> {
  if (rest.includes('#')) return no('An address holds no fragment (#).');
  if (rest.includes('?')) return no('An address holds no query (?).');
  const slash = rest.indexOf('/');
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  const path = slash === -1 ? '' : rest.slice(slash);
  const at = authority.lastIndexOf('@');
  const user = at === -1 ? null : authority.slice(0, at);
  if (user?.includes(':')) return no('An address holds no password: use a key or an agent, as `ssh HOST` does.');
  if (user !== null && !/^[a-z0-9_][a-z0-9._+@-]{0,127}$/i.test(user)) {
    return no('The user may hold letters, digits and . _ + @ -, and does not begin with -; name others in ~/.ssh/config.');
  }
  const parsed = parseHostAndPort(authority.slice(at + 1));
  if (!parsed.ok) return parsed;
  // The path becomes a word of a command on the other machine: nothing in it may mean anything to a shell.
  if (!/^(\/[a-z0-9._-]+)*\/?$/i.test(path)) return no('The path of a socket may hold letters, digits and . _ - / alone.');
  const { host, port } = parsed.value;
  return ok({ type: 'ssh', user, host, port, socketPath: path === '' || path === '/' ? null : path });
}

function parseHostAndPort(authority: string): Result<{ host: string; port: number | null }, CapstanError> {
  const bracketed = /^\[([^\]%]*)(?:%(?:25)?([a-z0-9._-]{1,32}))?\](?::(.*))?$/is.exec(authority);
  const plain = /^([^:[\]]*)(?::(.*))?$/s.exec(authority);
  const [, name = '', ...others] = bracketed ?? plain ?? [];
  const zone = bracketed ? others[0] : undefined;
  const port = bracketed ? others[1] : others[0];
  if (name === '') return no(bracketed || plain ? 'The address names no host.' : 'An IPv6 address stands in brackets: [fe80::1].');
  if (bracketed && !z.ipv6().safeParse(name).success) return no(`[${name}] is no IPv6 address.`);
  if (!bracketed && !/^[a-z0-9_][a-z0-9._-]{0,252}$/i.test(name)) {
    return no('The name of a host may hold letters, digits and . _ -, and does not begin with - or a dot.');
  }
  if (port !== undefined && (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)) return no('The port is no number from 1 to 65535.');
  return ok({ host: zone === undefined ? name : `${name}%${zone}`, port: port === undefined ? null : Number(port) });
}
