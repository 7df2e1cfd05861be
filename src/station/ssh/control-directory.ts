import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { failure } from '@domain/errors';

/** Longest folder, in bytes: ssh adds a random name twice, and the path of a socket ends after 107 bytes (103 on a BSD). */
const longestDirectory = 60;

/**
 * A folder for control sockets that this user alone may enter, as short as they need it. Sockets that nobody listens at
 * any more are removed. Throws `ssh-misconfigured` where there is no such folder.
 */
export async function controlDirectory(env: NodeJS.ProcessEnv): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const candidates = [
    ...(env['XDG_RUNTIME_DIR']?.startsWith('/') ? [join(env['XDG_RUNTIME_DIR'], 'capstan-ssh')] : []),
    `/tmp/capstan-ssh-${uid}`,
    `/var/tmp/capstan-ssh-${uid}`,
  ].filter((path) => Buffer.byteLength(path) <= longestDirectory && /^[\w./-]+$/.test(path));
  for (const path of candidates) {
    if (await isOwn(path, uid)) {
      await sweep(path);
      return path;
    }
  }
  throw failure('ssh-misconfigured', `None of ${candidates.join(', ')} is a folder of this user alone.`, {
    nextStep: 'Set XDG_RUNTIME_DIR to a folder of your own with a short path.',
  });
}

async function isOwn(path: string, uid: number): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS') return false;
    if (code !== 'EEXIST') throw thrown;
  }
  const found = await lstat(path);
  return found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
}

/** What is left of masters that were killed; a young one may be about to listen. */
async function sweep(directory: string): Promise<void> {
  const paths = (await readdir(directory)).map((name) => join(directory, name));
  await Promise.all(
    paths.map(async (path) => {
      const found = await lstat(path);
      if (found.isSocket() && Date.now() - found.mtimeMs > 60_000 && (await isDead(path))) await rm(path, { force: true });
    }),
  );
}

const isDead = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    const answer = (dead: boolean) => {
      socket.destroy();
      resolve(dead);
    };
    socket.once('connect', () => answer(false)).once('error', (error) => answer('code' in error && error.code === 'ECONNREFUSED'));
  });
