'use strict';
// Electron's own entry for `electron [-r MODULE] PATH`, cut down to what the tests use.
require('./node18-shim.cjs');
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

const { preloads, target } = readArguments(process.argv.slice(1));
if (target === null) {
  process.stderr.write('usage: electron [-r MODULE] PATH\n');
  process.exit(2);
}
for (const name of preloads) require(name);
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });

const path = resolve(target);
const manifest = join(path, 'package.json');
if (existsSync(manifest)) {
  const { name, productName, version } = JSON.parse(readFileSync(manifest, 'utf8'));
  if (version) app.setVersion(version);
  if (productName ?? name) app.setName(productName ?? name);
  app.setAppPath(path);
}
require(path);

function readArguments(words) {
  const found = [];
  while (words.length > 0) {
    const word = words.shift();
    if (word === '-r' || word === '--require') found.push(words.shift());
    else if (!word.startsWith('-')) return { preloads: found, target: word };
  }
  return { preloads: found, target: null };
}
