/**
 * Real, migrated, empty databases for tests, fast: an SQLite database in memory for each test; on PostgreSQL one schema
 * a file, emptied before each test.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, inject } from 'vitest';
import { type Dialect, dialectOf, type Handle, quoted, runSql, type SatchelDatabase, type Side } from '#db/database.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { openPostgres, type PostgresDatabase } from '#db/postgres.ts';
import { indexPending } from '#db/search/build.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { allBalances, allTables } from '#shared/registry.ts';

export const schema = { tables: allTables, balances: allBalances };

/**
 * Describes the same tests for each database that a side may have: `eachDatabase('server', (current) => { test(…) })`.
 * `current()` is the empty database of the running test. A device has SQLite only.
 */
export function eachDatabase(side: Side, callback: (current: () => SatchelDatabase, dialect: Dialect) => void): void {
  const dialects: Dialect[] = side === 'device' ? ['sqlite'] : ['sqlite', 'postgres'];
  describe.each(dialects)(`${side} on %s`, (dialect) => {
    let database: SatchelDatabase | undefined;
    beforeEach(async () => {
      if (dialect === 'sqlite') database = await newSqlite(side);
      else if (database) await emptyDatabase(database);
      else database = await newPostgres(side);
    });
    afterEach(async () => {
      if (dialect === 'sqlite') await database?.close();
    });
    afterAll(async () => {
      if (dialect === 'postgres') await dropPostgres(database);
    });
    callback(() => {
      if (!database) throw new Error('there is a database only while a test runs');
      return database;
    }, dialect);
  });
}

/** A migrated, empty SQLite database in memory; the caller closes it. */
export async function newSqlite(side: Side): Promise<SatchelDatabase> {
  const database = openSqlite({ path: ':memory:', functions: searchFunctions });
  await migrate(database, side, schema);
  return database;
}

/** A migrated, empty schema of its own on the run's PostgreSQL; `dropPostgres` ends it. */
export async function newPostgres(side: Side): Promise<PostgresDatabase> {
  const database = await openBarePostgres();
  await migrate(database, side, schema);
  return database;
}

/** A schema with nothing in it. */
export function openBarePostgres(poolSize = 4): Promise<PostgresDatabase> {
  return openPostgres({
    connectionString: inject('postgresUrl'),
    schema: `test_${randomBytes(8).toString('hex')}`,
    poolSize,
    tables: allTables,
  });
}

/** Drops the schema and closes. */
export async function dropPostgres(database: SatchelDatabase | undefined): Promise<void> {
  if (!database) return;
  const [row] = await runSql<{ name: string }>(database.kysely, 'SELECT current_schema() AS "name"');
  if (row) await runSql(database.kysely, `DROP SCHEMA ${quoted(row.name)} CASCADE`);
  await database.close();
}

/** Takes every row out of a PostgreSQL schema, faster than making it anew. */
export async function emptyDatabase(database: SatchelDatabase): Promise<void> {
  await database.kysely.transaction().execute(async (tx) => {
    // Our triggers refuse writes outside of commands; as replica the server fires none.
    await runSql(tx, 'SET LOCAL session_replication_role = replica');
    const tables = await runSql<{ name: string }>(
      tx,
      `SELECT tablename AS "name" FROM pg_tables WHERE schemaname = current_schema()
        AND tablename NOT IN ('schemaMigrations', 'txContext') ORDER BY tablename`,
    );
    for (const { name } of tables) await runSql(tx, `DELETE FROM ${quoted(name)}`);
    await runSql(
      tx,
      `UPDATE "txContext" SET "mode" = 'idle', "commandId" = NULL, "seq" = 0, "version" = 0, "actorId" = '', "now" = 0`,
    );
  });
}

export interface Writing {
  readonly seq?: number;
  readonly version?: number;
  readonly actorId?: string;
  readonly now?: number;
}

/** Runs `work` in one transaction as a command (or as sync applies rows), without a command: for tests of the triggers. */
export async function writeAs<Result>(
  database: SatchelDatabase,
  mode: 'command' | 'apply',
  work: (tx: Handle) => Promise<Result>,
  { seq = 0, version = 0, actorId = 'tester', now = 1_000 }: Writing = {},
): Promise<Result> {
  return database.kysely.transaction().execute(async (tx) => {
    await tx.updateTable('txContext').set({ mode, seq, version, actorId, now }).where('id', '=', 1).execute();
    const result = await work(tx);
    if (mode === 'apply') await indexAll(tx);
    await tx.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1).execute();
    return result;
  });
}

/** On a device: what sync brought can be found, as it can be soon after it came. */
export async function indexAll(tx: Handle): Promise<void> {
  if (dialectOf(tx) !== 'sqlite') return;
  const found = await runSql(tx, `SELECT 1 AS "found" FROM sqlite_schema WHERE "name" = 'searchPending'`);
  if (found.length > 0) await indexPending(tx, allTables, 100_000);
}
