import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';

/** What a customer bought before, for the strip beside order entry. */
export interface CustomerBuying {
  readonly lastOrders: readonly {
    readonly id: string;
    readonly number: string;
    readonly orderedOn: string;
    /** Where it shipped from: the likely warehouse of the next one. */
    readonly warehouseId: string;
    readonly totalMinor: number;
    readonly currency: string;
  }[];
  /** Products on the most of its last orders, with the quantity of the newest of them. */
  readonly usual: readonly {
    readonly productId: string;
    readonly productCode: string;
    readonly productName: string;
    readonly unit: string;
    readonly quantity: number;
    readonly orders: number;
  }[];
}

const LOOK_BACK_ORDERS = 12;

export const customerBuying = defineQuery({
  name: 'sales.customerBuying',
  permission: 'sales.see',
  args: z.strictObject({
    customerId: idSchema,
    limitOrders: z.int().min(1).max(20),
    limitUsual: z.int().min(1).max(50),
  }),
  reads: ['orders', 'orderLines'],
  async run(db, { customerId, limitOrders, limitUsual }): Promise<CustomerBuying> {
    const recent = await db
      .selectFrom('orders')
      .select(['id', 'number', 'orderedOn', 'warehouseId', 'totalMinor', 'currency'])
      .where('customerId', '=', customerId)
      .where('state', 'in', ['open', 'closed'])
      .where('deletedAt', 'is', null)
      .orderBy('confirmedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(LOOK_BACK_ORDERS)
      .execute();
    if (recent.length === 0) return { lastOrders: [], usual: [] };
    const lines = await db
      .selectFrom('orderLines')
      .select(['orderId', 'productId', 'productCode', 'productName', 'unit', 'quantity'])
      .where(
        'orderId',
        'in',
        recent.map((row) => row.id),
      )
      .where('deletedAt', 'is', null)
      .orderBy('orderId', 'desc')
      .orderBy('position')
      .orderBy('id')
      .execute();
    const age = new Map(recent.map((row, index) => [row.id, index]));
    const newestFirst = [...lines].sort((a, b) => (age.get(a.orderId) ?? 0) - (age.get(b.orderId) ?? 0));
    const usual = new Map<string, CustomerBuying['usual'][number]>();
    for (const { orderId: _orderId, ...line } of newestFirst) {
      const seen = usual.get(line.productId);
      usual.set(line.productId, seen ? { ...seen, orders: seen.orders + 1 } : { ...line, orders: 1 });
    }
    const ranked = [...usual.values()].sort((a, b) => b.orders - a.orders || (a.productCode < b.productCode ? -1 : 1));
    return { lastOrders: recent.slice(0, limitOrders), usual: ranked.slice(0, limitUsual) };
  },
});
