/**
 * The demo company straight into a device's database, as a first pull leaves it: rows, balances, the list of scopes, the
 * search index, triggers, and where sync stands. Not through a server: a pull of two million rows takes longer.
 *
 *   const built = await buildDeviceDatabase({ path, key, size: 'full' });
 *   // { companyId, userId, timeline, counts, seconds }
 *
 * The warehouse has worked with places, delivery notes, receipts, counts and pick lists (../warehouse).
 * `size` is small, quick (10,000 customers, 2,000 products, 100,000 movements, 6,000 orders) or full (ten times that).
 * The person is the sales manager, who sees all territories and warehouses. `path` must not be there yet; `key` has 32
 * bytes. `fillDeviceDatabase` does the same in a database that is open and empty.
 */
import { existsSync, readFileSync } from 'node:fs';
import { runSql } from '#db/database.ts';
import { type DemoSizeName, demoSizes, generateDemo } from '#db/demo/generate.ts';
import { loadRows } from '#db/demo/load-rows.ts';
import { migrate } from '#db/migrations/migrate.ts';
import { migrationIds } from '#db/migrations/schema-mark.ts';
import { rebuildSearchIndex } from '#db/search/build.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite, type SqliteDatabase } from '#db/sqlite.ts';
import { dropTriggers, installTriggers } from '#db/triggers/install.ts';
import { rightsThatShowRows } from '#shared/domains/admin/model.ts';
import type { DemoLanguage } from '#shared/kernel/demo.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import { scopeName } from '#shared/kernel/scope.ts';
import { allBalances, allTables, loadDemoParts } from '#shared/registry.ts';
import { writeState } from '../../../electron/device/sync-state.ts';
import { newId } from '../../support/ids.ts';
import { withWarehouse } from '../warehouse/with-warehouse.ts';

export interface DeviceCompanyOptions {
  readonly size: DemoSizeName;
  /** 7 unless given. */
  readonly seed?: number;
  /** zh unless given. */
  readonly language?: DemoLanguage;
  /** The day after the last of the year; a day in 2026 unless given, so that runs compare. */
  readonly today?: CalendarDate;
  readonly say?: (line: string) => void;
}

export interface DeviceCompany {
  readonly companyId: Id;
  /** The sales manager. */
  readonly userId: Id;
  readonly timeline: Id;
  /** Rows by table. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Makes the file; it is closed and whole when this resolves. */
export async function buildDeviceDatabase({
  path,
  key,
  ...options
}: DeviceCompanyOptions & { readonly path: string; readonly key: Uint8Array }): Promise<DeviceCompany> {
  if (existsSync(path)) throw new Error(`${path} is there already`);
  const writer = openSqlite({ path, key, functions: searchFunctions, cacheBytes: 256 * 1024 * 1024 });
  try {
    return await fillDeviceDatabase(writer, options);
  } finally {
    writer.checkpoint('truncate');
    await writer.close();
  }
}

const VERSION = 1;

/** Fills an open device database that holds nothing; `writer` knows the search functions. */
export async function fillDeviceDatabase(
  writer: SqliteDatabase,
  { size, seed = 7, language = 'zh', today = '2026-11-23', say = () => undefined }: DeviceCompanyOptions,
): Promise<DeviceCompany> {
  const { kysely } = writer;
  await migrate(writer, 'device', { tables: allTables, balances: allBalances });
  // A load that is cut is thrown away: nothing needs to be on the disk before it is whole.
  await runSql(kysely, 'PRAGMA journal_mode = OFF');
  await runSql(kysely, 'PRAGMA synchronous = OFF');
  const parts = await loadDemoParts();
  const year = generateDemo({
    seed,
    language,
    size: demoSizes[size],
    today,
    parts,
    companyNames: realNames(language),
  });
  const batches = withWarehouse(year, seed);
  const [companyId, timeline] = [newId(), newId()];
  let told = 0;
  const company = await kysely.transaction().execute(async (tx) => {
    await dropTriggers(tx);
    await tx.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
    const counts = await loadRows(tx, batches, {
      side: 'device',
      tables: allTables,
      balances: allBalances,
      version: VERSION,
      expectedRows: demoSizes[size].movements,
      said(rows) {
        if (rows - told < 250_000) return;
        told = rows;
        say(`${rows.toLocaleString('en')} rows`);
      },
    });
    const manager = await tx.selectFrom('users').select('id').where('login', '=', 'zhang').executeTakeFirstOrThrow();
    const scopes = await scopesOf(tx, manager.id);
    await forgetUnseen(tx, scopes);
    await tx.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1).execute();
    for (const table of allTables) if (table.search) await rebuildSearchIndex(tx, table);
    await installTriggers(tx, 'device', allTables, allBalances);
    await writeState(tx, 'companyId', companyId);
    await writeState(tx, 'userId', manager.id);
    await writeState(tx, 'timeline', timeline);
    await writeState(tx, 'cursor', { timeline, version: VERSION, table: '', id: '', loadedAt: VERSION });
    await writeState(tx, 'pulledSchema', migrationIds('device').at(-1) ?? '');
    await writeState(tx, 'scopes', scopes);
    return { companyId, timeline, userId: manager.id, counts };
  });
  await runSql(kysely, 'PRAGMA synchronous = FULL');
  await runSql(kysely, 'PRAGMA journal_mode = WAL');
  await runSql(kysely, 'PRAGMA optimize');
  return company;
}

/** As the server gives them to someone who sees everything. */
async function scopesOf(tx: SqliteDatabase['kysely'], userId: Id): Promise<string[]> {
  const territories = await tx.selectFrom('territories').select('id').orderBy('id').execute();
  const warehouses = await tx.selectFrom('warehouses').select('id').orderBy('id').execute();
  const rights = await tx
    .selectFrom('users')
    .innerJoin('rolePermissions', 'rolePermissions.roleId', 'users.roleId')
    .select('rolePermissions.permission')
    .where('users.id', '=', userId)
    .where('rolePermissions.permission', 'in', [...rightsThatShowRows])
    .orderBy('rolePermissions.permission')
    .execute();
  const seen = [
    ...rights.map(({ permission }) => scopeName('company', null, permission)),
    ...territories.map(({ id }) => `territory:${id}`),
    ...warehouses.map(({ id }) => `warehouse:${id}`),
    'company',
    `user:${userId}`,
    `holder:${userId}`,
  ];
  return seen.sort();
}

/** Rows that only a right shows which the person has not, and whose scope is another's. */
async function forgetUnseen(tx: SqliteDatabase['kysely'], scopes: readonly string[]): Promise<void> {
  await tx.deleteFrom('scopeRows').where('scope', 'not in', scopes).execute();
  for (const { name, scopedBy } of allTables) {
    const isUnseen = scopedBy.every(
      (rule) => rule.by === 'company' && rule.right && !scopes.includes(scopeName('company', null, rule.right)),
    );
    if (isUnseen) await runSql(tx, `DELETE FROM "${name}"`);
  }
}

/** Real names of companies, where their list lies beside the sources. */
function realNames(language: DemoLanguage): readonly string[] {
  const file = new URL('../../../../shared/data/company-names-zh/names.txt', import.meta.url);
  return language === 'zh' && existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
