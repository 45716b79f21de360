import { expect, test } from 'vitest';
import { runSql } from '#db/database.ts';
import type { Row } from '#shared/kernel/table.ts';
import { eachDatabase, newSqlite } from '../../tests/support/databases.ts';
import { BRANCHES, type Position, readWindow } from './pull-window.ts';

const SCOPES = BRANCHES + 20;
const ROWS = 6;
const scopes = Array.from({ length: SCOPES }, (_, at) => `territory:${String(at).padStart(4, '0')}`);
const nothing: Position = { version: 0, table: '', id: '' };

/** Versions run across the scopes, so that no page is of one scope alone; every tenth row is seen by two. */
function logOf(scope: string, at: number): Row<'scopeLog'>[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const number = row * SCOPES + at;
    const owner = number % 10 === 9 ? number - 1 : number;
    return { scope, tableName: 'customers', rowId: `row-${owner}`, version: 1 + Math.floor(owner / 7), op: 'upsert' };
  });
}

eachDatabase('server', (current) => {
  const seed = async () => {
    const rows = scopes.flatMap(logOf);
    for (let from = 0; from < rows.length; from += 200) {
      await current()
        .kysely.insertInto('scopeLog')
        .values(rows.slice(from, from + 200))
        .execute();
    }
    return rows;
  };

  test('pages over many scopes hold every entry once, and all entries of a row together', async () => {
    const rows = await seed();
    const version = Math.max(...rows.map((row) => row.version));
    const pageOf = new Map<string, number>();
    const seen: string[] = [];
    let start = nothing;
    for (let page = 0; ; page += 1) {
      const window = await readWindow(current().kysely, scopes, start, version, 50);
      for (const { scope, rowId } of window.entries) {
        seen.push(`${scope} ${rowId}`);
        expect(pageOf.get(rowId) ?? page).toBe(page);
        pageOf.set(rowId, page);
      }
      expect(window.entries.length).toBeLessThanOrEqual(50);
      if (!window.more) break;
      start = window.end;
    }
    expect(seen.length).toBe(rows.length);
    expect(new Set(seen)).toEqual(new Set(rows.map((row) => `${row.scope} ${row.rowId}`)));
  });

  test('a row in more scopes than a page has room for comes all the same, alone', async () => {
    await current()
      .kysely.insertInto('scopeLog')
      .values(
        scopes.slice(0, 5).map((scope) => ({ scope, tableName: 'customers', rowId: 'a', version: 1, op: 'enter' })),
      )
      .execute();
    const window = await readWindow(current().kysely, scopes, nothing, 1, 3);
    expect(window).toMatchObject({ more: false, entries: { length: 5 } });
  });

  test('a page is one query for every hundred scopes', async () => {
    await seed();
    let queries = 0;
    const counted = current().kysely.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        queries += 1;
        return result;
      },
    });
    await readWindow(counted, scopes, nothing, 1_000, 50);
    expect(queries).toBe(Math.ceil(SCOPES / BRANCHES));
  });
});

test('SQLite merges the branches in the order of the index: nothing is sorted', async () => {
  const database = await newSqlite('server');
  const branch = (scope: string) =>
    `select "version", "tableName", "rowId", "op" from "scopeLog" where "scope" = '${scope}'
     and ("version", "tableName", "rowId") > (1, '', '')`;
  const sql = `explain query plan ${['a', 'b', 'c'].map(branch).join(' union all ')}
    order by "version", "tableName", "rowId" limit 51`;
  const plan = JSON.stringify(await runSql(database.kysely, sql));
  expect(plan).toContain('MERGE (UNION ALL)');
  expect(plan).not.toContain('TEMP B-TREE');
  await database.close();
});
