/**
 * What is on hand of one product, over all movements of a year. The balance is kept where movements are made, so its
 * question must cost what any row by its key costs: the same way (a reader's connection, arguments parsed, rights
 * checked) reads one customer by id on the other side. The driver alone and the sum over the movements stand beside.
 */
import type { Row } from '#shared/kernel/table.ts';
import { ask } from '../ask.ts';
import type { Measure } from '../measure.ts';
import { median, percentile, timeInTurns } from '../statistics.ts';

const MOST_RATIO = 2;
const SAMPLES = 200;

type Stock = Pick<Row<'stockBalances'>, 'productId' | 'warehouseId' | 'onHand'>;

export const measure: Measure = {
  about: 'stock of one product over all movements, against one row by its key, asked the same way',
  async run(bench) {
    const company = await bench.company();
    const reader = company.openReader();
    const raw = company.openRawReader();
    try {
      const idsOf = (table: string): string[] =>
        raw
          .prepare(`SELECT "id" FROM "${table}" WHERE "deletedAt" IS NULL ORDER BY "id" LIMIT ${SAMPLES}`)
          .pluck()
          .all() as string[];
      const [products, customers] = [idsOf('products'), idsOf('customers')];
      const stockOf = (productId: string) =>
        ask<Stock[]>(reader, company, 'inventory.stockByWarehouse', { productIds: [productId] });
      const summed = raw.prepare(
        'SELECT "productId", "warehouseId", sum("quantity") AS "onHand" FROM "stockMovements" WHERE "productId" = ? AND "deletedAt" IS NULL GROUP BY "warehouseId" ORDER BY "warehouseId"',
      );
      for (const productId of products) {
        const kept = (await stockOf(productId)).map(({ warehouseId, onHand }) => ({ productId, warehouseId, onHand }));
        const moved = new Map(
          (summed.all(productId) as Stock[]).map(({ warehouseId, onHand }) => [warehouseId, onHand]),
        );
        const isSame = kept.every(({ warehouseId, onHand }) => onHand === (moved.get(warehouseId) ?? 0));
        if (!isSame || kept.length < moved.size) throw new Error(`the stock of ${productId} is not what was moved`);
      }
      const point = raw.prepare('SELECT * FROM "stockBalances" WHERE "productId" = ?');
      const nth = (ids: readonly string[], run: number): string => ids[run % ids.length] ?? '';
      const timings = await timeInTurns(
        { warmUps: SAMPLES, rounds: bench.isQuick ? 1_000 : 4_000 },
        {
          stock: (run) => stockOf(nth(products, run)),
          point: (run) => ask(reader, company, 'crm.customer', { id: nth(customers, run) }),
          raw: (run) => point.all(nth(products, run)),
          sum: (run) => summed.all(nth(products, run)),
        },
      );
      const ratio = median(timings.stock) / median(timings.point);
      return {
        value: median(timings.stock) * 1_000,
        unit: 'µs',
        ratio,
        against: 'a customer by id, asked the same way',
        goal: `≤ ${MOST_RATIO}×`,
        ok: ratio <= MOST_RATIO,
        parts: {
          movements: raw.prepare('SELECT count(*) FROM "stockMovements"').pluck().get() as number,
          p99: percentile(timings.stock, 0.99) * 1_000,
          point: median(timings.point) * 1_000,
          driverAlone: median(timings.raw) * 1_000,
          sumOfItsMovements: median(timings.sum) * 1_000,
        },
      };
    } finally {
      raw.close();
      await reader.close();
    }
  },
};
