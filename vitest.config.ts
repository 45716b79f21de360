import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Generous, for two slow cores with a database server beside them. No test measures time. */
const TEST_TIMEOUT_MS = 60_000;
const HOOK_TIMEOUT_MS = 120_000;

const common = { testTimeout: TEST_TIMEOUT_MS, hookTimeout: HOOK_TIMEOUT_MS, restoreMocks: true };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'node',
          environment: 'node',
          include: ['{shared,db,electron,server,lint,scripts,tests}/**/*.test.ts'],
          exclude: ['tests/desktop/**', '**/node_modules/**'],
          globalSetup: ['tests/support/postgres-global-setup.ts'],
        },
      },
      {
        plugins: [react()],
        test: {
          ...common,
          name: 'renderer',
          environment: 'jsdom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/jsdom-setup.ts'],
        },
      },
    ],
  },
});
