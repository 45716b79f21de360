import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { calendarDateSchema } from '../../../kernel/instants.ts';
import { type Quantity, quantitySchema } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { firstDayFor, promisable, promisableOn } from '../rules/promise.ts';
import { askerOf, availabilityTables, figureOf, heldForOthersOf, unsaleableOf } from './select-available.ts';

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
  reads: [...availabilityTables, 'expectedReceipts', 'reservations', 'orders', 'orderLines'],
  async run(db, { productId, warehouseId, on, wanted }, context): Promise<Promises> {
    const asker = await askerOf(db, context);
    const stock = await db
      .selectFrom('stockBalances')
      .select((eb) => [
        figureOf(eb, 'onHand').as('onHand'),
        figureOf(eb, 'reserved').as('reserved'),
        unsaleableOf(eb, asker).as('unsaleable'),
        heldForOthersOf(eb, asker).as('heldForOthers'),
      ])
      .where('stockBalances.id', '=', `${productId}:${warehouseId}`)
      .executeTakeFirst();
    const receipts = await db
      .selectFrom('expectedReceipts')
      .select(['quantity', 'dueOn as on'])
      .where('productId', '=', productId)
      .where('warehouseId', '=', warehouseId)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .execute();
    const held = await db
      .selectFrom('reservations')
      .leftJoin('orders', 'orders.id', 'reservations.orderId')
      .select(['reservations.quantity', 'orders.requestedOn as on'])
      .where('reservations.productId', '=', productId)
      .where('reservations.warehouseId', '=', warehouseId)
      .where('reservations.deletedAt', 'is', null)
      .orderBy('reservations.id')
      .execute();
    const waiting = await db
      .selectFrom('orderLines')
      .innerJoin('orders', 'orders.id', 'orderLines.orderId')
      .select(['orderLines.backOrdered as quantity', 'orders.requestedOn as on'])
      .where('orderLines.productId', '=', productId)
      .where('orderLines.backOrdered', '>', 0)
      .where('orderLines.deletedAt', 'is', null)
      .where('orders.warehouseId', '=', warehouseId)
      .where('orders.state', '=', 'open')
      .orderBy('orderLines.id')
      .execute();
    const saleable = stock ? stock.onHand - stock.unsaleable - stock.heldForOthers : 0;
    // A rep's device holds the orders of a few territories: what else the balance says is held back counts as due at once.
    const seen = held.reduce((sum, { quantity }) => sum + quantity, 0);
    const unseen = { quantity: Math.max(0, (stock?.reserved ?? 0) - seen), on: null };
    const overdue = receipts.flatMap(({ quantity, on: due }) =>
      due !== null && due < asker.today ? [{ quantity, due }] : [],
    );
    const [oldest] = overdue.map(({ due }) => due).sort();
    const quantity = overdue.reduce((sum, each) => sum + each.quantity, 0);
    const flow = { onHand: saleable, receipts, commitments: [...held, unseen, ...waiting] };
    return {
      days: promisable(flow, asker.today),
      onDay: promisableOn(flow, on ?? asker.today, asker.today),
      firstOn: firstDayFor(wanted, flow, asker.today),
      late: oldest === undefined ? null : { quantity, dueOn: oldest },
    };
  },
});
