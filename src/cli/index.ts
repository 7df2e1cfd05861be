#!/usr/bin/env node
import { errorOf } from '@domain/errors';
import { version } from '../../package.json';
import { createNodeShell } from './node-shell';
import { runCommandLine } from './program';
import { exitStatus } from './shell';

const shell = createNodeShell(version);

runCommandLine(shell, version, process.argv.slice(2))
  .catch((thrown: unknown) => {
    shell.debug(thrown);
    shell.out.error(errorOf(thrown));
    return exitStatus.failed;
  })
  .then((status) => shell.end(status));
