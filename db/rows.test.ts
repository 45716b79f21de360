import { expect, test } from 'vitest';
import { territories } from '#shared/domains/admin/tables.ts';
import { customers } from '#shared/domains/crm/tables.ts';
import { orders } from '#shared/domains/sales/tables.ts';
import type { Row } from '#shared/kernel/table.ts';
import { dropPostgres, eachDatabase, newPostgres, newSqlite, writeAs } from '../tests/support/databases.ts';
import { customer, order } from '../tests/support/sample-rows.ts';
import { type Handle, runSql, type SatchelDatabase } from './database.ts';
import { applyRows, checksum, deleteRows, readRows, readRowTexts } from './rows.ts';

eachDatabase('server', (current) => {
  const apply = (work: (tx: Handle) => Promise<unknown>) => writeAs(current(), 'apply', work);

  test('rows come out as they went in, in the order of their ids, in any number', async () => {
    const rows = Array.from({ length: 150 }, (_, at) =>
      order(`o${String(at).padStart(3, '0')}`, { note: at % 2 ? null : `n${at}` }),
    );
    const columns = Object.keys(orders.columns);
    const cells = columns.map((column) => rows.map((row) => row[column as keyof Row<'orders'>]));
    await apply((tx) => applyRows(tx, orders, columns, cells));
    const ids = rows.map(({ id }) => id);
    expect(await readRows(current().kysely, orders, [...ids].reverse())).toEqual({ columns, cells });
    await apply((tx) =>
      applyRows(
        tx,
        orders,
        ['id', 'note', ...columns.filter((c) => c !== 'id' && c !== 'note')],
        [
          ['o000'],
          ['again'],
          ...columns
            .filter((c) => c !== 'id' && c !== 'note')
            .map((c) => [rows[0]?.[c as keyof Row<'orders'>] ?? null]),
        ],
      ),
    );
    const [first] = await current().kysely.selectFrom('orders').select('note').orderBy('id').limit(1).execute();
    expect(first?.note).toBe('again');
    await apply((tx) => deleteRows(tx, orders, [...ids.slice(1), 'never was']));
    const left = await readRows(current().kysely, orders, ids);
    expect(left.cells[0]).toEqual(['o000']);
    expect(await runSql(current().kysely, 'SELECT * FROM "scopeLog"')).toEqual([]);
  });

  test('rows as the text of a message say what the rows say', async () => {
    const odd = ['a, b', '", "', '\\', '武汉\u2028', '', '\u0001\n', '😀', 'null'];
    const rows = odd.map((note, at) => order(`o${at}`, { note: at === 4 ? null : note, createdAt: 2 ** 53 - 1 - at }));
    await apply((tx) => tx.insertInto('orders').values(rows).execute());
    const ids = [...rows.map(({ id }) => id), 'never was'].reverse();
    const texts = await readRowTexts(current().kysely, orders, ids);
    const { columns, cells } = await readRows(current().kysely, orders, ids);
    expect(texts).toMatchObject({ rowCount: rows.length, columns });
    expect(texts.cells.map((text) => JSON.parse(text))).toEqual(cells);
    const none = await readRowTexts(current().kysely, orders, ['never was'], ['id', 'note']);
    expect(none).toEqual({ rowCount: 0, columns: ['id', 'note'], cells: ['[]', '[]'] });
  });

  test('a block that does not fit is refused whole', async () => {
    const bad = (columns: string[], cells: (string | number | null)[][]) =>
      apply((tx) => applyRows(tx, customers, columns, cells));
    await expect(bad(['id', 'noSuchColumn'], [['c1'], ['x']])).rejects.toThrow(/no column noSuchColumn/);
    await expect(bad(['name'], [['x']])).rejects.toThrow(/without their id/);
    await expect(bad(['id', 'name'], [['c1', 'c2'], ['x']])).rejects.toThrow(/unequal length/);
    expect(await runSql(current().kysely, 'SELECT * FROM "customers"')).toEqual([]);
  });
});

test('a row that went with a backup stands in no other’s way, and rows of one block may swap their codes', async () => {
  const device = await newSqlite('device');
  const columns = Object.keys(territories.columns);
  const audit = { createdAt: 1, createdBy: 't', updatedAt: 1, updatedBy: 't', deletedAt: null };
  const put = (...given: readonly { id: string; code: string }[]) => {
    const rows: Readonly<Record<string, string | number | null>>[] = given.map((row) => ({
      ...{ name: row.id, active: 1 },
      ...audit,
      ...row,
    }));
    const cells = columns.map((column) => rows.map((row) => row[column] ?? null));
    return writeAs(device, 'apply', (tx) => applyRows(tx, territories, columns, cells));
  };
  const codes = async () =>
    Object.fromEntries(
      (await device.kysely.selectFrom('territories').select(['id', 'code']).orderBy('id').execute()).map((row) => [
        row.id,
        row.code,
      ]),
    );
  await put({ id: 'gone', code: 'N' }, { id: 'one', code: 'A' }, { id: 'two', code: 'B' });
  await put({ id: 'new', code: 'N' });
  expect(await codes()).toEqual({ new: 'N', one: 'A', two: 'B' });
  await put({ id: 'one', code: 'B' }, { id: 'two', code: 'A' });
  expect(await codes()).toEqual({ new: 'N', one: 'B', two: 'A' });
  await device.close();
});

test('the same rows have the same checksum on both databases, other rows another', async () => {
  const databases = [await newSqlite('server'), await newSqlite('device'), await newPostgres('server')];
  try {
    const rows = [customer('c1', { name: '武汉' }), customer('é'), customer('😀', { phone: '1' })];
    for (const database of databases)
      await writeAs(database, 'apply', (tx) => tx.insertInto('customers').values(rows).execute());
    const sums = await Promise.all(databases.map(({ kysely }) => checksum(kysely, customers)));
    expect(new Set(sums).size).toBe(1);
    const [server, device] = databases;
    if (!server || !device) throw new Error('unreachable');
    await writeAs(
      server,
      'command',
      (tx) => tx.updateTable('customers').set({ territoryId: 't2' }).where('id', '=', 'c1').execute(),
      { version: 2 },
    );
    expect(await checksum(server.kysely, customers)).not.toBe(sums[0]);
    await runSql(device.kysely, `INSERT INTO "scopeRows" VALUES ('territory:t2', 'customers', 'c1')`);
    const ofScope = (database: SatchelDatabase, side: 'device' | 'server') =>
      checksum(database.kysely, customers, { side, scope: 'territory:t2' });
    expect(await ofScope(device, 'device')).not.toBe(await ofScope(server, 'server'));
    await writeAs(device, 'apply', (tx) =>
      tx.updateTable('customers').set({ territoryId: 't2' }).where('id', '=', 'c1').execute(),
    );
    expect(await ofScope(device, 'device')).toBe(await ofScope(server, 'server'));
  } finally {
    await databases[0]?.close();
    await databases[1]?.close();
    await dropPostgres(databases[2]);
  }
});
