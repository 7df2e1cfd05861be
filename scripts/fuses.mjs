// node scripts/fuses.mjs FILE [--set]: reads the fuses of an Electron's executable, or sets them as a packaged Capstan has them.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Ahead of the fuses in the executable: their version, their number, and a character for each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** By their place in the wire. Wanted is null where Electron's own setting is right (docs/decisions/0034). */
const fuses = [
  { name: 'RunAsNode', wanted: '0' },
  { name: 'EnableCookieEncryption', wanted: null },
  { name: 'EnableNodeOptionsEnvironmentVariable', wanted: '0' },
  { name: 'EnableNodeCliInspectArguments', wanted: '0' },
  { name: 'EnableEmbeddedAsarIntegrityValidation', wanted: null },
  { name: 'OnlyLoadAppFromAsar', wanted: null },
  { name: 'LoadBrowserProcessSpecificV8Snapshot', wanted: null },
  { name: 'GrantFileProtocolExtraPrivileges', wanted: '0' },
];
const states = { 0: 'off', 1: 'on', r: 'removed' };

/** Place and length of the wire in the bytes of an executable. Throws where there is none that this script knows. */
function wireOf(bytes) {
  const at = bytes.indexOf(sentinel, 0, 'latin1');
  if (at === -1 || bytes.indexOf(sentinel, at + 1, 'latin1') !== -1) throw new Error('This is no executable of Electron: it has no fuses, or more than one set of them.');
  const [version, length] = bytes.subarray(at + sentinel.length);
  if (version !== 1) throw new Error(`The fuses are of version ${version}; this script knows version 1.`);
  return { start: at + sentinel.length + 2, length };
}

/** @returns {Record<string, string>} `on`, `off` or `removed` by name; a fuse that this Electron does not have is left out. */
export function readFuses(file) {
  const bytes = readFileSync(file);
  const { start, length } = wireOf(bytes);
  const found = [...bytes.subarray(start, start + length).toString('latin1')];
  return Object.fromEntries(found.map((state, index) => [fuses[index]?.name ?? `fuse ${index}`, states[state] ?? `unknown (${state})`]));
}

/** Sets what a packaged Capstan wants, in place. Answers the names of those that this Electron does not have. */
export function setFuses(file) {
  const bytes = readFileSync(file);
  const { start, length } = wireOf(bytes);
  const missing = [];
  for (const [index, { name, wanted }] of fuses.entries()) {
    if (wanted === null) continue;
    const place = start + index;
    if (index >= length || bytes[place] === 'r'.charCodeAt(0)) missing.push(name);
    else bytes[place] = wanted.charCodeAt(0);
  }
  writeFileSync(file, bytes);
  return missing;
}

function main([file, ...words]) {
  if (file === undefined || words.some((word) => word !== '--set')) throw new Error('Usage: node scripts/fuses.mjs EXECUTABLE [--set]');
  for (const name of words.includes('--set') ? setFuses(file) : []) console.log(`${name}: not in this Electron`);
  for (const [name, state] of Object.entries(readFuses(file))) console.log(`${name}: ${state}`);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
