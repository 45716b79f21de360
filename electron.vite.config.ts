import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { recordPackages } from './scripts/build/record-packages.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

/** What Electron 33 carries, the oldest runtime that the application is tested on. */
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

export default defineConfig({
  main: {
    plugins: [recordPackages(import.meta.dirname, 'main', ['better-sqlite3'])],
    build: {
      target: NODE_TARGET,
      outDir: at('out/main'),
      sourcemap: true,
      // `dependencies` of package.json stay outside (the SQLite driver); all else goes in: hundreds of small files
      // would be read in each thread of its own.
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: at('electron/main/index.ts'),
          'device-thread': at('electron/device/device-thread.ts'),
          'reader-thread': at('electron/device/reader-thread.ts'),
          'care-thread': at('electron/device/care-thread.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // Every thread keeps the text of its code; names stay, for the log.
          minify: { compress: false, mangle: false, codegen: true },
        },
      },
    },
  },
  preload: {
    plugins: [recordPackages(import.meta.dirname, 'preload')],
    build: {
      target: NODE_TARGET,
      outDir: at('out/preload'),
      // A sandboxed preload can require nothing but `electron`.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), recordPackages(import.meta.dirname, 'renderer')],
    build: {
      target: CHROME_TARGET,
      outDir: at('out/renderer'),
      minify: true,
      rolldownOptions: {
        input: { index: at('renderer/index.html') },
        // What the first page needs comes as one file: each request is some milliseconds of main's.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
    },
  },
});
