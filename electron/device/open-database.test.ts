import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allMigrations } from '#db/migrations/all.ts';
import { lastMigration, migrate } from '#db/migrations/migrate.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { registry } from '#shared/registry.ts';
import { deviceSchema, openDatabase } from './open-database.ts';

const key = new Uint8Array(32).fill(3);
const owner = { companyId: 'company', userId: 'user' };
const forDevice = allMigrations.filter(({ side = 'device' }) => side === 'device');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-open-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a database whose making was cut is made to its end', () => {
  const cuts = Array.from({ length: forDevice.length + 1 }, (_, after) => after);

  it.each(cuts)('after %i migrations', async (after) => {
    const path = join(folder, 'data.sqlite');
    await makeUntil(path, after);
    const opened = await openDatabase({ path, key, owner, registry });
    expect(await lastMigration(opened.writer.kysely)).toBe(deviceSchema());
    expect(await opened.reader.kysely.selectFrom('outbox').selectAll().execute()).toEqual([]);
    await opened.close();
  });
});

async function makeUntil(path: string, after: number): Promise<void> {
  const cut = new Error('the power was cut');
  const database = openSqlite({ path, key, functions: searchFunctions });
  const breaks = {
    id: '9999-cut',
    up() {
      throw cut;
    },
  };
  const making = migrate(database, 'device', registry, [...forDevice.slice(0, after), breaks]);
  await expect(making).rejects.toBe(cut);
  await database.close();
}
