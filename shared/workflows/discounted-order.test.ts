/** What is taken off an order stays right when its lines change (R41, R45), on both databases. */
import { expect, it } from 'vitest';
import { makeCompany, moveStock, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { orderArgs } from '../../tests/support/order-args.ts';
import { recountOrder } from '../domains/sales/rules/recount-order.ts';
import { confirmOrder } from './orders/confirm-order.ts';
import { settleShortage } from './settle-shortage.ts';

eachDatabase('server', (current) => {
  const headOf = (id: string) =>
    current().kysely.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const linesOf = (id: string) =>
    current()
      .kysely.selectFrom('orderLines')
      .selectAll()
      .where('orderId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .execute();

  /** Ten mugs that are there, and 60 jugs of which 38 are or none, with 10 % and 0.50 off the whole. */
  async function discounted(company: TestCompany, there: 38 | 0) {
    await writeAs(current(), 'command', (tx) => moveStock(tx, company.jug.id, company.warehouseId, there - 38));
    const args = orderArgs(company, [
      { product: company.mug, pieces: 10 },
      { product: company.jug, pieces: 60 },
    ]);
    await company.run(confirmOrder, args);
    const { orderId } = args;
    const terms = { ...(await headOf(orderId)), documentDiscount: 1_000, roundedOffMinor: 50 };
    const { head, changed } = recountOrder(await linesOf(orderId), terms);
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .updateTable('orders')
        .set({ ...head, documentDiscount: 1_000 })
        .where('id', '=', orderId)
        .execute();
      for (const { id, ...amounts } of changed) {
        await tx.updateTable('orderLines').set(amounts).where('id', '=', id).execute();
      }
    });
    const [, short] = await linesOf(orderId);
    const lines = [
      { changeId: newId(), lineId: short?.id, backOrderedSeen: short?.backOrdered, choice: 'cutLine' as const },
    ];
    return { orderId, cut: () => company.run(settleShortage, { orderId, lines }, { now: NOW + 3_600_000 }) };
  }

  async function expectWhole(orderId: string): Promise<void> {
    const [head, lines] = [await headOf(orderId), await linesOf(orderId)];
    const sum = (column: 'netMinor' | 'taxMinor' | 'documentDiscountMinor' | 'roundedOffMinor') =>
      lines.reduce((total, line) => total + line[column], 0);
    expect(head.totalMinor).toBe(head.netMinor + head.taxMinor);
    for (const column of ['netMinor', 'taxMinor', 'documentDiscountMinor', 'roundedOffMinor'] as const) {
      expect(sum(column), column).toBe(head[column]);
    }
    expect(recountOrder(lines, head).changed).toEqual([]);
    const entry = current().kysely.selectFrom('exposureEntries').select('amountMinor');
    expect(await entry.where('documentId', '=', orderId).execute()).toEqual([{ amountMinor: head.totalMinor }]);
  }

  it('R41 R45 of a cut order the percentage is less, 抹零 stays, and the lines share both anew', async () => {
    const company = await makeCompany(current());
    const { orderId, cut } = await discounted(company, 38);
    const before = await headOf(orderId);
    expect(await cut()).toMatchObject({ state: 'applied' });
    const [head, lines] = [await headOf(orderId), await linesOf(orderId)];
    expect(lines.map(({ quantity }) => quantity)).toEqual([100_000, 380_000]);
    expect(head).toMatchObject({ documentDiscount: 1_000, roundedOffMinor: 50 });
    expect(head.documentDiscountMinor).toBeLessThan(before.documentDiscountMinor);
    await expectWhole(orderId);
  });

  it('R45 what a line bore that is taken off, the others bear', async () => {
    const company = await makeCompany(current());
    const { orderId, cut } = await discounted(company, 0);
    expect(await cut()).toMatchObject({ state: 'applied' });
    const lines = await linesOf(orderId);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ roundedOffMinor: 50 });
    await expectWhole(orderId);
    const gone = current().kysely.selectFrom('orderLines').selectAll().where('deletedAt', 'is not', null);
    expect(await gone.executeTakeFirst()).toMatchObject({ documentDiscountMinor: 0, roundedOffMinor: 0, netMinor: 0 });
  });
});
