/**
 * What the server has of scopes, as counts and checksums, for a device that wants to know whether it holds the same
 * (SYNC.md, what must always hold, 4). Guards:
 * - a scope that moved on since the device's version is said to have, never compared;
 * - only scopes that the user may see now;
 * - no writer waits: rows are read in small steps, and what moved meanwhile is found at the end.
 */

import { olderSchema } from '#db/migrations/schema-history.ts';
import { sumRows } from '#db/rows.ts';
import type { Reader, Table } from '#shared/kernel/table.ts';
import type { ChecksumsRequest, ChecksumsResponse, TableChecksum } from '#shared/protocol/snapshot.ts';
import type { Session } from '../auth/access-token.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { checkScopes, readCompany } from './read-snapshot.ts';
import { scopesOfTable } from './scope-rows.ts';
import { type KnownTable, knownTables, serverSchema } from './server-schema.ts';

/** Sums of a scope as it stood after its last change: many devices ask for the same. */
interface Remembered {
  readonly newest: number;
  readonly tables: readonly TableChecksum[];
}

/** Scopes whose sums are remembered, those that were asked for last. */
const KEPT_SCOPES = 200;
const memory = new WeakMap<House, Map<string, Remembered>>();

/** @throws HttpRefusal `sync.foreignDevice`, `sync.foreignScope`, `sync.otherTimeline` */
export async function sumScopes(house: House, session: Session, request: ChecksumsRequest): Promise<ChecksumsResponse> {
  if (request.deviceId !== session.deviceId) throw new HttpRefusal('sync.foreignDevice');
  const { kysely } = house.database;
  const company = await readCompany(kysely);
  if (request.timeline !== company.timeline || request.version > company.version) {
    throw new HttpRefusal('sync.otherTimeline', { timeline: company.timeline });
  }
  await checkScopes(kysely, session, request.scopes);
  const schema = olderSchema(request.schema, await serverSchema(house));
  const tables = await knownTables(house, schema);
  const scopes: ChecksumsResponse['scopes'] = [];
  for (const scope of [...new Set(request.scopes)].sort()) {
    scopes.push({ scope, tables: await sumScope(house, { scope, schema, version: request.version }, tables) });
  }
  return { schema, scopes, serverTime: house.world.clock.now() };
}

/** @returns null when the scope has moved on since `version` */
async function sumScope(
  house: House,
  { scope, schema, version }: { scope: string; schema: string; version: number },
  tables: readonly KnownTable[],
): Promise<TableChecksum[] | null> {
  const { kysely } = house.database;
  const newest = await newestEntry(kysely, scope);
  if (newest > version) return null;
  const remembered = recall(house, `${schema} ${scope}`, newest);
  if (remembered) return [...remembered];
  const byName = new Map<string, Table>(house.registry.tables.map((table) => [table.name, table]));
  const sums: TableChecksum[] = [];
  for (const { table, columns } of tables) {
    if (scopesOfTable(table, byName, [scope]).length === 0) continue;
    const { count, checksum } = await sumRows(kysely, table, { filter: { side: 'server', scope }, columns });
    if (count > 0) sums.push({ table: table.name, count, checksum });
  }
  if ((await newestEntry(kysely, scope)) !== newest) return null;
  remember(house, `${schema} ${scope}`, { newest, tables: sums });
  return sums;
}

async function newestEntry(db: Reader, scope: string): Promise<number> {
  const newest = await db
    .selectFrom('scopeLog')
    .select('version')
    .where('scope', '=', scope)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest?.version ?? 0;
}

function recall(house: House, key: string, newest: number): readonly TableChecksum[] | null {
  const found = memory.get(house)?.get(key);
  return found?.newest === newest ? found.tables : null;
}

function remember(house: House, key: string, sums: Remembered): void {
  const kept = memory.get(house) ?? new Map<string, Remembered>();
  memory.set(house, kept);
  kept.delete(key);
  kept.set(key, sums);
  const oldest = kept.size > KEPT_SCOPES ? kept.keys().next() : null;
  if (oldest && !oldest.done) kept.delete(oldest.value);
}
