import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const withRig = {
  testTimeout: 120_000,
  hookTimeout: 180_000,
  fileParallelism: false,
};

export default defineConfig({
  resolve: {
    alias: {
      '@domain': resolve(import.meta.dirname, 'src/domain'),
      '@locales': resolve(import.meta.dirname, 'src/locales'),
      ssh2: resolve(import.meta.dirname, 'src/station/docker/no-ssh2.ts'),
    },
  },
  test: {
    projects: [
      // Only what hangs takes so long, also where a property is tried on a busy machine.
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      { extends: true, test: { ...withRig, name: 'ffmpeg', include: ['test/ffmpeg/*.test.ts'] } },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/faults/*.test.ts', 'test/gpu/**/*.test.ts'],
          globalSetup: ['test/support/setup-daemon.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/setup-daemon.ts', 'test/support/setup-display.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'accessibility',
          include: ['test/accessibility/*.test.ts'],
          globalSetup: ['test/support/setup-display.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'screenshots',
          include: ['test/gallery/screenshots.ts'],
          testTimeout: 60_000,
          globalSetup: ['test/support/setup-display.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'rig',
          include: ['test/rig/**/*.test.ts', 'test/faults/rig/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 900_000,
          globalSetup: ['test/support/setup-rig.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'faults',
          include: ['test/faults/*.test.ts', 'test/faults/slow/*.test.ts', 'test/faults/window/*.test.ts'],
          globalSetup: ['test/support/setup-daemon.ts', 'test/support/setup-display.ts'],
        },
      },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'faults-rig',
          include: ['test/faults/rig/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 900_000,
          globalSetup: ['test/support/setup-rig.ts'],
        },
      },
      {
        extends: true,
        test: { ...withRig, name: 'soak', include: ['test/soak/soak.ts'], globalSetup: ['test/support/setup-daemon.ts'] },
      },
      {
        extends: true,
        test: {
          ...withRig,
          name: 'bench',
          include: ['test/bench/**/*.bench.ts'],
          testTimeout: 400_000,
          globalSetup: ['test/support/setup-daemon.ts', 'test/support/setup-display.ts'],
        },
      },
    ],
  },
});
