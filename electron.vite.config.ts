import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const source = (path: string) => resolve(import.meta.dirname, 'src', path);
const alias = {
  '@domain': source('domain'),
  '@locales': source('locales'),
  // docker-modem's own ssh checks no host key (decision 0006): it is not part of any bundle.
  '@grpc/grpc-js': source('station/docker/no-buildkit.ts'),
  '@grpc/proto-loader': source('station/docker/no-buildkit.ts'),
  ssh2: source('station/docker/no-ssh2.ts'),
  'when-exit': source('station/store/when-exit.ts'),
};

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      externalizeDeps: false,
      minify: true,
      lib: { entry: { index: source('main/index.ts'), cli: source('cli/index.ts') }, formats: ['cjs'] },
    },
  },
  preload: {
    resolve: { alias },
    build: { externalizeDeps: false, lib: { entry: source('preload/index.ts'), formats: ['cjs'] } },
  },
  renderer: {
    root: source('renderer'),
    resolve: { alias },
    plugins: [react()],
    // Chromium 114 is the engine of the end-to-end tests (docs/decisions/0012).
    build: { target: 'chrome114', minify: true, modulePreload: { polyfill: false }, rollupOptions: { input: source('renderer/index.html') } },
  },
});
