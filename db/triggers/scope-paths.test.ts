/** Roots of roots, and rows that see one scope in two ways: tables that the product does not have yet. */
import { afterEach, describe, expect, test } from 'vitest';
import { byColumn, byRoot, defineTable, nullable, reference, type Table } from '#shared/kernel/table.ts';
import { dropPostgres, openBarePostgres, schema, writeAs } from '../../tests/support/databases.ts';
import { type Dialect, runSql, type SatchelDatabase } from '../database.ts';
import { allMigrations } from '../migrations/all.ts';
import { migrate } from '../migrations/migrate.ts';
import { audit, type Migration, nullable as nullableColumn, text } from '../migrations/vocabulary.ts';
import { openSqlite } from '../sqlite.ts';
import { descendantChains, scopePaths } from './scope-paths.ts';

const visits = defineTable('visits', {
  columns: { territoryId: nullable(reference()) },
  scopedBy: [byColumn('territory', 'territoryId')],
});
const reports = defineTable('reports', {
  columns: { visitId: reference(), ownTerritoryId: reference() },
  scopedBy: [byRoot('visits', 'visitId'), byColumn('territory', 'ownTerritoryId')],
  indexes: [{ columns: ['visitId'] }],
});
const pictures = defineTable('pictures', {
  columns: { reportId: reference() },
  scopedBy: [byRoot('reports', 'reportId')],
  indexes: [{ columns: ['reportId'] }],
});
const tables: readonly Table[] = [...schema.tables, visits, reports, pictures];

const migration: Migration = {
  id: '9997-test-chains',
  up: (builder) => {
    builder.createTable('visits', { id: text, territoryId: nullableColumn(text), ...audit }, ['id']);
    builder.createTable('reports', { id: text, visitId: text, ownTerritoryId: text, ...audit }, ['id']);
    builder.createTable('pictures', { id: text, reportId: text, ...audit }, ['id']);
  },
};

const rest = `"createdAt", "createdBy", "updatedAt", "updatedBy"`;
const restValues = `1, 'u', 1, 'u'`;

describe.each<Dialect>(['sqlite', 'postgres'])('on %s', (dialect) => {
  let database: SatchelDatabase | undefined;
  afterEach(async () => {
    if (dialect === 'postgres') await dropPostgres(database);
    else await database?.close();
  });

  async function open(): Promise<(version: number, ...statements: string[]) => Promise<string[]>> {
    const opened = dialect === 'sqlite' ? openSqlite({ path: ':memory:' }) : await openBarePostgres();
    database = opened;
    await migrate(opened, 'server', { tables, balances: schema.balances }, [...allMigrations, migration]);
    return async (version, ...statements) => {
      await writeAs(
        opened,
        'command',
        async (tx) => {
          for (const statement of statements) await runSql(tx, statement);
        },
        { version },
      );
      const rows = await runSql<{ op: string; rowId: string; scope: string }>(
        opened.kysely,
        `SELECT "op", "rowId", "scope" FROM "scopeLog" WHERE "version" = ${version} ORDER BY "rowId", "scope"`,
      );
      return rows.map(({ op, rowId, scope }) => `${op} ${rowId} ${scope}`);
    };
  }
  const visit = (id: string, territory: string | null) =>
    `INSERT INTO "visits" ("id", "territoryId", ${rest}) VALUES ('${id}', ${territory === null ? 'NULL' : `'${territory}'`}, ${restValues})`;
  const report = (id: string, visitId: string, own: string) =>
    `INSERT INTO "reports" ("id", "visitId", "ownTerritoryId", ${rest}) VALUES ('${id}', '${visitId}', '${own}', ${restValues})`;
  const picture = (id: string, reportId: string) =>
    `INSERT INTO "pictures" ("id", "reportId", ${rest}) VALUES ('${id}', '${reportId}', ${restValues})`;

  test('a grandchild is seen wherever its root’s root is seen, and moves with it', async () => {
    const run = await open();
    expect(await run(1, visit('v', 't1'), report('r', 'v', 't9'), picture('p', 'r'))).toEqual([
      'enter p territory:t1',
      'enter p territory:t9',
      'enter r territory:t1',
      'enter r territory:t9',
      'enter v territory:t1',
    ]);
    expect(await run(2, `UPDATE "visits" SET "territoryId" = 't2'`)).toEqual([
      'leave p territory:t1',
      'enter p territory:t2',
      'leave r territory:t1',
      'enter r territory:t2',
      'leave v territory:t1',
      'enter v territory:t2',
    ]);
    expect(await run(3, visit('w', 't3'), `UPDATE "reports" SET "visitId" = 'w'`)).toEqual([
      'leave p territory:t2',
      'enter p territory:t3',
      'leave r territory:t2',
      'enter r territory:t3',
      'upsert r territory:t9',
      'enter w territory:t3',
    ]);
  });

  test('a row that sees the left scope by a column of its own stays in it, with what hangs on it', async () => {
    const run = await open();
    await run(1, visit('v', 't1'), report('r', 'v', 't1'), picture('p', 'r'));
    expect(await run(2, `UPDATE "visits" SET "territoryId" = 't2'`)).toEqual([
      'enter p territory:t1',
      'enter p territory:t2',
      'enter r territory:t1',
      'enter r territory:t2',
      'leave v territory:t1',
      'enter v territory:t2',
    ]);
  });

  test('a scope that is null is none', async () => {
    const run = await open();
    expect(await run(1, visit('v', null), report('r', 'v', 't9'))).toEqual(['enter r territory:t9']);
    expect(await run(2, `UPDATE "visits" SET "territoryId" = 't1'`)).toEqual([
      'enter r territory:t1',
      'enter v territory:t1',
    ]);
    expect(await run(3, `UPDATE "visits" SET "territoryId" = NULL`)).toEqual([
      'leave r territory:t1',
      'leave v territory:t1',
    ]);
  });

  test('a hard delete below a root that has gone already is refused', async () => {
    const run = await open();
    await run(1, visit('v', 't1'), report('r', 'v', 't9'));
    await expect(run(2, 'DELETE FROM "visits"', 'DELETE FROM "reports"')).rejects.toThrow(/not there/);
    expect(await run(3, 'DELETE FROM "reports"', 'DELETE FROM "visits"')).toEqual([
      'delete r territory:t1',
      'delete r territory:t9',
      'delete v territory:t1',
    ]);
  });
});

test('roots that go in a circle, or are no tables, are found when triggers are made', () => {
  const chicken = defineTable('chickens', { columns: { eggId: reference() }, scopedBy: [byRoot('eggs', 'eggId')] });
  const egg = defineTable('eggs', { columns: { chickenId: reference() }, scopedBy: [byRoot('chickens', 'chickenId')] });
  const circle = new Map<string, Table>([chicken, egg].map((table) => [table.name, table]));
  expect(() => scopePaths(chicken, circle)).toThrow(/circle/);
  expect(() => descendantChains(chicken, [chicken, egg])).toThrow(/circle/);
  expect(() => scopePaths(pictures, new Map())).toThrow(/no root reports/);
});
