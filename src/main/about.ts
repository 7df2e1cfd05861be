import { release } from 'node:os';
import { app } from 'electron';
import type { About } from '@domain/contract';

/** Versions of what this window is made of. */
export const about = (): About => ({
  version: app.getVersion(),
  electron: process.versions.electron,
  chromium: process.versions.chrome,
  node: process.versions.node,
  system: `${process.platform} ${release()} ${process.arch}`,
});
