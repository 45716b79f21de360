import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/test/longest-first.ts';

/** Generous, for two slow cores that others share, and a database server beside them. No test measures time. */
const TEST_TIMEOUT_MS = 180_000;
const HOOK_TIMEOUT_MS = 300_000;
/** What a test asks again and again until it is so; the runner's own second is too short for a loaded machine. */
const POLL_TIMEOUT_MS = 15_000;

const common = {
  testTimeout: TEST_TIMEOUT_MS,
  hookTimeout: HOOK_TIMEOUT_MS,
  expect: { poll: { timeout: POLL_TIMEOUT_MS } },
  restoreMocks: true,
  // By itself the runner leaves one core to the person who watches: of two that is half.
  maxWorkers: availableParallelism(),
};

const ROOMS = ['shared', 'db', 'electron', 'server', 'lint', 'scripts', 'tests'];
const DEVICE = 'electron/device/';
const DESKTOP = 'tests/desktop/';

/**
 * Tests that put something in the place of modules, globals or time: what such a file loads is for it alone. All others
 * of Node load our modules once a worker, not once a file, which was half of what they cost.
 */
const replacing = /\bvi\.(mock|doMock|hoisted|stub\w+|resetModules|useFakeTimers)\b/;
const alone = ROOMS.flatMap((room) =>
  readdirSync(new URL(room, import.meta.url), { recursive: true, encoding: 'utf8' })
    .map((path) => `${room}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith(DESKTOP))
    .filter((path) => replacing.test(readFileSync(new URL(path, import.meta.url), 'utf8'))),
);
const isOfDevice = (path: string) => path.startsWith(DEVICE);

/** `device` and `device-alone` by themselves, since the device runs in Electron's Node (scripts/test/checks.mjs). */
const nodeProjects = [
  {
    name: 'node',
    isolate: false,
    include: [`{${ROOMS.join()}}/**/*.test.ts`],
    exclude: ['**/node_modules/**', `${DESKTOP}**`, `${DEVICE}**`, ...alone],
    globalSetup: ['tests/support/postgres-global-setup.ts'],
  },
  { name: 'node-alone', isolate: true, include: alone.filter((path) => !isOfDevice(path)), exclude: [] },
  { name: 'device', isolate: false, include: [`${DEVICE}**/*.test.ts`], exclude: alone },
  { name: 'device-alone', isolate: true, include: alone.filter(isOfDevice), exclude: [] },
];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      ...nodeProjects.map((project) => ({ test: { ...common, environment: 'node' as const, ...project } })),
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
