// R22 over the rows of a company, on both databases: what an order on hold keeps, for how long, and who is told.
import { expect, it } from 'vitest';
import { freedOrders } from '../../shared/domains/sales/queries/freed-orders.ts';
import { makeCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { audited } from '../../tests/support/sample-rows.ts';
import { makeSimulation } from '../../tests/support/simulated-world.ts';
import { createCompany } from './create-company.ts';
import { freeHeldReservations } from './free-held-reservations.ts';

const DAY_MS = 86_400_000;
const UNIT = 10_000;

eachDatabase('server', (current) => {
  async function begin() {
    const { world } = makeSimulation(5);
    await createCompany({ database: current(), world }, { name: '行囊', currency: 'CNY', country: 'CN' });
    // The small company brings its own.
    await writeAs(current(), 'apply', (tx) => tx.deleteFrom('taxRates').execute());
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const writer = { database: current(), world };
    /** Puts orders on hold, so many days ago. */
    const hold = (days: number, hold: 'creditHold' | 'approvalHold' | 'manualHold', ...orderIds: string[]) =>
      writeAs(current(), 'command', async (tx) => {
        const updatedAt = world.clock.now() - days * DAY_MS;
        await tx
          .updateTable('orders')
          .set({ [hold]: 1, updatedAt })
          .where('id', 'in', orderIds)
          .execute();
      });
    return { company, way, writer, hold, now: world.clock.now() };
  }
  const versionOf = () => current().kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow();

  it('R22 an order on hold keeps its goods for three days; then they are free, and its seller is told', async () => {
    const { company, way, writer, hold, now } = await begin();
    const goods = [{ product: company.jug, pieces: 8 }];
    const long = await way.order(goods);
    const short = await way.order(goods);
    const free = await way.order(goods);
    await hold(4, 'creditHold', long.orderId);
    await hold(2, 'approvalHold', short.orderId);
    expect(await way.stockOf(company.jug)).toMatchObject({ reserved: 24 * UNIT });
    expect(await freeHeldReservations(writer)).toEqual({ orders: 1 });
    expect(await way.stockOf(company.jug)).toMatchObject({ reserved: 16 * UNIT });
    expect(await way.orderLine(long.orderId)).toMatchObject({ reserved: 0, backOrdered: 8 * UNIT, shipped: 0 });
    expect(await way.orderOf(long.orderId)).toMatchObject({ state: 'open', creditHold: 1, backOrderedLines: 1 });
    for (const { orderId } of [short, free]) {
      expect(await way.orderLine(orderId)).toMatchObject({ reserved: 8 * UNIT, backOrdered: 0 });
    }
    const told = await freedOrders.run(
      current().kysely,
      {},
      {
        actor: { userId: company.userId, permissions: new Set() },
        now,
        search: async () => [],
        findByCodes: async () => [],
      },
    );
    expect(told).toMatchObject([
      {
        orderId: long.orderId,
        kind: 'reservationFreed',
        quantity: 8 * UNIT,
        warehouseName: '武汉仓',
        changedByName: '',
      },
    ]);
    const version = await versionOf();
    expect(await freeHeldReservations(writer)).toEqual({ orders: 0 });
    expect(await versionOf()).toEqual(version);
  });

  it('R22 what a pick list has of an order on hold is not freed under the picker’s hands', async () => {
    const { company, way, writer, hold } = await begin();
    const { orderId } = await way.order([{ product: company.jug, pieces: 8 }]);
    await way.release([orderId]);
    await hold(9, 'manualHold', orderId);
    expect(await freeHeldReservations(writer)).toEqual({ orders: 0 });
    expect(await way.orderLine(orderId)).toMatchObject({ reserved: 8 * UNIT });
  });

  it.each([
    ['10', 0],
    ['1', 1],
    ['0', 0],
  ])('R22 the company says for how many days: %s', async (value, orders) => {
    const { company, way, writer, hold } = await begin();
    const { orderId } = await way.order([{ product: company.jug, pieces: 8 }]);
    await hold(4, 'creditHold', orderId);
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('settings')
        .values({ id: 'sales.heldReservationDays', value, ...audited })
        .execute(),
    );
    expect(await freeHeldReservations(writer)).toEqual({ orders });
  });
});
