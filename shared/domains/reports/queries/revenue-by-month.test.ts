import { beforeEach, expect, it } from 'vitest';
import { runQuery } from '#shared/kernel/runner.ts';
import type { Row } from '#shared/kernel/table.ts';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { order, orderLine } from '../../../../tests/support/sample-rows.ts';
import { type RevenueByMonth, revenueByMonth } from './revenue-by-month.ts';

interface Sale {
  readonly on: string;
  readonly productId: string;
  readonly netMinor: number;
  readonly pieces?: number;
  readonly order?: Partial<Row<'orders'>>;
  readonly line?: Partial<Row<'orderLines'>>;
}

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
  });

  async function sell(sales: readonly Sale[]): Promise<void> {
    await writeAs(current(), 'command', async (tx) => {
      for (const { on, productId, netMinor, pieces = 1, ...given } of sales) {
        const orderId = newId();
        await tx
          .insertInto('orders')
          .values(order(orderId, { orderedOn: on, ...given.order }))
          .execute();
        const line = { productId, netMinor, quantity: pieces * 10_000, ...given.line };
        await tx
          .insertInto('orderLines')
          .values(orderLine(newId(), orderId, line))
          .execute();
      }
    });
  }

  const year = { from: '2025-12', to: '2026-11', currency: 'CNY', territoryId: null, limitProducts: 10 };

  async function ask(args: object, permissions = ['reports.see']): Promise<RevenueByMonth> {
    const actor = { userId: company.userId, permissions: new Set(permissions) };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    return (await runQuery(current().kysely, revenueByMonth, args, context)) as RevenueByMonth;
  }

  it('adds up lines by the month of their order and by product, the best first', async () => {
    const { mug, jug, box } = company;
    await sell([
      { on: '2025-12-01', productId: mug.id, netMinor: 100 },
      { on: '2025-12-31', productId: mug.id, netMinor: 20, pieces: 3 },
      { on: '2026-01-01', productId: mug.id, netMinor: 7 },
      { on: '2026-11-30', productId: jug.id, netMinor: 500, order: { state: 'closed' } },
      { on: '2026-05-15', productId: box.id, netMinor: 1 },
    ]);
    const report = await ask({ ...year, limitProducts: 2 });
    expect(report.months).toEqual([
      ...['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'],
      ...['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'],
    ]);
    expect(report.products).toEqual([
      {
        productId: jug.id,
        productCode: 'B-020',
        productName: '产品 B-020',
        unit: '件',
        quantity: 10_000,
        netMinor: 500,
        byMonth: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 500],
      },
      {
        productId: mug.id,
        productCode: 'A-100',
        productName: '产品 A-100',
        unit: '件',
        quantity: 50_000,
        netMinor: 127,
        byMonth: [120, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      },
    ]);
    expect(report.rest).toEqual({ productCount: 1, netMinor: 1, byMonth: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] });
    expect(report.total).toEqual({ netMinor: 628, byMonth: [120, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 500] });
  });

  it('puts every day of every month where it belongs, in periods of every length', async () => {
    const days = Array.from({ length: 366 }, (_, day) =>
      new Date(Date.UTC(2025, 11, 1 + day)).toISOString().slice(0, 10),
    );
    await sell(days.map((on) => ({ on, productId: company.mug.id, netMinor: 1 })));
    for (const to of ['2025-12', '2026-01', '2026-02', '2026-05', '2026-10', '2026-11', '2027-03']) {
      const { months, total } = await ask({ ...year, to });
      const daysOf = (month: string): number => days.filter((day) => day.startsWith(month)).length;
      expect(total.byMonth, to).toEqual(months.map(daysOf));
    }
  });

  it('leaves out what was cancelled, rejected, deleted or ordered outside of the period', async () => {
    const sale = { on: '2026-11-01', productId: company.mug.id, netMinor: 1 };
    await sell([
      { ...sale, netMinor: 5 },
      { ...sale, order: { state: 'cancelled' } },
      { ...sale, order: { state: 'rejected' } },
      { ...sale, order: { deletedAt: 5 } },
      { ...sale, line: { deletedAt: 5 } },
      { ...sale, on: '2025-11-30' },
      { ...sale, on: '2026-12-01' },
    ]);
    expect((await ask(year)).total.netMinor).toBe(5);
  });

  it('keeps to a territory and to a currency, and names the currencies that it leaves out', async () => {
    const sale = { on: '2026-11-01', productId: company.mug.id };
    const { territoryId } = company;
    await sell([
      { ...sale, netMinor: 1, order: { territoryId } },
      { ...sale, netMinor: 2, order: { territoryId: newId() } },
      { ...sale, netMinor: 4, order: { territoryId, currency: 'USD' } },
    ]);
    expect(await ask(year)).toMatchObject({ total: { netMinor: 3 }, otherCurrencies: ['USD'], currency: 'CNY' });
    expect((await ask({ ...year, territoryId })).total.netMinor).toBe(1);
    expect(await ask({ ...year, currency: 'USD' })).toMatchObject({ total: { netMinor: 4 }, otherCurrencies: ['CNY'] });
  });

  it('shows a product that this device does not hold without a name, and an empty year', async () => {
    expect(await ask(year)).toMatchObject({ products: [], otherCurrencies: [], total: { netMinor: 0 } });
    const productId = newId();
    await sell([{ on: '2026-11-01', productId, netMinor: 3 }]);
    expect((await ask(year)).products).toMatchObject([{ productId, productCode: null, productName: null, unit: null }]);
  });

  it.each([{ to: '2025-11' }, { to: '2028-12' }, { from: '2026-13' }, { from: '2026-1' }, { limitProducts: 0 }])(
    'refuses the period or limit %j, and who has not the right',
    async (wrong) => {
      await expect(ask({ ...year, ...wrong })).rejects.toThrow('kernel.invalidArguments');
      await expect(ask(year, ['sales.see'])).rejects.toThrow('kernel.notPermitted');
    },
  );
});
