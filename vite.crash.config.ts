import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** The programs that crash and network tests start over and over, as one piece each: they start in a tenth of a second. */
export default defineConfig({
  publicDir: false,
  logLevel: 'error',
  build: {
    ssr: true,
    target: 'node20.18',
    minify: false,
    rolldownOptions: {
      input: { server: at('server/main.ts'), device: at('tests/crash/device-program.ts') },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
    },
  },
  ssr: { target: 'node', noExternal: true, external: ['better-sqlite3'] },
});
