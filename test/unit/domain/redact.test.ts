import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from '@domain/redact';

const nobody = { homeDirectory: '', hostNames: [] };
const red = (text: string) => redact(text, nobody);

describe('a text for people elsewhere', () => {
  test.each([
    ['rtsp://admin:hunter2@192.168.7.31:554/stream1', 'rtsp://…@192.168.x.x:554/stream1'],
    ['rtsp://admin:pa/ss@word@cam.example:554/1', 'rtsp://…@c…:554/1'],
    ['rtmp://live.example/app/abcd-efgh-1234', 'rtmp://l…/app/…'],
    ['srt://10.0.0.9:9000?passphrase=longsecret&mode=caller', 'srt://10.0.x.x:9000?passphrase=…&mode=…'],
    ['https://cam.example/live?token=abc#part', 'https://c…/live?token=…'],
    ['ssh://anna@studio.local:2222', 'ssh://…@s…:2222'],
    ['unix:///run/user/1000/docker.sock', 'unix:///run/user/1000/docker.sock'],
    ['udp://127.0.0.1:40001?localport=40002', 'udp://127.0.0.1:40001?localport=40002'],
    ['http://[2001:db8::7]:80/', 'http://[…:80/'],
    ['anna@studio: Permission denied', '…@s…: Permission denied'],
    ['capstan/rig@sha256:0123', 'capstan/rig@sha256:0123'],
    ['CAPSTAN_SOURCE_PASSWORD=hunter2 ffmpeg', 'CAPSTAN_SOURCE_PASSWORD=… ffmpeg'],
    ['{"password": "a b", "size": 3}', '{"password": …, "size": 3}'],
    ['Authorization: Basic YWRtaW46', 'Authorization: …'],
    ['/home/anna/Videos/talk.mkv', '/home/…/Videos/talk.mkv'],
    ['usb:046d:0892:1A2B3C:0', 'usb:046d:0892:…:0'],
    ['/dev/v4l/by-id/usb-046d_HD_Pro_1A2B-video-index0', '/dev/v4l/by-id/…'],
    ['GPU-5b2f4c1e-3f1c-1c8e-2d49-0a1b2c3d4e5f', 'GPU-…'],
    ['Serial Number: 0815', 'Serial Number: …'],
    ['key SHA256:uNiVztksCsDhcc0u9e8BrrHgfcEzMfpmtbYNuRr4hVM is new', 'key SHA256:… is new'],
    ['link/ether 52:54:00:12:34:56', 'link/ether …'],
    ['fe80::1ff:fe23:4567:890a and ::1', '… and ::1'],
  ])('%s', (text, shown) => {
    expect(red(text)).toBe(shown);
  });

  test.each(['passed: 3 of 9', 'frame= 120 fps= 30 time=00:00:04.00', 'ffmpeg 5.1.9-0+deb12u1', '0000:00:02.0', '1280x720 at 30000/1001'])(
    'leaves what helps: %s',
    (text) => expect(red(text)).toBe(text),
  );

  test('knows the home folder and the machines by name', () => {
    const known = { homeDirectory: '/srv/people/anna', hostNames: ['studio', 'localhost'] };
    expect(redact('/srv/people/anna/Videos on Studio, not on studios or localhost', known)).toBe('~/Videos on s…, not on studios or localhost');
  });

  const secret = fc.stringMatching(/^[A-Za-z0-9!$%*+_~-]{6,20}$/).map((text) => `Zq7${text}`);
  const around = fc.stringMatching(/^[a-z ,.()\n]{0,20}$/);

  test('never holds a login or a password of an address', () => {
    fc.assert(
      fc.property(secret, secret, fc.constantFrom('rtsp', 'http', 'https', 'ssh', 'rtmp', 'srt', 'tcp'), around, around, (user, password, scheme, before, after) => {
        const shown = red(`${before} ${scheme}://${user}:${password}@cam.example:554/live ${after}`);
        return !shown.includes(user) && !shown.includes(password);
      }),
    );
  });

  test('never holds a token of a query, a named secret, the owner of a home folder or a serial number', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom('https://cam.example/x?auth=', 'token=', 'api_key: ', 'password = ', 'serial=', '/home/', 'usb:046d:0892:'), around, around, (word, before, left, right) => {
        return !red(`${left} ${before}${word} ${right}`).includes(word);
      }),
    );
  });
});
