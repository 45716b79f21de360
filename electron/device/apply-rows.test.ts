import { expect, test } from 'vitest';
import { type Handle, runSql } from '#db/database.ts';
import { eachDatabase, schema, writeAs } from '../../tests/support/databases.ts';
import { audited, customer } from '../../tests/support/sample-rows.ts';
import { type ApplyOptions, applyPulled } from './apply-rows.ts';
import { rowsOfPage } from './stage.ts';

const MANY = 8_000;
const SCOPE = 'territory:t1';

const idOf = (prefix: string, at: number): string => `${prefix}${String(at).padStart(6, '0')}`;
const columnsOf = (rows: readonly Readonly<Record<string, string | number | null>>[]) => ({
  columns: Object.keys(rows[0] ?? {}),
  cells: Object.keys(rows[0] ?? {}).map((column) => rows.map((row) => row[column] ?? null)),
});
const theCustomers = Array.from({ length: MANY }, (_, at) => customer(idOf('c', at)));
const theWarehouses = Array.from({ length: MANY }, (_, at) => ({
  id: idOf('w', at),
  code: idOf('W', at),
  name: 'W',
  ...audited,
}));
const customersPage = { table: 'customers', ...columnsOf(theCustomers) };
const warehousesPage = { table: 'warehouses', ...columnsOf(theWarehouses) };
const held = { scope: SCOPE, table: 'customers', present: theCustomers.map(({ id }) => id), gone: [] };

eachDatabase('device', (current) => {
  /** @returns the most rows that were written between two looks at who waits */
  async function largestPiece(page: Parameters<typeof rowsOfPage>[0], options: ApplyOptions): Promise<number> {
    let most = 0;
    await writeAs(current(), 'apply', async (tx) => {
      let before = await changesOf(tx);
      const look = async () => {
        const now = await changesOf(tx);
        most = Math.max(most, now - before);
        before = now;
      };
      await applyPulled(tx as never, schema.tables, rowsOfPage(page), options, look);
      await look();
    });
    return most;
  }
  const changesOf = async (tx: Handle): Promise<number> => {
    const [row] = await runSql<{ count: number }>(tx, 'SELECT total_changes() AS "count"');
    return row?.count ?? 0;
  };
  const countOf = async (table: string): Promise<number> => {
    const [row] = await runSql<{ count: number }>(current().kysely, `SELECT count(*) AS "count" FROM "${table}"`);
    return row?.count ?? 0;
  };
  const nothing = { replaces: null, scopesLost: [] };

  test('whatever goes in or out, and however much of it, whoever waits is let in between small pieces', async () => {
    const bySteps = async (page: Parameters<typeof rowsOfPage>[0], options: ApplyOptions) =>
      expect(await largestPiece(page, options)).toBeLessThan(MANY / 2);
    await bySteps({ rows: [customersPage, warehousesPage], entries: [held] }, nothing);
    // The same again, where all of it stands in the way of its unique values.
    await bySteps({ rows: [warehousesPage], entries: [] }, nothing);
    // A scope is made whole anew, and has none of them any more.
    await bySteps({ rows: [], entries: [] }, { replaces: { scopes: [SCOPE], tables: null }, scopesLost: [] });
    expect([await countOf('customers'), await countOf('scopeRows')]).toEqual([0, 0]);
    await bySteps({ rows: [customersPage], entries: [held] }, nothing);
    // It is taken away.
    await bySteps({ rows: [], entries: [] }, { replaces: null, scopesLost: [SCOPE] });
    expect([await countOf('customers'), await countOf('scopeRows')]).toEqual([0, 0]);
    // All that the company sees goes: whole tables by a load, and rows by a pull.
    await bySteps({ rows: [], entries: [] }, { replaces: { scopes: ['company'], tables: null }, scopesLost: [] });
    expect(await countOf('warehouses')).toBe(0);
    await bySteps({ rows: [warehousesPage], entries: [] }, nothing);
    const gone = { scope: 'company', table: 'warehouses', present: [], gone: theWarehouses.map(({ id }) => id) };
    await bySteps({ rows: [], entries: [gone] }, nothing);
    expect(await countOf('warehouses')).toBe(0);
  });
});
