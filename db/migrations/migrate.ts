/**
 * Brings a database to the present schema. Guards:
 * - each migration runs once, in one transaction with the note that it ran; two processes at once do it in turn;
 * - our triggers are gone while migrations run, and are those of the present descriptors afterwards;
 * - a database that a later version has migrated, or a build with other steps under the same ids, is refused.
 */
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import {
  DatabaseUnreadable,
  type Dialect,
  dialectOf,
  type Handle,
  literal,
  quoted,
  runSql,
  type SatchelDatabase,
  type Side,
} from '../database.ts';
import { buildSearchIndexes } from '../search/build.ts';
import '../side-tables/both.ts';
import { dropTriggers, installTriggers } from '../triggers/install.ts';
import { allMigrations, knownMigrationIds } from './all.ts';
import { digestOf } from './digest.ts';
import { indexSql, type Migration, SchemaBuilder, type Step } from './vocabulary.ts';

export interface SchemaDescription {
  readonly tables: readonly Table[];
  readonly balances: readonly BalanceRule[];
}

/**
 * Runs what is missing, then makes triggers and (on a device) search indexes fit the descriptors. Nothing to do costs a
 * few reads. On a device with pending commands their touches must have been taken back before.
 * @returns ids of the migrations that ran now
 * @throws DatabaseUnreadable `newer` or `otherBuild`
 */
export async function migrate(
  database: SatchelDatabase,
  side: Side,
  description: SchemaDescription,
  migrations: readonly Migration[] = allMigrations,
): Promise<string[]> {
  const ran = await oneAtATime(database, async (handle) => {
    const done = await appliedMigrations(handle);
    refuseNewer(done, migrations);
    refuseOtherBuild(done, dialectOf(handle), migrations);
    refuseOtherSide(done, side, migrations);
    const missing = migrations.filter(({ id, side: only }) => (only ?? side) === side && !done.has(id));
    if (missing.length > 0) await handle.transaction().execute((tx) => dropTriggers(tx));
    for (const migration of missing) await handle.transaction().execute((tx) => run(tx, migration));
    await handle.transaction().execute((tx) => installTriggers(tx, side, description.tables, description.balances));
    return missing.map(({ id }) => id);
  });
  if (side === 'device') await buildSearchIndexes(database, description.tables);
  return ran;
}

/** Several server processes may start together: the second waits for the first. A file has one process anyway. */
async function oneAtATime<Result>(
  database: SatchelDatabase,
  work: (handle: Handle) => Promise<Result>,
): Promise<Result> {
  if (database.dialect === 'sqlite') return work(database.kysely);
  return database.kysely.connection().execute(async (connection) => {
    const lock = `hashtextextended('satchel migrate ' || current_schema(), 0)`;
    await runSql(connection, `SELECT pg_advisory_lock(${lock})`);
    try {
      return await work(connection);
    } finally {
      await runSql(connection, `SELECT pg_advisory_unlock(${lock})`);
    }
  });
}

/** The migrations that a database needs for a side, newest last: its last id names the schema in a pull. */
export function migrationIds(side: Side): string[] {
  return allMigrations.filter((migration) => (migration.side ?? side) === side).map(({ id }) => id);
}

/** The last migration that this database has had; null before the first. */
export async function lastMigration(handle: Handle): Promise<string | null> {
  const ids = [...(await appliedMigrations(handle)).keys()].sort();
  return ids.at(-1) ?? null;
}

function refuseNewer(done: Done, migrations: readonly Migration[]): void {
  const known = new Set([...knownMigrationIds, ...migrations.map(({ id }) => id)]);
  for (const id of done.keys()) {
    if (!known.has(id)) throw new DatabaseUnreadable('newer', `with migration ${id}`);
  }
}

function refuseOtherBuild(done: Done, dialect: Dialect, migrations: readonly Migration[]): void {
  for (const migration of migrations) {
    const digest = done.get(migration.id);
    if (digest === undefined || digest === digestOf(migration, dialect)) continue;
    throw new DatabaseUnreadable('otherBuild', `of the company (migration ${migration.id})`);
  }
}

function refuseOtherSide(done: Done, side: Side, migrations: readonly Migration[]): void {
  const other = migrations.find((migration) => (migration.side ?? side) !== side && done.has(migration.id));
  if (other) throw new Error(`this database belongs to a ${other.side}, not to a ${side}`);
}

/** Digests by id; null where a build wrote none. */
type Done = ReadonlyMap<string, string | null>;

async function appliedMigrations(handle: Handle): Promise<Done> {
  const there = await runSql(
    handle,
    dialectOf(handle) === 'sqlite'
      ? `SELECT 1 AS "found" FROM pragma_table_info('schemaMigrations') LIMIT 1`
      : `SELECT 1 AS "found" FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schemaMigrations'`,
  );
  if (there.length === 0) return new Map();
  // A build before the first release kept no digest. PostgreSQL: a `*` would bind the plan to the columns of now.
  const rows = await runSql<{ id: string; digest?: string | null }>(
    handle,
    dialectOf(handle) === 'sqlite'
      ? 'SELECT * FROM "schemaMigrations" ORDER BY "id"'
      : `SELECT "id", to_jsonb(s) ->> 'digest' AS "digest" FROM "schemaMigrations" AS s ORDER BY "id"`,
  );
  return new Map(rows.map(({ id, digest }) => [id, digest ?? null]));
}

async function run(tx: Handle, migration: Migration): Promise<void> {
  const schema = new SchemaBuilder(dialectOf(tx));
  migration.up(schema);
  for (const step of schema.steps) await runStep(tx, step);
  await runSql(
    tx,
    `INSERT INTO "schemaMigrations" ("id", "digest", "appliedAt")
      VALUES (${literal(migration.id)}, ${literal(digestOf(migration, dialectOf(tx)))}, ${nowSql(tx)})`,
  );
}

async function runStep(tx: Handle, step: Step): Promise<void> {
  if (step.kind === 'sql') {
    await runSql(tx, step.sql);
    return;
  }
  await runSql(tx, indexSql(dialectOf(tx), step, await nullableColumns(tx, step.table)));
}

async function nullableColumns(tx: Handle, table: string): Promise<Set<string>> {
  if (dialectOf(tx) === 'sqlite') return new Set();
  const rows = await runSql<{ name: string }>(
    tx,
    `SELECT attname AS "name" FROM pg_attribute
      WHERE attrelid = ${literal(quoted(table))}::regclass AND attnum > 0 AND NOT attnotnull`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** The database's own clock: for people who look into it, nothing reads it. */
function nowSql(tx: Handle): string {
  return dialectOf(tx) === 'sqlite'
    ? `CAST(unixepoch('subsec') * 1000 AS INTEGER)`
    : `CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)`;
}
