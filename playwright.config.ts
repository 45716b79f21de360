import { defineConfig } from '@playwright/test';

const TEST_TIMEOUT_MS = 180_000;
const EXPECT_TIMEOUT_MS = 20_000;

export default defineConfig({
  testDir: 'tests/desktop',
  testMatch: '**/*.test.ts',
  globalSetup: './tests/support/desktop-global-setup.ts',
  outputDir: 'test-results',
  // Each test owns whole windows, servers and the one display: one at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: TEST_TIMEOUT_MS,
  expect: { timeout: EXPECT_TIMEOUT_MS },
  reporter: [['list'], ['json', { outputFile: '.satchel/playwright.json' }]],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
});
