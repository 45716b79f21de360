/** Both databases sort, compare and count alike: a query gives the same rows in the same order on each. */
import { describe, expect, test } from 'vitest';
import { eachDatabase, writeAs } from '../tests/support/databases.ts';
import { customer, order } from '../tests/support/sample-rows.ts';
import { runSql } from './database.ts';

const names = ['b', 'B', 'a', 'é', 'Z', '10', '9', '行', '囊', '😀', '', ' ', '_', '\uffee'];
/** By the bytes of UTF-8. */
const sorted = [...names].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));

eachDatabase('server', (current, dialect) => {
  const insert = (rows: ReturnType<typeof customer>[]) =>
    writeAs(current(), 'command', (tx) => tx.insertInto('customers').values(rows).execute());

  test('text sorts by its bytes, up and down', async () => {
    await insert(names.map((name, at) => customer(`c${at}`, { name })));
    const query = current().kysely.selectFrom('customers').select('name');
    expect((await query.orderBy('name').execute()).map(({ name }) => name)).toEqual(sorted);
    expect((await query.orderBy('name', 'desc').execute()).map(({ name }) => name)).toEqual([...sorted].reverse());
    const after = await query.where('name', '>', 'Z').orderBy('name').execute();
    expect(after.map(({ name }) => name)).toEqual(sorted.slice(sorted.indexOf('Z') + 1));
  });

  describe('nulls come first, and last when descending', () => {
    test('of a column', async () => {
      await insert([customer('c1', { city: 'b' }), customer('c2'), customer('c3', { city: 'a' })]);
      const query = current().kysely.selectFrom('customers').select('id');
      const ids = async (direction: 'asc' | 'desc') =>
        (await query.orderBy('city', direction).orderBy('id').execute()).map(({ id }) => id);
      expect(await ids('asc')).toEqual(['c2', 'c3', 'c1']);
      expect(await ids('desc')).toEqual(['c1', 'c3', 'c2']);
      const plain = await query.orderBy('city').orderBy('id').execute();
      expect(plain.map(({ id }) => id)).toEqual(['c2', 'c3', 'c1']);
    });

    test('of a column that is null only because nothing was joined', async () => {
      await insert([customer('c1', { name: 'one' }), customer('c2', { name: 'two' })]);
      // As they come by sync: a customer may have gone before its order.
      await writeAs(current(), 'apply', (tx) =>
        tx
          .insertInto('orders')
          .values([order('o1', { customerId: 'c1' }), order('o2', { customerId: 'gone' })])
          .execute(),
      );
      const rows = await current()
        .kysely.selectFrom('orders')
        .leftJoin('customers', 'customers.id', 'orders.customerId')
        .select(['orders.id', 'customers.name'])
        .orderBy('customers.name')
        .execute();
      expect(rows).toEqual([
        { id: 'o2', name: null },
        { id: 'o1', name: 'one' },
      ]);
    });

    test('of a sum that has the name of a column', async () => {
      await insert([customer('c1', { territoryId: 't1' }), customer('c2', { territoryId: 't2' })]);
      await writeAs(current(), 'command', (tx) =>
        tx
          .insertInto('orders')
          .values(order('o1', { territoryId: 't2', totalMinor: 5 }))
          .execute(),
      );
      const rows = await current()
        .kysely.selectFrom('customers')
        .select((eb) => [
          'customers.id',
          eb
            .selectFrom('orders')
            .select(({ fn }) => fn.sum<number | null>('orders.totalMinor').as('sum'))
            .whereRef('orders.territoryId', '=', 'customers.territoryId')
            .as('totalMinor'),
        ])
        .orderBy('totalMinor')
        .execute();
      expect(rows).toEqual([
        { id: 'c1', totalMinor: null },
        { id: 'c2', totalMinor: 5 },
      ]);
    });
  });

  test('sums, counts and comparisons come back as numbers', async () => {
    await insert([customer('c1', { paymentTermsDays: 30 }), customer('c2', { paymentTermsDays: 45 })]);
    const row = await current()
      .kysely.selectFrom('customers')
      .select(({ fn, eb }) => [
        fn.sum<number>('paymentTermsDays').as('sum'),
        fn.countAll<number>().as('count'),
        fn.max('paymentTermsDays').as('max'),
        eb(fn.countAll<number>(), '>', 1).as('several'),
      ])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ sum: 75, count: 2, max: 45, several: 1 });
  });

  test('a whole number beyond what JavaScript holds exactly is not stored', async () => {
    const tooBig = runSql(current().kysely, dialect === 'sqlite' ? 'SELECT ? AS "n"' : 'SELECT $1::bigint AS "n"', [
      2 ** 53,
    ]);
    await expect(tooBig).rejects.toThrow(/beyond what a number holds/);
  });

  if (dialect === 'postgres') {
    test('PostgreSQL gives no number that would be rounded', async () => {
      await expect(runSql(current().kysely, 'SELECT 9007199254740993 AS "n"')).rejects.toThrow(/beyond/);
      await expect(runSql(current().kysely, 'SELECT 9007199254740993::numeric AS "n"')).rejects.toThrow(/beyond/);
    });

    test('an order by columns that are never null is served by their index', async () => {
      const query = current().kysely.selectFrom('orders').select('id');
      expect(query.orderBy('confirmedAt', 'desc').orderBy('id').compile().sql).not.toContain('nulls');
      expect(query.orderBy('requestedOn').compile().sql).toContain('"requestedOn" nulls first');
      expect(query.orderBy('requestedOn', 'desc').compile().sql).toContain('"requestedOn" desc nulls last');
    });
  }
});
