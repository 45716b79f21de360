import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compareBalances } from '#db/balances.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { searchRows } from '#db/search/find.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { allBalances } from '#shared/registry.ts';
import { schema } from '../../support/databases.ts';
import { buildDeviceDatabase } from './build-device-database.ts';

test('a device’s database comes whole: rows, balances, scopes, search and triggers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-device-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [path, key] = [join(folder, 'data.sqlite'), new Uint8Array(randomBytes(32))];
  const built = await buildDeviceDatabase({ path, key, size: 'small' });
  const database = openSqlite({ path, key, functions: searchFunctions });
  onTestFinished(() => database.close());
  expect(await migrate(database, 'device', schema)).toEqual([]);
  expect(database.checkDatabase()).toEqual([]);
  expect(await compareBalances(database.kysely, allBalances)).toEqual([]);
  expect(await searchRows(database.kysely, 'customers', '恒通', 10)).not.toEqual([]);
  const held = await database.kysely
    .selectFrom('scopeRows')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('tableName', '=', 'customers')
    .executeTakeFirstOrThrow();
  expect(held.rows).toBe(built.counts.get('customers'));
  await expect(
    database.kysely.updateTable('customers').set({ name: 'x' }).execute(),
    'the triggers refuse who says nothing of himself',
  ).rejects.toThrow(/txContext is idle/);
});
