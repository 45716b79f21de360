/**
 * Versions of the product beside each other: a column that the auditor's own version does not know. Where the server and a
 * device both have it, they have the same in it (1), however each filled it when it was upgraded.
 */
import { type Handle, runSql } from '#db/database.ts';
import type { Reader } from '#shared/kernel/table.ts';
import type { AuditedDevice, AuditedScene, Verdict } from '../contract.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;
interface LaterRow {
  readonly id: string;
  readonly later: string | number | null;
}

export async function compareLater(scene: AuditedScene, device: AuditedDevice, say: Say): Promise<void> {
  const columns = scene.registry.tables.find(({ name }) => name === 'customers')?.columns ?? {};
  const laterOf = async (db: Reader): Promise<string[]> => {
    const all = await runSql<{ name: string }>(db as Handle, `SELECT "name" FROM pragma_table_info('customers')`);
    return all.map(({ name }) => name).filter((name) => !Object.hasOwn(columns, name));
  };
  const atServer = await laterOf(scene.server);
  if (atServer.length === 0) return;
  const here = (await device.read(laterOf)) ?? [];
  for (const column of here.filter((name) => atServer.includes(name))) {
    const read = (db: Reader) =>
      runSql<LaterRow>(db as Handle, `SELECT "id", "${column}" AS "later" FROM "customers" ORDER BY "id"`);
    const server = new Map((await read(scene.server)).map(({ id, later }) => [id, later]));
    for (const { id, later } of (await device.read(read)) ?? []) {
      const expected = server.get(id);
      if (expected === undefined || expected === later) continue;
      say('diverged', 1, `${device.key}: customers ${id}: ${column} is ${later}, not ${expected}`);
      return;
    }
  }
}
