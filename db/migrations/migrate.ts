/**
 * Brings a database to the present schema. Guards:
 * - the whole upgrade is one transaction: nobody ever meets a schema that is half old, or a table without its triggers;
 * - nobody writes meanwhile: it holds SQLite's write lock, and every table of a schema on PostgreSQL, the company's
 *   counter first, which all writers lock (SYNC.md, company version);
 * - each migration runs once; two processes at once do it in turn;
 * - a database that a later version has migrated, or a build with other steps under the same ids, is refused;
 * - a company's counter tells which schema its database has, so that a process of another version notices (decision 41).
 */
import { codeOf } from '#shared/kernel/error-code.ts';
import type { BalanceRule, Table } from '#shared/kernel/table.ts';
import {
  allowLongStatements,
  DatabaseUnreadable,
  type Dialect,
  dialectOf,
  type Handle,
  literal,
  quoted,
  runSql,
  type SatchelDatabase,
  type Side,
  setOpenedBy,
} from '../database.ts';
import { buildSearchIndexes } from '../search/build.ts';
import '../side-tables/both.ts';
import { areTriggersOf, dropTriggers, installTriggers } from '../triggers/install.ts';
import { kernelSchemaMark } from './0062-kernel-schema-mark.ts';
import { allMigrations, knownMigrationIds } from './all.ts';
import { digestOf } from './digest.ts';
import { markOf, migrationIds } from './schema-mark.ts';
import { indexSql, type Migration, SchemaBuilder, type Step } from './vocabulary.ts';

export interface SchemaDescription {
  readonly tables: readonly Table[];
  readonly balances: readonly BalanceRule[];
}

/** So long an upgrade waits for a table: whoever comes meanwhile waits behind it. Then it lets them go first, and tries again. */
const TABLE_WAIT_MS = 5_000;
const PAUSE_MS = 1_000;
/** Another process that upgrades, or a program that reads all of the database (a backup), may take so long. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Runs what is missing, then makes triggers and (on a device) search indexes fit the descriptors. Nothing to do costs a
 * few reads and locks nobody out. On a device with pending commands their touches must have been taken back before.
 * @returns ids of the migrations that ran now
 * @throws DatabaseUnreadable `newer` or `otherBuild`
 */
export async function migrate(
  database: SatchelDatabase,
  side: Side,
  description: SchemaDescription,
  migrations: readonly Migration[] = allMigrations,
): Promise<string[]> {
  const goal = { side, description, migrations };
  const ran = (await isLevel(database.kysely, goal)) ? [] : await upgradeAlone(database, goal);
  if (side === 'device') await buildSearchIndexes(database, description.tables);
  else setOpenedBy(database.kysely, markOf(migrationIds(side, migrations)));
  return ran;
}

interface Goal {
  readonly side: Side;
  readonly description: SchemaDescription;
  readonly migrations: readonly Migration[];
}

async function isLevel(handle: Handle, goal: Goal): Promise<boolean> {
  const { tables, balances } = goal.description;
  const done = await appliedMigrations(handle);
  return missingOf(handle, done, goal).length === 0 && (await areTriggersOf(handle, goal.side, tables, balances));
}

/** @throws DatabaseUnreadable */
function missingOf(handle: Handle, done: Done, { side, migrations }: Goal): Migration[] {
  refuseNewer(done, migrations);
  refuseOtherBuild(done, dialectOf(handle), migrations);
  refuseOtherSide(done, side, migrations);
  return migrations.filter(({ id, side: only }) => (only ?? side) === side && !done.has(id));
}

/** Tries until nobody is in the way: what was refused a lock has left nothing behind. */
async function upgradeAlone(database: SatchelDatabase, goal: Goal): Promise<string[]> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await database.kysely.transaction().execute((tx) => upgrade(tx, goal));
    } catch (error) {
      const isInTheWay = lockTroubles.has(codeOf(error));
      if (!isInTheWay || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** PostgreSQL: a lock was not to be had in time; two waited for each other. */
const lockTroubles: ReadonlySet<string> = new Set(['55P03', '40P01']);

async function upgrade(tx: Handle, goal: Goal): Promise<string[]> {
  if (dialectOf(tx) === 'postgres') await lockSchema(tx);
  // Another process may have been faster.
  const done = await appliedMigrations(tx);
  const missing = missingOf(tx, done, goal);
  if (missing.length > 0) await dropTriggers(tx);
  for (const migration of missing) await run(tx, migration);
  await installTriggers(tx, goal.side, goal.description.tables, goal.description.balances);
  if (goal.side === 'server') await noteSchema(tx, [...done.keys(), ...missing.map(({ id }) => id)]);
  return missing.map(({ id }) => id);
}

/** Nobody else reads or writes until the end; whoever waits for the counter has locked nothing else. */
async function lockSchema(tx: Handle): Promise<void> {
  await allowLongStatements(tx);
  await runSql(tx, `SET LOCAL lock_timeout = ${PATIENCE_MS}`);
  await runSql(tx, `SELECT pg_advisory_xact_lock(hashtextextended('satchel migrate ' || current_schema(), 0))`);
  await runSql(tx, `SET LOCAL lock_timeout = ${TABLE_WAIT_MS}`);
  const rows = await runSql<{ name: string }>(
    tx,
    `SELECT tablename::text AS "name" FROM pg_tables WHERE schemaname = current_schema()
      ORDER BY tablename <> 'companyVersion', tablename`,
  );
  if (rows.length === 0) return;
  await runSql(tx, `LOCK TABLE ${rows.map(({ name }) => quoted(name)).join(', ')} IN ACCESS EXCLUSIVE MODE`);
}

async function noteSchema(tx: Handle, ids: readonly string[]): Promise<void> {
  // A list of a test may end before the column.
  if (!ids.includes(kernelSchemaMark.id)) return;
  const mark = literal(markOf(ids));
  await runSql(tx, `UPDATE "companyVersion" SET "schema" = ${mark} WHERE "schema" IS DISTINCT FROM ${mark}`);
}

/** The schema that a database has now. */
export async function databaseSchema(handle: Handle): Promise<string> {
  return markOf((await appliedMigrations(handle)).keys());
}

/**
 * Whether a server's database is at this program's schema: a look, which changes nothing.
 * @throws DatabaseUnreadable `newer` or `otherBuild`
 */
export async function standingOf(handle: Handle): Promise<'empty' | 'older' | 'level'> {
  const done = await appliedMigrations(handle);
  const goal = { side: 'server', migrations: allMigrations, description: { tables: [], balances: [] } } as const;
  if (missingOf(handle, done, goal).length === 0) return 'level';
  return done.size === 0 ? 'empty' : 'older';
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
