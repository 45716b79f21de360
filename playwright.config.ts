import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

const TEST_TIMEOUT_MS = 300_000;
const EXPECT_TIMEOUT_MS = 45_000;

const packageTests = ['**/packaged.test.ts', '**/updates.test.ts'];

export default defineConfig({
  testDir: 'tests/desktop',
  testMatch: '**/*.test.ts',
  globalSetup: './tests/support/desktop-global-setup.ts',
  outputDir: 'test-results',
  // The tests of a file share windows and servers: they run in turn. Files run side by side where each worker can have
  // a virtual display of its own.
  workers: existsSync('/usr/bin/Xvfb') ? availableParallelism() : 1,
  fullyParallel: false,
  projects: [
    // One after the other: they share the package, which takes longer to make than to test.
    { name: 'package', testMatch: packageTests, workers: 1 },
    { name: 'windows', testIgnore: packageTests },
  ],
  forbidOnly: true,
  retries: 0,
  timeout: TEST_TIMEOUT_MS,
  expect: { timeout: EXPECT_TIMEOUT_MS },
  reporter: [['list'], ['json', { outputFile: '.satchel/playwright.json' }]],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
});
