import { assert, constant, constantFrom, integer, ipV6, oneof, option, property, record, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEndpoint, parseEndpoint, type Endpoint } from '@domain/endpoint';

const parsed = (address: string, tls = false) => {
  const result = parseEndpoint(address, tls);
  return result.ok ? result.value : result.error;
};
const ssh = (parts: Partial<Endpoint>) => ({ type: 'ssh', user: null, host: 'example.com', port: null, socketPath: null, ...parts });

describe('addresses', () => {
  it.each<[string, unknown]>([
    ['ssh://example.com', ssh({})],
    ['ssh://example.com/', ssh({})],
    ['SSH://example.com', ssh({})],
    ['ssh://example.com/var/run/docker.sock', ssh({ socketPath: '/var/run/docker.sock' })],
    ['ssh://me@example.com:10022', ssh({ user: 'me', port: 10_022 })],
    ['ssh://me@example.com:10022/var/run/docker.sock', ssh({ user: 'me', port: 10_022, socketPath: '/var/run/docker.sock' })],
    ['ssh://me@corp.example@example.com', ssh({ user: 'me@corp.example' })],
    ['ssh://rig_2', ssh({ host: 'rig_2' })],
    ['ssh://root@127.0.0.1:2322', ssh({ user: 'root', host: '127.0.0.1', port: 2322 })],
    ['ssh://me@[fe80::1%25eth0]:22', ssh({ user: 'me', host: 'fe80::1%eth0', port: 22 })],
    ['ssh://[::1]', ssh({ host: '::1' })],
    ['unix:///var/run/docker.sock', { type: 'unix', path: '/var/run/docker.sock' }],
    ['tcp://studio', { type: 'tcp', host: 'studio', port: 2375, tls: false }],
    ['https://studio:443/', { type: 'tcp', host: 'studio', port: 443, tls: false }],
    ['tcp://[2001:db8::7]:2376', { type: 'tcp', host: '2001:db8::7', port: 2376, tls: false }],
  ])('%s', (address, endpoint) => expect(parsed(address)).toEqual(endpoint));

  it('a TCP daemon with TLS has a port of its own', () => expect(parsed('tcp://studio', true)).toEqual({ type: 'tcp', host: 'studio', port: 2376, tls: true }));
});

describe('what is refused', () => {
  it.each([
    ['malformed %%url'],
    ['no-scheme.example.com'],
    [''],
    ['ssh://'],
    ['ssh:///no-hostname'],
    ['ssh://:22'],
    ['ssh://me@'],
    ['ssh://@example.com'],
    ['ssh://me:passw0rd@example.com'],
    ['ssh://me:@example.com'],
    ['ssh://example.com?foo=bar&bar=baz'],
    ['ssh://example.com#bar'],
    ['ssh://-oProxyCommand=touch/x'],
    ['ssh://-oProxyCommand=touch'],
    ['ssh://-l@example.com'],
    ['ssh://me@-example.com'],
    ['ssh://.example.com'],
    ['ssh://example.com:0'],
    ['ssh://example.com:65536'],
    ['ssh://example.com:'],
    ['ssh://example.com:22x'],
    ['ssh://example.com:-1'],
    ['ssh://example.com:1:2'],
    ['ssh://exam%70le.com'],
    ['ssh://m%65@example.com'],
    ['ssh://example.com/%2e%2e'],
    ['ssh://ex ample.com'],
    ['ssh://example.com\n'],
    ['ssh://example.com\n-oProxyCommand=x'],
    ['ssh://example.com\u0000'],
    ['ssh://example.com\u2028'],
    ['ssh://exämple.com'],
    ['ssh://ехample.com'],
    ['ssh://example.com;reboot'],
    ['ssh://$(reboot)'],
    ['ssh://`reboot`@example.com'],
    ['ssh://me@example.com/tmp/$(reboot)'],
    ['ssh://me@example.com/tmp/a b'],
    ['ssh://me@example.com/tmp;reboot'],
    ['ssh://me@example.com//x'],
    ['ssh://fe80::1'],
    ['ssh://[fe80::1'],
    ['ssh://[example.com]'],
    ['ssh://[::1]x'],
    ['ssh://[fe80::1%25-o$x]'],
    [`ssh://${'a'.repeat(254)}`],
    ['unix://docker.sock'],
    ['unix://'],
    ['unix:///run/docker\u0000.sock'],
    ['tcp://'],
    ['tcp://me:secret@studio:2375'],
    ['tcp://studio:0'],
    ['tcp://studio:99999'],
    ['tcp://studio/v1.41'],
    ['tcp://-studio'],
    ['npipe:////./pipe/docker_engine'],
    ['fd://'],
    ['file:///etc/passwd'],
  ])('%j', (address) => expect(parsed(address)).toMatchObject({ kind: 'host-invalid', field: 'address' }));

  it.each(['ssh://me:hunter2@example.com', 'tcp://me:hunter2@studio:2375', 'me:hunter2@example.com', 'ftp://me:hunter2@example.com', 'ssh://me:hunter2@ example.com'])(
    'a password is not repeated: %s',
    (address) => expect(JSON.stringify(parsed(address))).not.toContain('hunter2'),
  );
});

const port = integer({ min: 1, max: 65_535 });
const host = oneof(stringMatching(/^[a-z0-9_][a-zA-Z0-9._-]{0,30}$/), ipV6().filter((address) => !address.includes('.')), constant('fe80::1%eth0'));
const path = stringMatching(/^(\/[a-zA-Z0-9._-]{1,8}){1,4}$/);
const endpoint = oneof(
  record({ type: constant('unix' as const), path }),
  record({ type: constant('tcp' as const), host, port, tls: constant(false) }),
  record({ type: constant('ssh' as const), user: option(stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._+@-]{0,20}$/)), host, port: option(port), socketPath: option(path) }),
);

it('what is written is read back the same', () =>
  assert(
    property(endpoint, (given) => {
      expect(parsed(formatEndpoint(given))).toEqual(given);
    }),
  ));

it('any text is refused or read, and what is read holds nothing that ssh or a shell would take for something else', () =>
  assert(
    property(constantFrom('ssh://', 'ssh://me@', 'ssh://h', 'tcp://', ''), string({ unit: 'binary', maxLength: 60 }), (start, text) => {
      const found = parseEndpoint(start + text, false);
      if (!found.ok || found.value.type !== 'ssh') return;
      const { user, host: name, socketPath } = found.value;
      for (const word of [user, name, socketPath]) expect(word ?? 'x').toMatch(/^[A-Za-z0-9_/:][A-Za-z0-9._+@%:/-]*$/);
      expect(parsed(formatEndpoint(found.value))).toEqual(found.value);
    }),
  ));
