import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { customer, order } from '../../../../tests/support/sample-rows.ts';
import { silentCount, silentCustomers } from './silent-customers.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T06:00:00Z');
const context = {
  actor: { userId: 'u1', permissions: new Set<string>() },
  now: NOW,
  search: async () => [],
  findByCodes: async () => [],
};

eachDatabase('server', (current) => {
  /** One order on each of the days before now. */
  async function ordersOf(customerId: string, daysAgo: readonly number[], given: object = {}): Promise<void> {
    await writeAs(current(), 'apply', async (tx) => {
      await tx.insertInto('customers').values(customer(customerId)).execute();
      for (const days of daysAgo) {
        const row = order(`${customerId}-${days}`, { customerId, confirmedAt: NOW - days * DAY, ...given });
        await tx.insertInto('orders').values(row).execute();
      }
    });
  }
  const silent = async (limit = 10, cursor = null as Awaited<ReturnType<typeof silentCustomers.run>>['next']) =>
    silentCustomers.run(current().kysely, { cursor, limit }, context);

  it('who waits longer than one and a half times as usual is silent; three orders show no rhythm', async () => {
    await ordersOf(
      'late',
      [76, 56, 36, 16].map((days) => days + 15),
    );
    await ordersOf('onTime', [76, 56, 36, 16]);
    await ordersOf('few', [300, 290, 280]);
    await ordersOf('cancelled', [331, 321, 311, 301], { state: 'cancelled' });
    const { rows } = await silent();
    expect(rows).toMatchObject([{ id: 'late', rhythmDays: 20, orders: 4, lastOrderAt: NOW - 31 * DAY }]);
    expect(await silentCount.run(current().kysely, {}, context)).toEqual({ silent: 1 });
  });

  it('the count speaks of the customers of the list: one who was deleted, or is not held here, is in neither', async () => {
    const days = [90, 80, 70, 60];
    await ordersOf('kept', days);
    await ordersOf('deleted', days);
    await ordersOf('away', days);
    await writeAs(current(), 'apply', async (tx) => {
      await tx.updateTable('customers').set({ deletedAt: NOW }).where('id', '=', 'deleted').execute();
      await tx.deleteFrom('customers').where('id', '=', 'away').execute();
    });
    expect((await silent()).rows.map((row) => row.id)).toEqual(['kept']);
    expect(await silentCount.run(current().kysely, {}, context)).toEqual({ silent: 1 });
  });

  it('the one who fell silent last comes first; pages meet without a gap', async () => {
    for (const [index, id] of ['a', 'b', 'c'].entries())
      await ordersOf(
        id,
        [130, 120, 110, 100].map((days) => days + (index === 2 ? 1 : index)),
      );
    const first = await silent(2);
    const rest = await silent(2, first.next);
    expect([...first.rows, ...rest.rows].map((row) => row.id)).toEqual(['a', 'c', 'b']);
    expect(rest.next).toBeNull();
  });
});
