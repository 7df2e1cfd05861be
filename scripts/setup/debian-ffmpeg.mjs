import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './paths.mjs';
import { findProgram } from './programs.mjs';

const run = promisify(execFile);
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Loaded when something is drawn on a GPU; nothing links them. A third of the download. */
const drivers = /^(libllvm|libz3-|mesa-)/;

/** @returns {string | null} what is missing to unpack another release's ffmpeg */
export function whyNoDebianFfmpeg() {
  const missing = ['apt-get', 'dpkg-deb'].filter((name) => findProgram(name) === null);
  if (missing.length > 0) return `${missing.join(', ')} not installed`;
  return existsSync(keyring) ? null : 'debian-archive-keyring not installed';
}

/**
 * The ffmpeg of a Debian release beside this machine's own: its packages from Debian's archive, unpacked into the cache
 * and run by their own dynamic linker, so that no root is needed. About 100 MB are fetched once.
 * @param {string} suite such as trixie
 * @param {(line: string) => void} say
 * @returns {Promise<{ executable: string, argv: string[] }>} the command that is its ffmpeg
 */
export async function debianFfmpeg(suite, say) {
  const root = join(cacheDirectory, 'ffmpeg', suite);
  if (!existsSync(root)) {
    say(`==> unpacking the ffmpeg of Debian ${suite} (a minute)`);
    // Renamed into place, so that an interrupted one is never taken for a whole one.
    const part = `${root}.part-${process.pid}`;
    try {
      await unpack(suite, part);
      // Another run may have been quicker.
      if (!existsSync(root)) renameSync(join(part, 'root'), root);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  }
  const libraries = join(root, 'usr/lib', readdirSync(join(root, 'usr/lib')).find((name) => name.endsWith('-linux-gnu')) ?? '');
  const folders = readdirSync(libraries, { withFileTypes: true, recursive: true }).filter((entry) => entry.isDirectory());
  const path = [libraries, ...folders.map(({ parentPath, name }) => join(parentPath, name))].join(':');
  const loader = readdirSync(libraries).find((name) => /^ld-linux.*\.so/.test(name));
  if (loader === undefined) throw new Error(`no dynamic linker in ${libraries}`);
  return { executable: join(libraries, loader), argv: ['--library-path', path, join(root, 'usr/bin/ffmpeg')] };
}

async function unpack(suite, directory) {
  const archives = join(directory, 'archives');
  for (const folder of ['lists/partial', 'archives/partial', 'root']) mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, 'status'), '');
  const mirror = process.env.CAPSTAN_DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';
  writeFileSync(join(directory, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
  const own = {
    'Dir::State': directory,
    'Dir::State::Lists': join(directory, 'lists'),
    'Dir::State::Status': join(directory, 'status'),
    'Dir::Cache': directory,
    'Dir::Cache::Archives': archives,
    'Dir::Etc::SourceList': join(directory, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'APT::Install-Recommends': 'false',
    // The cache may be where the user _apt cannot write.
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(own).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const apt = (argv, cwd = directory) => run('apt-get', [...options, ...argv], { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } });
  await apt(['update', '--quiet']);
  const { stdout } = await apt(['install', '--simulate', 'ffmpeg']);
  const packages = [...stdout.matchAll(/^Inst (\S+) /gm)].map(([, name]) => name).filter((name) => !drivers.test(name));
  await apt(['download', '--quiet', ...packages], archives);
  for (const name of readdirSync(archives)) {
    if (name.endsWith('.deb')) await run('dpkg-deb', ['--extract', join(archives, name), join(directory, 'root')]);
  }
}
