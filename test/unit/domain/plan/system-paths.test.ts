import { assert, constantFrom, property, array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusedDirectory, refusedSourceFile } from '@domain/plan/system-paths';

describe('folders of the system are never mounted', () => {
  it.each(['/', '//', '/etc', '/etc/', '//etc//', '/etc/x', '/usr/share', '/dev/shm', '/proc/1', '/sys', '/boot/efi', '/lib64', '/run', '/run/docker', '/var/run', '/var/run/docker', '/root', '/home', '/var', '/srv', '/tmp/../etc', '/tmp/.', 'relative', '', '/tmp/a\nb', '/tmp/\0'])(
    '%j holds no recordings',
    (directory) => expect(refusedDirectory(directory)).toMatchObject({ kind: 'output-unwritable', field: 'output.directory' }),
  );
  it.each(['/home/me/Videos', '/tmp/x', '/srv/video', '/mnt/nas', '/run/media/me/disk', '/library/takes', '/etcetera', "/tmp/it's, ok"])('%j may', (directory) =>
    expect(refusedDirectory(directory)).toBeNull(),
  );
});

describe('files of the system are no source', () => {
  it.each(['/etc/passwd', '/etc//shadow', '/proc/self/environ', '/proc/1/mem', '/dev/sda', '/dev/video0', '/sys/kernel/x', '/var/run/docker.sock', '/run/docker.sock', '/run//docker.sock', '//run/docker.sock', '/usr/bin/ffmpeg', '/lib/x.so', '/tmp/../etc/passwd', '/run/media/../docker.sock', '/tmp/a\nb'])(
    '%j',
    (path) => expect(refusedSourceFile(path)).toMatchObject({ kind: 'preset-invalid', field: 'source.path' }),
  );
  it.each(['/home/me/talk.mkv', '/run/media/me/disk/talk.mkv', '/root/talk.mkv', '/var/lib/x/talk.mkv', "/tmp/it's, a: talk.mkv", '/library/a.mkv'])('%j is one', (path) =>
    expect(refusedSourceFile(path)).toBeNull(),
  );

  it('however it is written', () => {
    const piece = constantFrom('/', 'etc', 'run', 'docker.sock', '.', '..', 'var', 'media', 'x');
    assert(
      property(array(piece, { maxLength: 10 }), (pieces) => {
        const path = pieces.join('');
        if (refusedSourceFile(path) !== null) return;
        // What a file system makes of it.
        expect(new URL(`file://${path}`).pathname.replaceAll(/\/+/g, '/')).not.toMatch(/^\/etc\/|^\/run\/(?!media\/)|^\/var\/run\/(?!media\/)/);
      }),
      { numRuns: 3000 },
    );
  });
});
