import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { type Quantity, quantitySchema } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { firstDayFor, promisable, promisableOn } from '../rules/promise.ts';
import { askerOf } from './select-available.ts';
import { flowOf, flowTables, selectFlows } from './select-flows.ts';

/** What can be promised of one product in one warehouse, as far as this device knows. */
export interface Promises {
  /** The days on which the figure changes, from today on; the last one holds for ever. */
  readonly days: readonly { readonly on: string; readonly quantity: Quantity }[];
  /** On the day that was asked for. */
  readonly onDay: Quantity;
  /** The first day on which so much can be promised; null: none that is known of. */
  readonly firstOn: string | null;
  /** What should have come before today and has not: the figures count on it, from today on. */
  readonly late: { readonly quantity: Quantity; readonly dueOn: string } | null;
}

/** R21: what comes and what is promised by each day, over what can be sold now (R20). */
export const promises = defineQuery({
  name: 'inventory.promises',
  permission: 'inventory.see',
  args: z.strictObject({
    productId: idSchema,
    warehouseId: idSchema,
    /** Null: today. */
    on: calendarDateSchema.nullable(),
    wanted: quantitySchema,
  }),
  reads: flowTables,
  async run(db, { productId, warehouseId, on, wanted }, context): Promise<Promises> {
    const asker = await askerOf(db, context);
    const flow = flowOf(await selectFlows(db, warehouseId, [productId], asker), productId);
    const overdue = flow.receipts.flatMap(({ quantity, on: due }) =>
      due !== null && due < asker.today ? [{ quantity, due }] : [],
    );
    const [oldest] = overdue.map(({ due }) => due).sort();
    const quantity = overdue.reduce((sum, each) => sum + each.quantity, 0);
    return {
      days: promisable(flow, asker.today),
      onDay: promisableOn(flow, on ?? asker.today, asker.today),
      firstOn: firstDayFor(wanted, flow, asker.today),
      late: oldest === undefined ? null : { quantity, dueOn: oldest },
    };
  },
});

/** Products of one order, gifts among them. */
const LIMIT_PRODUCTS = 600;

/** What can be promised of one of many products. */
export interface PromiseOf {
  readonly productId: string;
  /** On the day that was asked for. */
  readonly onDay: Quantity;
  /** The first day on which all that is wanted can be promised; null: none that is known of. */
  readonly wholeOn: string | null;
  /** The first day on which something can be promised; null: none that is known of. */
  readonly someOn: string | null;
}

/** R21 of everything that an order asks of one warehouse, at once. */
export const promisesOf = defineQuery({
  name: 'inventory.promisesOf',
  permission: 'inventory.see',
  args: z.strictObject({
    warehouseId: idSchema,
    /** Null: today. */
    on: calendarDateSchema.nullable(),
    wanted: z.array(z.strictObject({ productId: idSchema, quantity: quantitySchema })).max(LIMIT_PRODUCTS),
  }),
  reads: flowTables,
  async run(db, { warehouseId, on, wanted }, context): Promise<PromiseOf[]> {
    const asker = await askerOf(db, context);
    const productIds = wanted.map(({ productId }) => productId);
    const flows = await selectFlows(db, warehouseId, productIds, asker);
    return wanted.map(({ productId, quantity }) => {
      const flow = flowOf(flows, productId);
      return {
        productId,
        onDay: promisableOn(flow, on ?? asker.today, asker.today),
        wholeOn: firstDayFor(quantity, flow, asker.today),
        someOn: firstDayFor(1, flow, asker.today),
      };
    });
  },
});
