/** A company that is loaded at once is the one that the triggers would have made of the same rows, one after another. */
import { expect, test } from 'vitest';
import { allBalances, allTables, loadDemoParts } from '#shared/registry.ts';
import { newSqlite, writeAs } from '../../tests/support/databases.ts';
import { runSql, type SatchelDatabase } from '../database.ts';
import { applyRows } from '../rows.ts';
import { demoDays } from './calendar.ts';
import { generateDemo } from './generate.ts';
import { loadRows } from './load-rows.ts';

const VERSION = 4;
const size = { customers: 30, products: 50, orders: 60, movements: 900 };

async function batches() {
  return generateDemo({ language: 'en', seed: 2, size, today: '2026-11-23', parts: await loadDemoParts() });
}

const all = (database: SatchelDatabase, sql: string) => runSql(database.kysely, sql);

test('balances and scopes are as the triggers make them, in bulk too', async () => {
  const [byTriggers, atOnce, inBulk] = [
    await newSqlite('server'),
    await newSqlite('server'),
    await newSqlite('server'),
  ];
  await writeAs(
    byTriggers,
    'command',
    async (tx) => {
      // Orders are written when they end, after the movements that name them: no trigger minds.
      for await (const { table: name, rows } of await batches()) {
        const table = allTables.find((each) => each.name === name);
        if (!table || rows.length === 0) continue;
        const columns = Object.keys(table.columns);
        const cells = columns.map((column) =>
          rows.map((row) => (row as unknown as Record<string, string>)[column] ?? null),
        );
        await applyRows(tx, table, columns, cells);
      }
    },
    { version: VERSION },
  );
  const load = (database: SatchelDatabase, expectedRows: number) =>
    writeAs(database, 'apply', async (tx) =>
      loadRows(tx, await batches(), {
        side: 'server',
        tables: allTables,
        balances: allBalances,
        version: VERSION,
        expectedRows,
      }),
    );
  const indexes = `SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name`;
  const before = await all(inBulk, indexes);
  const counts = await load(atOnce, 1);
  await load(inBulk, 1_000_000);
  expect(counts.get('stockMovements')).toBeGreaterThanOrEqual(900);
  expect(await all(inBulk, indexes)).toEqual(before);
  for (const database of [atOnce, inBulk]) {
    const scopes = 'SELECT * FROM "scopeLog" ORDER BY "scope", "tableName", "rowId"';
    expect(await all(database, scopes)).toEqual(await all(byTriggers, scopes));
    for (const [balance, columns] of [
      ['stockBalances', '"id", "productId", "warehouseId", "onHand", "reserved", "incoming", "opening"'],
      ['lotBalances', '"id", "productId", "warehouseId", "lotId", "onHand", "opening"'],
      ['exposures', '"id", "customerId", "openOrdersMinor", "unbilledMinor", "receivablesMinor", "prepaymentsMinor"'],
    ] as const) {
      const sql = `SELECT ${columns} FROM "${balance}" ORDER BY "id"`;
      expect(await all(database, sql)).toEqual(await all(byTriggers, sql));
    }
  }
  await Promise.all([byTriggers, atOnce, inBulk].map((database) => database.close()));
});

test('the company rests on Sundays and on China’s holidays, and is busiest before the Spring Festival', () => {
  const days = demoDays('2026-11-23');
  expect([days[0].date, days.at(-1)?.date]).toEqual(['2025-11-01', '2026-11-22']);
  const weightOn = (date: string) => days.find((day) => day.date === date)?.weight;
  for (const date of [
    '2026-11-22',
    '2026-02-17',
    '2026-02-20',
    '2026-10-01',
    '2026-05-01',
    '2026-01-01',
    '2026-09-25',
  ]) {
    expect(weightOn(date)).toBe(0);
  }
  expect(weightOn('2026-02-04')).toBeGreaterThan((weightOn('2026-03-04') ?? 0) * 1.2);
  expect(weightOn('2026-11-18')).toBeGreaterThan((weightOn('2026-11-21') ?? 0) * 1.5);
  expect(days.at(-1)?.progress).toBeCloseTo(1);
});

test('parts that wait for each other, or for one that is not there, are told', async () => {
  const part = (name: string, ...after: string[]) => ({ name, after, begin: () => ({}) });
  const run = async (...parts: ReturnType<typeof part>[]) => {
    const options = { language: 'en', seed: 1, size, today: '2026-11-23', parts } as const;
    for await (const batch of generateDemo(options)) expect(batch).toBeUndefined();
  };
  await expect(run(part('a', 'b'), part('b', 'a'))).rejects.toThrow(/wait for each other: a, b/);
  await expect(run(part('a', 'gone'))).rejects.toThrow(/a/);
  await run(part('b', 'a'), part('a'));
});
