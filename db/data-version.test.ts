import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schema } from '../tests/support/databases.ts';
import { runSql } from './database.ts';
import { migrate } from './migrations/migrate.ts';
import { searchFunctions } from './search/functions.ts';
import { openSqlite } from './sqlite.ts';

test('the data version is another one after a commit of another connection, and after nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-data-version-'));
  const options = { path: join(folder, 'company.db'), key: randomBytes(32), functions: searchFunctions };
  const writer = openSqlite(options);
  await migrate(writer, 'device', schema);
  const reader = openSqlite({ ...options, readOnly: true });
  const before = reader.dataVersion();
  await runSql(reader.kysely, 'SELECT * FROM "syncState"');
  await writer.kysely.transaction().execute((tx) => runSql(tx, `DELETE FROM "syncState" WHERE "key" = 'nobody'`));
  expect(reader.dataVersion()).toBe(before);
  await runSql(writer.kysely, `INSERT INTO "syncState" ("key", "value") VALUES ('userId', '"a"')`);
  const after = reader.dataVersion();
  expect(after).not.toBe(before);
  expect(reader.dataVersion()).toBe(after);
  await reader.close();
  await writer.close();
  rmSync(folder, { recursive: true });
});
