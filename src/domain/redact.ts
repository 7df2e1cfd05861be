/** What a text may name that nobody else needs to know. */
interface Private {
  /** Home folder of the user; absolute. */
  readonly homeDirectory: string;
  /** Names of hosts and machines, as they are in addresses. */
  readonly hostNames: readonly string[];
}

const hidden = '…';
const secretName = String.raw`[\w-]*(?:password|passphrase|passwd|pwd|token|secret|api[_-]?key|credential|serial(?:[ _-]?(?:number|no))?)[\w-]*`;
const secretValue = String.raw`"[^"]*"|'[^']*'|[^\s,;}&"']+`;

/**
 * A text for people elsewhere: without logins, passwords and tokens, without the user's name in home folders, without
 * serial numbers, and with addresses that tell no more than their kind. What is hidden is `…`.
 */
export function redact(text: string, { homeDirectory, hostNames }: Private): string {
  const steps: readonly ((before: string) => string)[] = [
    (before) => (homeDirectory.length > 1 ? before.replaceAll(new RegExp(`${escaped(homeDirectory)}(?![\\w.-])`, 'g'), '~') : before),
    (before) => before.replaceAll(/\b([a-z][a-z0-9+.-]*):\/\/([^\s'"<>|`]*)/gi, (_url, scheme: string, rest: string) => `${scheme}://${address(scheme, rest)}`),
    (before) => before.replaceAll(/\b(authorization|cookie)(["']?\s*[=:]\s*)[^\r\n]*/gi, `$1$2${hidden}`),
    (before) => before.replaceAll(new RegExp(`(${secretName}["']?\\s*[=:]\\s*)(?:${secretValue})`, 'gi'), `$1${hidden}`),
    (before) => before.replaceAll(/[\w.+-]+@(?!sha256:)([\w.-]+)/g, (_login, host: string) => `${hidden}@${shortened(host)}`),
    (before) => before.replaceAll(/(\/(?:home|Users))\/[^/\s'":]+/g, `$1/${hidden}`),
    (before) => before.replaceAll(/\busb:([0-9a-f]{4}):([0-9a-f]{4}):[^\s:"'\\]*/gi, `usb:$1:$2:${hidden}`),
    (before) => before.replaceAll(/(\/by-id\/)[^\s'",:]+/g, `$1${hidden}`),
    (before) => before.replaceAll(/\b(GPU|MIG)-[0-9a-f-]{8,}/gi, `$1-${hidden}`),
    (before) => before.replaceAll(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, hidden),
    (before) => before.replaceAll(/\bSHA256:[A-Za-z0-9+/=]{20,}/g, `SHA256:${hidden}`),
    (before) => before.replaceAll(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, hidden),
    (before) => before.replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, shortened),
    (before) => before.replaceAll(/(?<![\w:.])(?=[0-9a-f:]*:[0-9a-f:]*:)(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}|(?:[0-9a-f]{1,4}:)*:(?:[0-9a-f]{1,4}:)*[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:)+:)(?![\w:])/gi, (found) => (found === '::1' ? found : hidden)),
    (before) => hostNames.filter((name) => name.length >= 3 && !isLoopback(name)).reduce(withoutName, before),
  ];
  return steps.reduce((before, step) => step(before), text);
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const isLoopback = (host: string) => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)$/i.test(host);
const withoutName = (text: string, name: string) =>
  text.replaceAll(new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w-])`, 'gi'), () => shortened(name));

function shortened(host: string): string {
  if (host === '' || isLoopback(host)) return host;
  const [first, second] = host.split('.');
  if (/^\d{1,3}\.\d{1,3}\.[\dx]+\.[\dx]+$/.test(host)) return `${first}.${second}.x.x`;
  return `${[...host][0] ?? ''}${hidden}`;
}

/** What follows `scheme://`. Streams carry their keys in the path, too. */
function address(scheme: string, rest: string): string {
  const login = rest.lastIndexOf('@');
  const [, host = '', port = '', tail = ''] = /^(\[[^\]]*\]?|[^:/?#]*)(:\d*)?(.*)$/s.exec(rest.slice(login + 1)) ?? [];
  const start = `${login >= 0 ? `${hidden}@` : ''}${shortened(host)}${port}`;
  if (isLoopback(host) && login < 0) return `${start}${tail}`;
  const [path = '', query] = tail.replace(/#.*$/s, `#${hidden}`).split(/\?(.*)/s, 2);
  const shownPath = /^(rtmp|rtmps|rtmpt|srt|rist)$/i.test(scheme) ? path.replace(/\/[^/]+$/, `/${hidden}`) : path;
  const shownQuery = query === undefined ? '' : `?${query.replaceAll(/=[^&#]*/g, `=${hidden}`)}`;
  return `${start}${shownPath}${shownQuery}`;
}
