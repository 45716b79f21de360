/** A server's database as it is at a moment, and put back later: what a restore from a backup does to those who use it. */
import { quoted, runSql, type SatchelDatabase } from '#db/database.ts';

/** Every table's rows. */
export type ServerRows = ReadonlyMap<string, readonly Record<string, unknown>[]>;

const isKept = (name: string): boolean => name !== 'schemaMigrations' && !name.startsWith('sqlite_');

async function tableNames(database: SatchelDatabase): Promise<string[]> {
  const rows = await runSql<{ name: string }>(
    database.kysely,
    `SELECT "name" FROM sqlite_schema WHERE "type" = 'table' ORDER BY "name"`,
  );
  return rows.map((row) => row.name).filter(isKept);
}

/** Reads an SQLite server's whole database. */
export async function allServerRows(database: SatchelDatabase): Promise<ServerRows> {
  const rows = new Map<string, Record<string, unknown>[]>();
  for (const name of await tableNames(database)) {
    rows.set(name, await runSql(database.kysely, `SELECT * FROM ${quoted(name)}`));
  }
  return rows;
}

/** Puts it back under everyone's feet; triggers stand aside meanwhile. */
export async function putServerBack(database: SatchelDatabase, backup: ServerRows): Promise<void> {
  const names = await tableNames(database);
  await database.kysely.transaction().execute(async (tx) => {
    const triggers = await runSql<{ name: string; sql: string }>(
      tx,
      `SELECT "name", "sql" FROM sqlite_schema WHERE "type" = 'trigger'`,
    );
    for (const { name } of triggers) await runSql(tx, `DROP TRIGGER ${quoted(name)}`);
    for (const name of names) {
      await runSql(tx, `DELETE FROM ${quoted(name)}`);
      for (const row of backup.get(name) ?? [])
        await tx
          .insertInto(name as never)
          .values(row as never)
          .execute();
    }
    for (const { sql } of triggers) await runSql(tx, sql);
  });
}
