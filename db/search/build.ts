/** Makes search indexes from the rows: where there is none, and where the rule has changed. */
import type { Table } from '#shared/kernel/table.ts';
import { type Handle, literal, quoted, runSql, type SatchelDatabase } from '../database.ts';
import { createSearchTableSql, searchTable, termsSql } from './index-rule.ts';
import { TERMS_VERSION } from './terms.ts';

/** Builds every index that is missing or was built by another rule. The connection needs `searchFunctions`. */
export async function buildSearchIndexes(database: SatchelDatabase, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    if (!table.search || (await isCurrent(database.kysely, table))) continue;
    await database.kysely.transaction().execute((tx) => rebuildSearchIndex(tx, table));
  }
}

/** Builds one index anew from the rows that are there. */
export async function rebuildSearchIndex(tx: Handle, table: Table): Promise<void> {
  const { search } = table;
  if (!search) throw new Error(`${table.name} has no search rule`);
  const name = literal(table.name);
  const index = quoted(searchTable(table.name));
  await runSql(tx, `DROP TABLE IF EXISTS ${index}`);
  await runSql(tx, createSearchTableSql(table.name));
  await runSql(tx, `DELETE FROM "searchDocuments" WHERE "tableName" = ${name}`);
  await runSql(tx, `DELETE FROM "searchPending" WHERE "tableName" = ${name}`);
  const rank = `coalesce(${quoted(search.rankBy ?? 'updatedAt')}, 0)`;
  await runSql(
    tx,
    `INSERT INTO "searchDocuments" ("tableName", "rowId", "rank")
      SELECT ${name}, "id", ${rank} FROM ${quoted(table.name)} WHERE "deletedAt" IS NULL ORDER BY ${rank}, "id"`,
  );
  await runSql(
    tx,
    `INSERT INTO ${index} (rowid, "terms")
      SELECT d."docId", ${termsSql(search, (column) => `r.${quoted(column)}`)}
        FROM "searchDocuments" AS d JOIN ${quoted(table.name)} AS r ON r."id" = d."rowId"
       WHERE d."tableName" = ${name} ORDER BY d."docId"`,
  );
  await runSql(
    tx,
    'INSERT INTO "searchIndexes" ("tableName", "rule") VALUES (?, ?) ON CONFLICT DO UPDATE SET "rule" = excluded."rule"',
    [table.name, ruleText(table)],
  );
}

/** Whether rows that sync brought wait for their words: asked beside the writer, which then begins nothing in vain. */
export async function isIndexDue(handle: Handle): Promise<boolean> {
  return (await runSql(handle, 'SELECT 1 FROM "searchPending" LIMIT 1')).length > 0;
}

/**
 * Puts the words of rows that sync brought into the indexes. For small steps behind the work: about 0.2 ms a row.
 * @param limitRows rows per table
 * @returns how many there were
 */
export async function indexPending(tx: Handle, tables: readonly Table[], limitRows: number): Promise<number> {
  let count = 0;
  for (const table of tables) {
    const { search } = table;
    if (!search) continue;
    const name = literal(table.name);
    const pending = await runSql<{ rank: number; rowId: string }>(
      tx,
      `SELECT "rank", "rowId" FROM "searchPending" WHERE "tableName" = ${name} ORDER BY "rank", "rowId" LIMIT ${limitRows}`,
    );
    const last = pending.at(-1);
    if (!last) continue;
    const ids = [JSON.stringify(pending.map(({ rowId }) => rowId))];
    const among = 'IN (SELECT value FROM json_each(?))';
    const rank = `coalesce(r.${quoted(search.rankBy ?? 'updatedAt')}, 0)`;
    await runSql(
      tx,
      `UPDATE "searchDocuments" SET "rowId" = NULL WHERE "tableName" = ${name} AND "rowId" ${among}`,
      ids,
    );
    await runSql(
      tx,
      `INSERT INTO "searchDocuments" ("tableName", "rowId", "rank")
        SELECT ${name}, r."id", ${rank} FROM ${quoted(table.name)} AS r
         WHERE r."id" ${among} AND r."deletedAt" IS NULL ORDER BY ${rank}, r."id"`,
      ids,
    );
    await runSql(
      tx,
      `INSERT INTO ${quoted(searchTable(table.name))} (rowid, "terms")
        SELECT d."docId", ${termsSql(search, (column) => `r.${quoted(column)}`)}
          FROM "searchDocuments" AS d JOIN ${quoted(table.name)} AS r ON r."id" = d."rowId"
         WHERE d."tableName" = ${name} AND d."rowId" ${among} ORDER BY d."docId"`,
      ids,
    );
    await runSql(tx, `DELETE FROM "searchPending" WHERE "tableName" = ${name} AND ("rank", "rowId") <= (?, ?)`, [
      last.rank,
      last.rowId,
    ]);
    count += pending.length;
  }
  return count;
}

/**
 * Makes the indexes forget documents whose rows have gone, oldest first. For idle moments: they cost space, not truth.
 * @param limitRows documents per table, about 0.3 ms each
 * @returns whether there is more to do
 */
export async function sweepSearch(tx: Handle, tables: readonly Table[], limitRows = 100): Promise<boolean> {
  let more = false;
  for (const table of tables) {
    if (!table.search) continue;
    const gone = `SELECT "docId" FROM "searchDocuments" WHERE "tableName" = ${literal(table.name)} AND "rowId" IS NULL ORDER BY "docId" LIMIT ${limitRows}`;
    const documents = await runSql(tx, gone);
    if (documents.length === 0) continue;
    await runSql(tx, `DELETE FROM ${quoted(searchTable(table.name))} WHERE rowid IN (${gone})`);
    await runSql(tx, `DELETE FROM "searchDocuments" WHERE "docId" IN (${gone})`);
    more ||= documents.length === limitRows;
  }
  return more;
}

async function isCurrent(handle: Handle, table: Table): Promise<boolean> {
  const rows = await runSql<{ rule: string }>(handle, 'SELECT "rule" FROM "searchIndexes" WHERE "tableName" = ?', [
    table.name,
  ]);
  return rows[0]?.rule === ruleText(table);
}

function ruleText(table: Table): string {
  return JSON.stringify([TERMS_VERSION, createSearchTableSql(table.name), table.search]);
}
