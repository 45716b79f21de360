import type { SatchelDatabase } from '#db/database.ts';
import '#db/side-tables/server.ts';
import { allTables } from '#shared/registry.ts';

/** Every synced row and the scope log of a server, sorted alike on both databases. */
export async function readEverything(database: SatchelDatabase): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of allTables) {
    const name = table.name as 'orders';
    tables[name] = await database.kysely.selectFrom(name).selectAll().orderBy('id').execute();
  }
  tables.scopeLog = await database.kysely
    .selectFrom('scopeLog')
    .selectAll()
    .orderBy('version')
    .orderBy('scope')
    .orderBy('tableName')
    .orderBy('rowId')
    .execute();
  return tables;
}
