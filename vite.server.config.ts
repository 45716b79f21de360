import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { recordPackages } from './scripts/build/record-packages.ts';

const at = (path: string) => resolve(import.meta.dirname, path);

/**
 * The server as one program: it runs in Node, and inside the installed application as a utility process of Electron,
 * where only the SQLite driver is packed beside it.
 */
export default defineConfig({
  plugins: [recordPackages(import.meta.dirname, 'server', ['better-sqlite3'])],
  publicDir: false,
  build: {
    ssr: true,
    // Electron 33 carries Node 20.18.
    target: 'node20.18',
    outDir: at('out/server'),
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      input: { main: at('server/main.ts'), 'back-up-thread': at('server/company/back-up-thread.ts') },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { target: 'node', noExternal: true, external: ['better-sqlite3'] },
});
