import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roles } from '#shared/domains/admin/tables.ts';
import type { Row } from '#shared/kernel/table.ts';
import { eachDatabase, schema, writeAs } from '../tests/support/databases.ts';
import { audited, customer } from '../tests/support/sample-rows.ts';
import { type Handle, runSql, type SatchelDatabase } from './database.ts';
import { applyRows, checksum, readRows, restorePreImages } from './rows.ts';

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
  const restore = () => apply((tx) => restorePreImages(tx, schema.tables));
  const images = () =>
    runSql<{ rowId: string; image: string | null }>(
      current().kysely,
      'SELECT "rowId", "image" FROM "preImages" ORDER BY "rowId"',
    );
  const touched = () => runSql(current().kysely, 'SELECT "seq", "rowId" FROM "touchedRows" ORDER BY "seq", "rowId"');

  test('the first touch keeps the row as the server has it, later ones only say who touched it', async () => {
    await apply((tx) =>
      tx
        .insertInto('customers')
        .values([customer('c1', { name: 'one' }), customer('c2')])
        .execute(),
    );
    await command(1, (tx) => tx.updateTable('customers').set({ name: 'two' }).where('id', '=', 'c1').execute());
    await command(2, (tx) => tx.updateTable('customers').set({ name: 'three' }).where('id', '=', 'c1').execute());
    await command(2, (tx) => tx.deleteFrom('customers').where('id', '=', 'c2').execute());
    await command(3, (tx) => tx.insertInto('customers').values(customer('c3')).execute());
    const kept = (await images()).map(({ rowId, image }) => [rowId, image === null ? null : JSON.parse(image)]);
    expect(kept).toEqual([
      ['c1', customer('c1', { name: 'one' })],
      ['c2', customer('c2')],
      ['c3', null],
    ]);
    expect(await touched()).toEqual([
      { seq: 1, rowId: 'c1' },
      { seq: 2, rowId: 'c1' },
      { seq: 2, rowId: 'c2' },
      { seq: 3, rowId: 'c3' },
    ]);
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
    expect((await images()).map(({ rowId }) => rowId)).toEqual(['m2', 'p1:w1']);
    await restore();
    expect(await checksums(current())).toEqual(before);
  });

  test('“insert or replace” does not overwrite a pre-image', async () => {
    await apply((tx) =>
      tx
        .insertInto('customers')
        .values(customer('c1', { name: 'one' }))
        .execute(),
    );
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
    expect((await images()).map(({ image }) => JSON.parse(image ?? 'null')?.name)).toEqual(['one']);
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
          expect(await images()).toEqual([]);
          expect(await touched()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function rowFor(id: string, row: { name: string; note: string | null; days: number } | undefined): Row<'customers'> {
  return customer(id, { name: row?.name ?? '', contactName: row?.note ?? null, paymentTermsDays: row?.days ?? 0 });
}
