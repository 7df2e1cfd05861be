import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNetworkUrl, splitLogin, urlWithLogin, withoutLogins } from '@domain/network-source';

const parsed = (url: string) => {
  const result = parseNetworkUrl(url);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};
const refusal = (url: string) => {
  const result = parseNetworkUrl(url);
  if (result.ok) throw new Error(`accepted ${url}`);
  return result.error;
};

describe('addresses', () => {
  it.each([
    ['rtsp://camera/stream', { scheme: 'rtsp', host: 'camera', port: null, path: '/stream', listens: false }],
    ['rtsps://[fe80::1]:322/a?b=c', { scheme: 'rtsps', host: '[fe80::1]', port: 322, path: '/a?b=c', listens: false }],
    ['http://10.0.0.5:8080/user@home.mjpg', { scheme: 'http', host: '10.0.0.5', port: 8080, path: '/user@home.mjpg', listens: false }],
    ['srt://relay:9000?streamid=x', { scheme: 'srt', host: 'relay', port: 9000, path: '?streamid=x', listens: false }],
    ['srt://0.0.0.0:9000?mode=listener', { scheme: 'srt', host: '0.0.0.0', port: 9000, path: '?mode=listener', listens: true }],
    ['udp://:5004', { scheme: 'udp', host: '', port: 5004, path: '', listens: true }],
    ['udp://@239.1.1.1:5004', { scheme: 'udp', host: '239.1.1.1', port: 5004, path: '', listens: true }],
    ['rtp://239.1.1.1:5004', { scheme: 'rtp', host: '239.1.1.1', port: 5004, path: '', listens: true }],
  ])('%s', (url, expected) => expect(parsed(url)).toEqual(expected));

  it.each(['', 'rtsp://', 'ftp://host/x', 'file:///etc/passwd', 'http://host:0/', 'http://host:99999/', 'srt://host', 'udp://host', 'rtsp://a b/', 'rtsp://-x y', 'concat:a|b', 'http://ho|st/'])(
    '%j is refused by its field',
    (url) => expect(refusal(url)).toMatchObject({ kind: 'preset-invalid', field: 'source.url' }),
  );

  it.each(['rtsp://admin:geheim@camera/x', 'rtsp://admin@camera/x', 'http://admin:ge/heim@camera:80/x', 'http://admin:ge#heim@camera/x'])(
    'a login in %s is refused without being repeated',
    (url) => {
      const error = refusal(url);
      expect(error).toMatchObject({ kind: 'preset-invalid', field: 'source.url', nextStep: expect.stringContaining('CAPSTAN_SOURCE_PASSWORD') });
      expect(JSON.stringify(error)).not.toMatch(/ge.?heim|admin/);
    },
  );
  it.each(['srt://relay:9000?passphrase=abcdefghijkl', 'rtsp://dvr/user=admin_password=tl_channel=1.sdp', 'http://camera/video.mjpg?user=a&pwd=b'])('a password elsewhere in %s is refused', (url) =>
    expect(refusal(url)).toMatchObject({ kind: 'preset-invalid', nextStep: expect.stringContaining('{password}') }),
  );
  it('a place for the password is no password', () => expect(parsed('http://camera/v.mjpg?user={user}&password={password}').host).toBe('camera'));

  it('never throws, whatever it is given', () => {
    const piece = constantFrom('rtsp', '://', '@', ':', '/', '?', '#', '[', ']', 'a', '1', ' ', '%', '\n', 'password=');
    assert(property(array(piece, { maxLength: 12 }), (pieces) => void parseNetworkUrl(pieces.join(''))));
    assert(property(string(), (text) => void parseNetworkUrl(text)));
  });
});

describe('logins', () => {
  it.each([
    ['rtsp://admin:geheim@camera:554/x', 'rtsp://camera:554/x', { user: 'admin', password: 'geheim' }],
    ['rtsp://admin@camera/x', 'rtsp://camera/x', { user: 'admin', password: '' }],
    ['rtsp://a%40b:c%2Fd@camera', 'rtsp://camera', { user: 'a@b', password: 'c/d' }],
    ['http://admin:p@ss@camera/x', 'http://camera/x', { user: 'admin', password: 'p@ss' }],
    ['http://admin:100%@camera/x', 'http://camera/x', { user: 'admin', password: '100%' }],
    ['http://camera/x@y', 'http://camera/x@y', null],
  ])('%s is split', (pasted, url, login) => expect(splitLogin(pasted)).toEqual({ url, login }));

  it('go into the address and come out of it again, whatever they are', () => {
    const word = string({ minLength: 1, unit: 'grapheme' });
    assert(
      property(word, word, (user, password) => {
        const whole = urlWithLogin('rtsp://camera:554/live?x=1', { user, password });
        expect(whole).toMatch(/^rtsp:\/\/[A-Za-z0-9._~%-]+:[A-Za-z0-9._~%-]+@camera:554\/live\?x=1$/);
        expect(splitLogin(whole)).toEqual({ url: 'rtsp://camera:554/live?x=1', login: { user, password } });
        expect(withoutLogins(`Impossible to open '${whole}'`)).toBe("Impossible to open 'rtsp://camera:554/live?x=1'");
      }),
    );
  });
  it('take the places that the address has for them', () =>
    expect(urlWithLogin('http://dvr/user={user}_password={password}', { user: 'a b', password: "c'd" })).toBe('http://dvr/user=a%20b_password=c%27d'));
});
