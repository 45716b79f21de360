import type { Reader, TableName } from '#shared/kernel/table.ts';
import type { Registry } from '#shared/registry.ts';
import '#db/side-tables/server.ts';
import type { WrittenRow } from '../contract.ts';

/**
 * The rows that the server's versions after `after` changed, as they are now: for telling the auditor what was written
 * by no device's command. A row that the scope log forgot is missing here too, and is found at the next quiet moment.
 */
export async function readWritten(server: Reader, registry: Registry, after: number): Promise<WrittenRow[]> {
  const entries = await server
    .selectFrom('scopeLog')
    .select(['tableName', 'rowId'])
    .distinct()
    .where('version', '>', after)
    .orderBy('tableName')
    .orderBy('rowId')
    .execute();
  const written: WrittenRow[] = [];
  for (const { name, columns } of registry.tables) {
    const ids = entries.flatMap(({ tableName, rowId }) => (tableName === name ? [rowId] : []));
    if (ids.length === 0) continue;
    const rows = await server
      .selectFrom(name as TableName)
      .select(Object.keys(columns) as never[])
      .where('id' as never, 'in', ids as never)
      .execute();
    const byId = new Map((rows as Record<string, string | number | null>[]).map((row) => [row.id, row]));
    for (const id of ids) written.push({ table: name, id, row: byId.get(id) ?? null });
  }
  return written;
}
