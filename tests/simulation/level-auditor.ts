/** The theorem alone, at quiet moments: each device holds the server's rows of its scopes, and nothing waits in it. */
import { isDeepStrictEqual } from 'node:util';
import { type Handle, quoted, runSql } from '#db/database.ts';
import type { Reader } from '#shared/kernel/table.ts';
import { readScopes } from '../../server/sync/scopes.ts';
import type { Finding, MakeAuditor } from './contract.ts';
import { silentAuditor } from './silent-auditor.ts';

export const makeLevelAuditor: MakeAuditor = ({ registry }) => ({
  ...silentAuditor,
  async check({ devices, server, nowMs }, moment) {
    if (moment === 'running') return [];
    const findings: Finding[] = [];
    const all = new Map<string, Record<string, unknown>[]>();
    for (const { name } of registry.tables) all.set(name, await allRows(server, name));
    for (const device of devices) {
      const visible = await visibleIds(server, device.userId);
      for (const { name } of registry.tables) {
        const expected = (all.get(name) ?? []).filter((row) => visible.has(`${name} ${String(row.id)}`));
        const held = await device.read((db) => allRows(db, name));
        if (isDeepStrictEqual(held, expected)) continue;
        const text = `${device.key} holds other ${name}: ${differences(held ?? [], expected)}`;
        findings.push({ verdict: 'diverged', invariant: 1, text, atMs: nowMs });
      }
      for (const problem of device.takeProblems()) {
        findings.push({ verdict: 'broken', invariant: 0, text: `${device.key}: ${problem}`, atMs: nowMs });
      }
    }
    return findings;
  },
});

function differences(held: readonly Record<string, unknown>[], expected: readonly Record<string, unknown>[]): string {
  const byId = new Map(held.map((row) => [row.id, row]));
  const lines: string[] = [];
  for (const row of expected) {
    const own = byId.get(row.id);
    byId.delete(row.id);
    if (!own) lines.push(`missing ${JSON.stringify(row)}`);
    else if (!isDeepStrictEqual(own, row)) lines.push(`${JSON.stringify(own)} instead of ${JSON.stringify(row)}`);
  }
  for (const row of byId.values()) lines.push(`too many ${JSON.stringify(row)}`);
  return lines.slice(0, 3).join('\n');
}

const allRows = (db: Reader, table: string): Promise<Record<string, unknown>[]> =>
  runSql(db as Handle, `SELECT * FROM ${quoted(table)} ORDER BY "id"`);

async function visibleIds(server: Reader, userId: string): Promise<Set<string>> {
  const rows = await server
    .selectFrom('scopeLog')
    .select(['tableName', 'rowId'])
    .distinct()
    .where('scope', 'in', await readScopes(server, userId))
    .where('op', 'in', ['enter', 'upsert'])
    .orderBy('tableName')
    .orderBy('rowId')
    .execute();
  return new Set(rows.map((row) => `${row.tableName} ${row.rowId}`));
}
