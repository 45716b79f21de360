import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { txContext } from '#shared/kernel/tables.ts';
import { dropPostgres, openBarePostgres, schema, writeAs } from '../../tests/support/databases.ts';
import { describeTables, readSchema } from '../../tests/support/read-schema.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { type Dialect, runSql, type SatchelDatabase, type Side } from '../database.ts';
import { searchRows } from '../search/find.ts';
import { searchFunctions } from '../search/functions.ts';
import { bothSidesTables } from '../side-tables/both.ts';
import { deviceTables } from '../side-tables/device.ts';
import { serverTables } from '../side-tables/server.ts';
import { openSqlite } from '../sqlite.ts';
import { allMigrations } from './all.ts';
import { migrate } from './migrate.ts';
import { migrationIds } from './schema-mark.ts';
import { type Migration, nullable, oneOf, text, withDefault } from './vocabulary.ts';

const open: Record<Dialect, () => Promise<SatchelDatabase>> = {
  sqlite: async () => openSqlite({ path: ':memory:', functions: searchFunctions }),
  postgres: () => openBarePostgres(),
};
const cases: [Side, Dialect][] = [
  ['device', 'sqlite'],
  ['server', 'sqlite'],
  ['server', 'postgres'],
];

test('every migration file is in the list, in the order of its number, under its own name', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^\d{4}-/.test(name));
  expect(allMigrations.map(({ id }) => `${id}.ts`)).toEqual(files.filter((name) => !name.endsWith('.test.ts')).sort());
});

describe.each(cases)('a %s on %s', (side, dialect) => {
  let database: SatchelDatabase | undefined;
  const opened = async (): Promise<SatchelDatabase> => {
    database = await open[dialect]();
    return database;
  };
  afterEach(async () => {
    if (dialect === 'postgres') await dropPostgres(database);
    else await database?.close();
    database = undefined;
  });

  test('the migrated schema is the one that the descriptors tell', async () => {
    const db = await opened();
    expect(await migrate(db, side, schema)).toEqual(migrationIds(side));
    const own = side === 'device' ? deviceTables : serverTables;
    const described = describeTables([...schema.tables, ...bothSidesTables, ...own], side);
    expect(await readSchema(db.kysely)).toEqual(described);
    expect(described.map(({ name }) => name)).toContain(txContext.name);
  });

  test('a second run finds nothing to do', async () => {
    const db = await opened();
    await migrate(db, side, schema);
    const before = await triggerIds(db);
    expect(await migrate(db, side, schema)).toEqual([]);
    expect(await triggerIds(db)).toEqual(before);
    expect(before.length).toBeGreaterThan(schema.tables.length * 3 - 1);
  });

  test('an older database keeps its rows, and its triggers work on the new columns', async () => {
    const db = await opened();
    await migrate(db, side, schema);
    await writeAs(
      db,
      'command',
      (tx) =>
        tx
          .insertInto('customers')
          .values(customer('c1', { name: '武汉恒通' }))
          .execute(),
      {
        seq: 1,
      },
    );
    expect(await migrate(db, side, schema, [...allMigrations, later])).toEqual([later.id]);
    const rows = await runSql(db.kysely, 'SELECT "id", "name", "grade", "remark" FROM "customers"');
    expect(rows).toEqual([{ id: 'c1', name: '武汉恒通', grade: 'b', remark: 'C1' }]);
    await writeAs(
      db,
      'command',
      (tx) => runSql(tx, `UPDATE "customers" SET "grade" = 'vip', "phone" = '0713 555 0123'`),
      {
        seq: 2,
      },
    );
    await expect(runSql(db.kysely, `UPDATE "customers" SET "name" = 'x'`)).rejects.toThrow(/idle/);
    if (side === 'device') expect(await searchRows(db.kysely, 'customers', '0713', 10)).toEqual(['c1']);
  });

  test('a migration that fails leaves nothing behind and is tried again', async () => {
    const db = await opened();
    await migrate(db, side, schema);
    const broken: Migration = {
      id: '9998-test-broken',
      up: (builder) => {
        builder.addColumn('customers', 'half', nullable(text));
        builder.backfill('UPDATE "customers" SET "noSuchColumn" = 1');
      },
    };
    await expect(migrate(db, side, schema, [...allMigrations, broken])).rejects.toThrow(/noSuchColumn/);
    await migrate(db, side, schema);
    const own = side === 'device' ? deviceTables : serverTables;
    expect(await readSchema(db.kysely)).toEqual(describeTables([...schema.tables, ...bothSidesTables, ...own], side));
  });

  test('a database of a later version is refused', async () => {
    const db = await opened();
    await migrate(db, side, schema);
    await runSql(
      db.kysely,
      `INSERT INTO "schemaMigrations" ("id", "digest", "appliedAt") VALUES ('9999-from-the-future', 'x', 1)`,
    );
    await expect(migrate(db, side, schema)).rejects.toMatchObject({ name: 'DatabaseUnreadable', cause: 'newer' });
  });

  test('a database whose migrations had other steps, or kept no digests, is refused and stays as it was', async () => {
    const db = await opened();
    await migrate(db, side, schema);
    await runSql(db.kysely, `UPDATE "schemaMigrations" SET "digest" = 'other' WHERE "id" LIKE '0005%'`);
    const refusal = { name: 'DatabaseUnreadable', cause: 'otherBuild' };
    const before = [await triggerIds(db), await readSchema(db.kysely)];
    await expect(migrate(db, side, schema, [...allMigrations, later])).rejects.toMatchObject(refusal);
    expect([await triggerIds(db), await readSchema(db.kysely)]).toEqual(before);
    await runSql(db.kysely, 'ALTER TABLE "schemaMigrations" DROP COLUMN "digest"');
    await expect(migrate(db, side, schema)).rejects.toMatchObject(refusal);
  });

  test('a database of the other side is refused', async () => {
    const db = await opened();
    await migrate(db, side, schema);
    if (dialect === 'postgres') return expect(migrate(db, 'device', schema)).rejects.toThrow();
    return expect(migrate(db, side === 'device' ? 'server' : 'device', schema)).rejects.toThrow(/belongs to a/);
  });
});

/** What an upgrade does: new columns with values for the rows that are there, a wider set of values, a new index. */
const later: Migration = {
  id: '9997-test-later',
  up: (builder) => {
    builder.addColumn('customers', 'grade', withDefault(oneOf('a', 'b'), 'b'));
    builder.allowValues('customers', 'grade', ['a', 'b', 'vip']);
    builder.addColumn('customers', 'remark', nullable(text));
    builder.backfill('UPDATE "customers" SET "remark" = "code"');
    builder.createIndex('customers', ['grade', 'remark']);
  },
};

async function triggerIds(db: SatchelDatabase): Promise<unknown[]> {
  return runSql(
    db.kysely,
    db.dialect === 'sqlite'
      ? `SELECT rowid AS "id", name AS "name" FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`
      : `SELECT t.oid::text AS "id", t.tgname::text AS "name" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
          WHERE c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal ORDER BY tgname`,
  );
}
