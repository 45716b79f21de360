import { expect, test } from 'vitest';
import { dropPostgres, eachDatabase, newPostgres, newSqlite, writeAs } from '../../tests/support/databases.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { TableRecorder } from '../../tests/support/table-recorder.ts';
import { insertRows, prepareQuery } from './prepared.ts';
import type { Tx } from './table.ts';

eachDatabase('server', (current) => {
  const asCommand = <Result>(work: (tx: Tx) => Promise<Result>) =>
    writeAs(current(), 'command', (tx) => work(tx as Tx), { version: 1 });
  const named = (id: string, name: string) => customer(id, { name, city: null });

  test('a query is built once, and every run brings its own values', async () => {
    let builds = 0;
    const byName = prepareQuery((tx, given: { name: string; id: string }) => {
      builds += 1;
      return tx
        .selectFrom('customers')
        .select(['id', 'name'])
        .where('id', '>', given.id)
        .where('name', '=', given.name)
        .orderBy('id')
        .limit(2);
    });
    await asCommand((tx) => insertRows(tx, 'customers', [named('c1', 'one'), named('c2', 'two'), named('c3', 'two')]));
    const answers = await asCommand(async (tx) => [
      await byName(tx, { name: 'two', id: '' }),
      await byName(tx, { id: 'c2', name: 'two' }),
      await byName(tx, { name: 'one', id: 'c1' }),
    ]);
    expect(answers).toEqual([
      [
        { id: 'c2', name: 'two' },
        { id: 'c3', name: 'two' },
      ],
      [{ id: 'c3', name: 'two' }],
      [],
    ]);
    expect(builds).toBe(1);
  });

  test('lists of other lengths are other queries', async () => {
    let builds = 0;
    const byIds = prepareQuery((tx, given: { ids: readonly string[]; city: string | null }) => {
      builds += 1;
      return tx
        .selectFrom('customers')
        .select('id')
        .where('id', 'in', given.ids)
        .where((row) => row.or([row('city', '=', given.city), row('city', 'is', null)]))
        .orderBy('id');
    });
    await asCommand((tx) => insertRows(tx, 'customers', [named('c1', 'a'), named('c2', 'b'), named('c3', 'c')]));
    const answers = await asCommand(async (tx) => [
      await byIds(tx, { ids: ['c3'], city: null }),
      await byIds(tx, { ids: ['c1', 'c3'], city: 'x' }),
      await byIds(tx, { ids: ['c9', 'c2'], city: 'x' }),
    ]);
    expect(answers).toEqual([[{ id: 'c3' }], [{ id: 'c1' }, { id: 'c3' }], [{ id: 'c2' }]]);
    expect(builds).toBe(2);
  });

  test('lists that change places are not mixed up', async () => {
    const byBoth = prepareQuery((tx, given: { ids: readonly string[]; names: readonly string[] }) =>
      tx
        .selectFrom('customers')
        .select('id')
        .where('id', 'in', given.ids)
        .where('name', 'in', given.names)
        .orderBy('id'),
    );
    await asCommand((tx) => insertRows(tx, 'customers', [named('c1', 'a'), named('c2', 'b')]));
    const answers = await asCommand(async (tx) => [
      await byBoth(tx, { ids: ['c1'], names: ['a', 'b'] }),
      await byBoth(tx, { names: ['b'], ids: ['c1', 'c2'] }),
    ]);
    expect(answers).toEqual([[{ id: 'c1' }], [{ id: 'c2' }]]);
  });

  test('an update takes its values too, and no value of an earlier run stays', async () => {
    const rename = prepareQuery((tx, given: { id: string; name: string; city: string | null }) =>
      tx.updateTable('customers').set({ name: given.name, city: given.city }).where('id', '=', given.id),
    );
    await asCommand((tx) => insertRows(tx, 'customers', [named('c1', 'a'), named('c2', 'b')]));
    await asCommand(async (tx) => {
      await rename(tx, { id: 'c1', name: 'first', city: '武汉' });
      await rename(tx, { id: 'c2', name: 'second', city: null });
    });
    const rows = await current().kysely.selectFrom('customers').select(['name', 'city']).orderBy('id').execute();
    expect(rows).toEqual([
      { name: 'first', city: '武汉' },
      { name: 'second', city: null },
    ]);
  });

  test('rows go in as they are, whatever the order of their keys and their number', async () => {
    const rows = Array.from({ length: 7 }, (_, at) => named(`c${at}`, `name ${at}`));
    const { id, ...rest } = named('c7', 'turned round');
    await asCommand(async (tx) => {
      await insertRows(tx, 'customers', rows.slice(0, 3));
      await insertRows(tx, 'customers', []);
      await insertRows(tx, 'customers', rows.slice(3, 6));
      await insertRows(tx, 'customers', [...rows.slice(6), { ...rest, id }]);
    });
    const stored = await current().kysely.selectFrom('customers').selectAll().orderBy('id').execute();
    expect(stored).toEqual([...rows, named('c7', 'turned round')]);
  });

  test('a value that is not given is the column’s default, also when other rows have one', async () => {
    const { city: _, ...without } = customer('c1', { name: 'without' });
    const given = customer('c2', { name: 'given', city: '武汉' });
    await asCommand((tx) => insertRows(tx, 'customers', [without as typeof given, given]));
    await asCommand((tx) => insertRows(tx, 'customers', [{ ...customer('c3'), city: undefined as never }]));
    const rows = await current().kysely.selectFrom('customers').select(['id', 'city']).orderBy('id').execute();
    expect(rows).toEqual([
      { id: 'c1', city: null },
      { id: 'c2', city: '武汉' },
      { id: 'c3', city: null },
    ]);
  });

  test('a plugin sees every run', async () => {
    const all = prepareQuery((tx) => tx.selectFrom('orders').select('id').orderBy('id'));
    await asCommand((tx) => all(tx, {}));
    const recorder = new TableRecorder();
    await asCommand(async (tx) => {
      const watched = tx.withPlugin(recorder) as Tx;
      await all(watched, {});
      await insertRows(watched, 'customers', [named('c1', 'a')]);
    });
    expect([[...recorder.reads], [...recorder.writes]]).toEqual([['orders'], ['customers']]);
  });
});

test('what is prepared for one database is run on others of its kind, and is built anew for another kind', async () => {
  let builds = 0;
  const all = prepareQuery((tx) => {
    builds += 1;
    return tx.selectFrom('customers').select('id').orderBy('id');
  });
  const postgres = await newPostgres('server');
  const databases = [await newSqlite('server'), await newSqlite('server'), postgres];
  for (const { kysely } of [...databases, ...databases]) {
    expect(await kysely.transaction().execute((tx) => all(tx, {}))).toEqual([]);
  }
  for (const database of databases.slice(0, 2)) await database.close();
  await dropPostgres(postgres);
  expect(builds).toBe(2);
});
