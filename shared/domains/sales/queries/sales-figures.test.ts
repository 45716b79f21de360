import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { order, orderLine } from '../../../../tests/support/sample-rows.ts';
import type { Row } from '../../../kernel/table.ts';
import { orderList } from './order-list.ts';
import { orderPulse } from './order-pulse.ts';
import { productOrders } from './product-orders.ts';
import { salesByMonth } from './sales-by-month.ts';

const context = {
  actor: { userId: 'u1', permissions: new Set<string>() },
  now: 1,
  search: async () => [],
  findByCodes: async () => [],
};

eachDatabase('server', (current) => {
  const put = (rows: readonly Row<'orders'>[]) =>
    writeAs(current(), 'apply', async (tx) => {
      for (const row of rows) await tx.insertInto('orders').values(row).execute();
    });

  it('counts what open orders wait for; what was asked for today is due, and listed as such', async () => {
    await put([
      order('o1', { creditHold: 1, backOrderedLines: 2, requestedOn: '2026-11-24' }),
      order('o2', { approvalHold: 1, requestedOn: '2026-11-23' }),
      order('o3', { requestedOn: '2026-11-01' }),
      order('o4', { state: 'closed', manualHold: 1, requestedOn: '2026-11-01' }),
      order('o5', { requestedOn: null }),
    ]);
    const pulse = await orderPulse.run(current().kysely, { today: '2026-11-23' }, context);
    expect(pulse).toEqual({ open: 4, held: 2, backOrdered: 1, due: 2 });
    const question = { search: '', filter: 'open', warehouseId: null, customerId: null, dueBy: '2026-11-23' } as const;
    const due = await orderList.run(current().kysely, { ...question, cursor: null, limit: 10 }, context);
    expect(due.rows.map((row) => row.id).sort()).toEqual(['o2', 'o3']);
  });

  it('sums by month and territory what was ordered, the part up to a day of the month beside', async () => {
    await put([
      order('o1', { orderedOn: '2026-10-05', netMinor: 100 }),
      order('o2', { orderedOn: '2026-10-24', netMinor: 20, state: 'closed' }),
      order('o3', { orderedOn: '2026-10-24', netMinor: 3, territoryId: 't2' }),
      order('o4', { orderedOn: '2026-11-23', netMinor: 7 }),
      order('o5', { orderedOn: '2026-11-23', netMinor: 1_000, state: 'cancelled' }),
      order('o6', { orderedOn: '2026-11-23', netMinor: 1_000, currency: 'USD' }),
      order('o7', { orderedOn: '2026-09-30', netMinor: 1_000 }),
    ]);
    const args = { fromOn: '2026-10-01', currency: 'CNY', untilDay: 23 };
    expect(await salesByMonth.run(current().kysely, args, context)).toEqual([
      { month: '2026-10', territoryId: 't1', netMinor: 120, orders: 2, netUntilDayMinor: 100 },
      { month: '2026-10', territoryId: 't2', netMinor: 3, orders: 1, netUntilDayMinor: 0 },
      { month: '2026-11', territoryId: 't1', netMinor: 7, orders: 1, netUntilDayMinor: 7 },
    ]);
  });

  it('the orders of a product, each once with the sum of its lines, the newest first', async () => {
    await put([order('o1', { confirmedAt: 10 }), order('o2', { confirmedAt: 30 }), order('o3', { confirmedAt: 20 })]);
    await writeAs(current(), 'apply', async (tx) => {
      for (const line of [
        orderLine('l1', 'o1', { quantity: 10_000, netMinor: 5 }),
        orderLine('l2', 'o1', { quantity: 20_000, netMinor: 7 }),
        orderLine('l3', 'o2'),
        orderLine('l4', 'o3', { productId: 'p2' }),
      ])
        await tx.insertInto('orderLines').values(line).execute();
    });
    const ask = (cursor: Awaited<ReturnType<typeof productOrders.run>>['next']) =>
      productOrders.run(current().kysely, { productId: 'p1', cursor, limit: 1 }, context);
    const first = await ask(null);
    expect(first.rows.map((row) => row.id)).toEqual(['o2']);
    const rest = await ask(first.next);
    expect(rest).toMatchObject({ rows: [{ id: 'o1', quantity: 30_000, netMinor: 12 }], next: null });
  });
});
