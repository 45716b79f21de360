import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roles } from '#shared/domains/admin/tables.ts';
import type { Row } from '#shared/kernel/table.ts';
import { eachDatabase, schema, writeAs } from '../tests/support/databases.ts';
import { audited, customer } from '../tests/support/sample-rows.ts';
import { type Handle, runSql, type SatchelDatabase } from './database.ts';
import { applyRows, checksum, readRows } from './rows.ts';
import { tablesTouchedBy, takeTouchesBack, touchedTables } from './touch-log.ts';

const movement = (id: string, quantity: number) => ({
  id,
  productId: 'p1',
  warehouseId: 'w1',
  quantity,
  cause: 'receipt' as const,
  documentId: null,
  occurredAt: 1,
  ...audited,
});

async function checksums(database: SatchelDatabase): Promise<string[]> {
  return Promise.all(schema.tables.map(async (table) => `${table.name} ${await checksum(database.kysely, table)}`));
}

eachDatabase('device', (current) => {
  const apply = (work: (tx: Handle) => Promise<unknown>) => writeAs(current(), 'apply', work);
  const command = (seq: number, work: (tx: Handle) => Promise<unknown>) =>
    writeAs(current(), 'command', work, { seq, now: 1_000 + seq });
  const restore = () => apply((tx) => takeTouchesBack(tx, schema.tables));
  const touches = () =>
    runSql<{ seq: number; rowId: string; image: string | null }>(
      current().kysely,
      'SELECT "seq", "rowId", "image" FROM "touches" ORDER BY "place"',
    );
  const nothing = async () => {};

  test('a row that comes whole is left for it to write over; one of a table with unique values, or in part, is not', async () => {
    await apply((tx) =>
      tx
        .insertInto('customers')
        .values([customer('c1', { name: 'one' }), customer('c2', { name: 'one' })])
        .execute(),
    );
    await command(1, (tx) => tx.updateTable('customers').set({ name: 'two' }).execute());
    await command(1, (tx) => tx.insertInto('customers').values(customer('c3')).execute());
    await command(1, (tx) =>
      tx
        .insertInto('warehouses')
        .values({ id: 'w', code: 'W', name: 'W', ...audited })
        .execute(),
    );
    const rowsOf = (table: string, row: Readonly<Record<string, string | number | null>>) => ({
      table,
      columns: Object.keys(row),
      cells: Object.values(row).map((cell) => [cell]),
    });
    async function* coming() {
      yield rowsOf('customers', customer('c1'));
      yield rowsOf('customers', customer('c3'));
      yield rowsOf('customers', { id: 'c2', name: 'in part' });
      yield rowsOf('warehouses', { id: 'w', code: 'W', name: 'W', ...audited });
    }
    await apply((tx) => takeTouchesBack(tx, schema.tables, nothing, coming()));
    const { kysely } = current();
    expect(await kysely.selectFrom('customers').select(['id', 'name']).orderBy('id').execute()).toEqual([
      { id: 'c1', name: 'two' },
      { id: 'c2', name: 'one' },
      { id: 'c3', name: 'Customer c3' },
    ]);
    expect(await kysely.selectFrom('warehouses').select('id').orderBy('id').execute()).toEqual([]);
    expect(await touches()).toEqual([]);
  });

  test('each touch keeps the row as it was before, and says which command it was', async () => {
    await apply((tx) =>
      tx
        .insertInto('customers')
        .values([customer('c1', { name: 'one' }), customer('c2')])
        .execute(),
    );
    const before = await checksums(current());
    await command(1, (tx) => tx.updateTable('customers').set({ name: 'two' }).where('id', '=', 'c1').execute());
    await command(2, (tx) => tx.updateTable('customers').set({ name: 'three' }).where('id', '=', 'c1').execute());
    await command(2, (tx) => tx.deleteFrom('customers').where('id', '=', 'c2').execute());
    await command(3, (tx) => tx.insertInto('customers').values(customer('c3')).execute());
    await command(4, (tx) => tx.deleteFrom('customers').where('id', '=', 'c3').execute());
    const kept = await touches();
    expect(kept.map(({ seq, rowId, image }) => [seq, rowId, image === null ? null : JSON.parse(image)])).toEqual([
      [1, 'c1', customer('c1', { name: 'one' })],
      [2, 'c1', customer('c1', { name: 'two' })],
      [2, 'c2', customer('c2')],
      [3, 'c3', null],
      [4, 'c3', customer('c3')],
    ]);
    await restore();
    expect(await checksums(current())).toEqual(before);
    expect(await touches()).toEqual([]);
  });

  test('the newest command’s tables are found from the end of the log, those of all pending ones from the whole', async () => {
    const tables = (seq: number) => tablesTouchedBy(current().kysely, seq);
    expect(await tables(1)).toEqual([]);
    await command(1, (tx) => tx.insertInto('customers').values(customer('c1')).execute());
    expect(await tables(1)).toEqual(['customers']);
    expect(await tables(2)).toEqual([]);
    await command(2, async (tx) => {
      await tx.insertInto('stockMovements').values(movement('m1', 5)).execute();
      await tx.insertInto('stockMovements').values(movement('m2', 5)).execute();
    });
    expect(await tables(2)).toEqual(['stockBalances', 'stockMovements']);
    expect([...(await touchedTables(current().kysely, nothing))].sort()).toEqual([
      'customers',
      'stockBalances',
      'stockMovements',
    ]);
  });

  test('a log of many touches goes back in steps, to the first of each row', async () => {
    const ids = Array.from({ length: 600 }, (_, at) => `c${String(at).padStart(3, '0')}`);
    await apply(async (tx) => {
      for (const id of ids)
        await tx
          .insertInto('customers')
          .values(customer(id, { name: 'first' }))
          .execute();
    });
    const before = await checksums(current());
    for (let seq = 1; seq <= 8; seq += 1) {
      await command(seq, (tx) =>
        tx
          .updateTable('customers')
          .set({ name: `name ${seq}` })
          .execute(),
      );
    }
    let steps = 0;
    await apply((tx) =>
      takeTouchesBack(tx, schema.tables, async () => {
        steps += 1;
      }),
    );
    expect(steps).toBeGreaterThan(3);
    expect(await checksums(current())).toEqual(before);
  });

  test('an image that an earlier version made, without a column that there is now, goes back as far as it knows', async () => {
    await apply((tx) =>
      tx
        .insertInto('customers')
        .values(customer('c1', { name: 'one', city: '武汉' }))
        .execute(),
    );
    await command(1, (tx) => tx.deleteFrom('customers').where('id', '=', 'c1').execute());
    await runSql(current().kysely, `UPDATE "touches" SET "image" = json_remove("image", '$.city')`);
    await restore();
    const row = await current().kysely.selectFrom('customers').selectAll().executeTakeFirstOrThrow();
    expect(row).toEqual(customer('c1', { name: 'one', city: null }));
  });

  test('balance rows that triggers change have pre-images too', async () => {
    await command(1, (tx) => tx.insertInto('stockMovements').values(movement('m1', 5)).execute());
    await restore();
    expect(await runSql(current().kysely, 'SELECT * FROM "stockBalances"')).toEqual([]);
    await apply((tx) =>
      tx
        .insertInto('stockBalances')
        .values({
          id: 'p1:w1',
          productId: 'p1',
          warehouseId: 'w1',
          onHand: 7,
          reserved: 0,
          incoming: 0,
          opening: 0,
          ...audited,
        })
        .execute(),
    );
    const before = await checksums(current());
    await command(2, (tx) => tx.insertInto('stockMovements').values(movement('m2', 3)).execute());
    expect(await runSql(current().kysely, 'SELECT "onHand" FROM "stockBalances"')).toEqual([{ onHand: 10 }]);
    expect((await touches()).map(({ rowId }) => rowId)).toEqual(['m2', 'p1:w1']);
    await restore();
    expect(await checksums(current())).toEqual(before);
  });

  test('“insert or replace” is taken back too', async () => {
    await apply((tx) =>
      tx
        .insertInto('customers')
        .values(customer('c1', { name: 'one' }))
        .execute(),
    );
    const before = await checksums(current());
    await command(1, (tx) => tx.updateTable('customers').set({ name: 'two' }).execute());
    await command(2, (tx) =>
      tx
        .insertInto('customers')
        .orReplace()
        .values(customer('c1', { name: 'three' }))
        .execute(),
    );
    await command(2, (tx) =>
      tx
        .insertInto('customers')
        .orReplace()
        .values(customer('c1', { name: 'four' }))
        .execute(),
    );
    await restore();
    expect(await checksums(current())).toEqual(before);
  });

  test('rows that swap a unique value come back, and are applied, without standing in each other’s way', async () => {
    const role = (id: string, code: string) => ({ id, code, name: id, ...audited });
    await apply((tx) =>
      tx
        .insertInto('roles')
        .values([role('r1', 'a'), role('r2', 'b')])
        .execute(),
    );
    const before = await checksums(current());
    await command(1, async (tx) => {
      await tx.updateTable('roles').set({ code: 'c' }).where('id', '=', 'r1').execute();
      await tx.updateTable('roles').set({ code: 'a' }).where('id', '=', 'r2').execute();
      await tx.updateTable('roles').set({ code: 'b' }).where('id', '=', 'r1').execute();
    });
    const swapped = await readRows(current().kysely, roles, ['r1', 'r2']);
    await restore();
    expect(await checksums(current())).toEqual(before);
    await apply((tx) => applyRows(tx, roles, swapped.columns, swapped.cells));
    const codes = await current().kysely.selectFrom('roles').select(['id', 'code']).orderBy('id').execute();
    expect(codes).toEqual([
      { id: 'r1', code: 'b' },
      { id: 'r2', code: 'a' },
    ]);
  });

  test('restoring brings back the exact bytes, whatever commands did', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('', '\0', 'null', '0', '"', '\\', '1e3', '武汉😀'),
    );
    const integer = fc.oneof(fc.integer(), fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0));
    const rowOf = fc.record({ name: cell, note: fc.option(cell), days: integer });
    const action = fc.record({
      kind: fc.constantFrom('insert', 'update', 'delete', 'movement'),
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      row: rowOf,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
        fc.array(rowOf, { minLength: 4, maxLength: 4 }),
        fc.array(action, { maxLength: 12 }),
        async (ids, rows, actions) => {
          await apply(async (tx) => {
            for (const table of schema.tables) await runSql(tx, `DELETE FROM "${table.name}"`);
            for (const [at, id] of ids.entries())
              await tx.insertInto('customers').values(rowFor(id, rows[at])).execute();
          });
          const before = await checksums(current());
          const present = new Set(ids);
          for (const [at, { kind, id, row }] of actions.entries()) {
            await command(at + 1, async (tx) => {
              if (kind === 'movement')
                await tx
                  .insertInto('stockMovements')
                  .values(movement(`m${at}`, row.days % 1_000))
                  .execute();
              else if (kind === 'insert' && !present.has(id))
                await tx.insertInto('customers').values(rowFor(id, row)).execute();
              else if (kind === 'update')
                await tx.updateTable('customers').set(rowFor(id, row)).where('id', '=', id).execute();
              else if (kind === 'delete') await tx.deleteFrom('customers').where('id', '=', id).execute();
              if (kind === 'insert') present.add(id);
              if (kind === 'delete') present.delete(id);
            });
          }
          await restore();
          expect(await checksums(current())).toEqual(before);
          expect(await touches()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function rowFor(id: string, row: { name: string; note: string | null; days: number } | undefined): Row<'customers'> {
  return customer(id, { name: row?.name ?? '', contactName: row?.note ?? null, paymentTermsDays: row?.days ?? 0 });
}
