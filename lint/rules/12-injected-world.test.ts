import { expect, it } from 'vitest';
import { injectedWorld } from './12-injected-world.ts';
import { feed } from './feed.ts';

it.each([
  ['the clock', 'electron/device/push.ts', 'export const at = Date.now();'],
  ['the clock by new Date()', 'server/sync/execute.ts', 'export const at = new Date().toISOString();'],
  ['the clock of the process', 'server/sync/execute.ts', 'export const at = process.hrtime.bigint();'],
  ['a clock taken out of process', 'server/sync/execute.ts', 'const { hrtime } = process;\nexport const at = hrtime;'],
  ['process under another name', 'server/sync/execute.ts', 'const p = process;\nexport const at = () => p.uptime();'],
  [
    'process as a module',
    'server/sync/execute.ts',
    `import p from 'node:process';\nexport const at = () => p.uptime();`,
  ],
  ['the clock of the system', 'server/sync/execute.ts', `import { uptime } from 'node:os';`],
  ['another program', 'electron/device/push.ts', `import { execSync } from 'node:child_process';`],
  ['the clock of SQLite', 'server/sync/log.ts', `export const sql = 'UPDATE "log" SET "at" = unixepoch()';`],
  ['the clock of PostgreSQL', 'server/sync/log.ts', 'export const sql = `select now() from dual`;'],
  ['a real-world.ts that is not the real one', 'server/sync/real-world.ts', 'export const at = Date.now();'],
  ['random', 'electron/device/push.ts', 'export const jitter = Math.random();'],
  ['random of node:crypto', 'server/auth.ts', `import { randomBytes } from 'node:crypto';`],
  ['all of node:crypto', 'server/auth.ts', `import * as crypto from 'node:crypto';`],
  ['web crypto', 'server/auth.ts', 'export const id = crypto.randomUUID();'],
  ['ids of a package', 'electron/device/run-command.ts', `import { v7 } from 'uuid';`],
  ['timers', 'electron/device/push.ts', 'export const later = (f: () => void) => setTimeout(f, 1000);'],
  ['timers of a module', 'server/sync/pokes.ts', `import { setTimeout } from 'node:timers/promises';`],
  ['a timeout of a signal', 'electron/device/push.ts', 'export const signal = AbortSignal.timeout(5);'],
  ['fetch', 'electron/device/pull.ts', `export const pull = () => fetch('http://127.0.0.1');`],
  ['node:https', 'server/effects/webhooks.ts', `import { request } from 'node:https';`],
  ['compression', 'server/http/compress.ts', `import { gzipSync } from 'node:zlib';`],
  ['key derivation', 'electron/device/session.ts', `import { scryptSync } from 'node:crypto';`],
  ['key derivation of a package', 'electron/device/session.ts', `import { scrypt } from '@noble/hashes/scrypt.js';`],
  ['fastify outside its place', 'server/sync/execute.ts', `import fastify from 'fastify';`],
  ['a clock behind globalThis', 'server/sync/execute.ts', 'export const at = globalThis.performance.now();'],
])('refuses %s', (_what, path, text) => {
  expect(feed(injectedWorld, { [path]: text })).toHaveLength(1);
});

it('lets the real world be real, hashes be reckoned, types be named, and main and windows live in real time', () => {
  const files = {
    'electron/device/real-world.ts': `import { scrypt } from 'node:crypto';\nexport const now = () => Date.now();`,
    'server/real-world.ts': `import { gzip } from 'node:zlib';\nexport const later = setTimeout;`,
    'server/main.ts': `import fastify from 'fastify';\nimport { pino } from 'pino';`,
    'server/http/auth.ts': `import type { FastifyInstance } from 'fastify';\nimport type { IncomingMessage } from 'node:http';`,
    'electron/device/outbox.ts': `import { createHash } from 'node:crypto';\nimport { sha256 } from '@noble/hashes/sha2.js';\nexport const run = (world: World, clock: { Date: number }) => [world.clock.now(), new Date(0), Math.max(1, clock.Date)];`,
    'server/start.ts': `import { hostname } from 'node:os';\nexport const port = (process as { port?: string }).port;\nexport const text = 'Update Satchel now (it is old)';`,
    'electron/main/window.ts': 'export const later = (f: () => void) => setTimeout(f, 100);',
    'renderer/app/clock.ts': 'export const now = () => Date.now();',
    'electron/device/push.test.ts': 'export const at = Date.now();',
  };
  expect(feed(injectedWorld, files)).toEqual([]);
});
