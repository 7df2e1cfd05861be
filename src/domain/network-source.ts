import { refuse, type CapstanError } from './errors';
import type { Source } from './preset';
import { ok, type Result } from './result';

export type NetworkSource = Extract<Source, { type: 'network' }>;
export type NetworkScheme = 'rtsp' | 'rtsps' | 'srt' | 'udp' | 'rtp' | 'http' | 'https';

/** A user and password as they were typed. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

export interface NetworkAddress {
  readonly scheme: NetworkScheme;
  /** Empty where every address of the machine is meant, as in `udp://:5004`. */
  readonly host: string;
  readonly port: number | null;
  /** Path and query. */
  readonly path: string;
  /** The sender comes to us: the recorder waits on its own port. */
  readonly listens: boolean;
}

const field = 'source.url';
const authority = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]*)(?::(\d{1,5}))?$/;
/** Names under which cameras take a password in the address itself. */
const secretParameter = /[?&_/](pass|passwd|password|passphrase|pwd|loginpas)=(?!\{password\})[^&_]/i;
/** Where an address has a place for them, the login goes there. */
const placeholder = /\{(user|password)\}/g;

interface Parts {
  readonly scheme: NetworkScheme;
  readonly login: string | null;
  readonly authority: string;
  readonly path: string;
}

/** A password may hold `/`, `?` or `#` as it was typed: then what comes before them is no host and port. */
function partsOf(url: string): Parts | null {
  const match = /^(rtsps?|srt|udp|rtp|https?):\/\/(.*)$/is.exec(url);
  if (!match) return null;
  const scheme = (match[1] ?? '').toLowerCase() as NetworkScheme;
  const rest = match[2] ?? '';
  const end = rest.search(/[/?#]/);
  const head = end === -1 ? rest : rest.slice(0, end);
  const at = head.includes('@') || authority.test(head) ? head.lastIndexOf('@') : rest.lastIndexOf('@');
  const login = at === -1 ? null : rest.slice(0, at);
  const after = rest.slice(at + 1);
  const pathAt = after.search(/[/?#]/);
  return pathAt === -1 ? { scheme, login, authority: after, path: '' } : { scheme, login, authority: after.slice(0, pathAt), path: after.slice(pathAt) };
}

/** Reads an address. Refuses with `preset-invalid` what is none, and what holds a user or password. */
export function parseNetworkUrl(url: string): Result<NetworkAddress, CapstanError> {
  const no = (detail: string, nextStep?: string) => refuse('preset-invalid', `${field}: ${detail}`, { field, ...(nextStep && { nextStep }) });
  const parts = /^[\x21-\x7e]+$/.test(url) ? partsOf(url) : null;
  const [, host = '', portText] = authority.exec(parts?.authority ?? '-:') ?? [];
  const port = portText === undefined ? null : Number(portText);
  // Not quoted where it may hold a password.
  if (parts?.login) return no('an address holds no user and password, since presets are shown and shared.', keepApart);
  if (parts === null || !authority.test(parts.authority) || (port !== null && (port < 1 || port > 65_535))) {
    return no(`${JSON.stringify(url)} is no address such as rtsp://camera/stream, srt://server:9000, udp://:5004 or http://camera/video.mjpg.`);
  }
  if (secretParameter.test(parts.path)) return no('the address holds a password.', `Write {user} and {password} in their place, and ${lowerFirst(keepApart)}`);
  const { scheme, path } = parts;
  const listens = scheme === 'udp' || scheme === 'rtp' || (scheme === 'srt' && (host === '' || /[?&]mode=listener(&|$)/.test(path)));
  if (host === '' && !listens) return no('the address names no host.');
  if (port === null && (listens || scheme === 'srt')) return no(`${scheme} needs a port, as in ${scheme}://${host}:5004.`);
  return ok({ scheme, host, port, path, listens });
}

const keepApart = 'Keep them under a name of their own in the window; in a terminal set CAPSTAN_SOURCE_USER and CAPSTAN_SOURCE_PASSWORD.';
const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);

/** An address that was pasted with its login, as the two that are kept apart; a login of null where it holds none. */
export function splitLogin(url: string): { readonly url: string; readonly login: Login | null } {
  const parts = partsOf(url);
  if (!parts?.login) return { url, login: null };
  const { scheme, authority: place, path, login } = parts;
  const colon = login.indexOf(':');
  const user = decoded(colon === -1 ? login : login.slice(0, colon));
  const password = colon === -1 ? '' : decoded(login.slice(colon + 1));
  return { url: `${scheme}://${place}${path}`, login: { user, password } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A password with a bare percent sign was typed as it is.
    return text;
  }
}

/** Characters that mean something in an address, in a quoted word or to ffmpeg are all written as their numbers. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The address with its login in place. A secret: for the recorder's standard input alone. */
export function urlWithLogin(url: string, { user, password }: Login): string {
  if (/\{(user|password)\}/.test(url)) return url.replace(placeholder, (_, name: string) => encoded(name === 'user' ? user : password));
  return url.replace('://', `://${encoded(user)}${password === '' ? '' : `:${encoded(password)}`}@`);
}

/** Text without the logins of addresses in it. Cuts up to the last `@`: a line loses rather too much. */
export const withoutLogins = (text: string): string => text.replace(/:\/\/[^\n]*@/g, '://');
