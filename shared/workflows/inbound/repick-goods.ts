import { z } from 'zod';
import {
  pickLineById,
  pickLineIdSchema,
  pickTables,
  repickGoods,
  whatHoldsUnpicked,
} from '../../domains/inventory/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';
import { bookDay, bookDayTables, worksIn } from './book-day.ts';

/**
 * Takes back what the packing desk told of goods that could not be packed (`inventory.unpickGoods`): they are good, or were
 * found after all (R104). Refused where somebody has gone on with them since, or the order does not hold them any more.
 */
export const repick = defineCommand({
  name: 'inventory.repickGoods',
  version: 1,
  kind: 'request',
  permission: 'inventory.ship',
  args: z.strictObject({
    /** As it was told: the booking, its line, and the movements of what was damaged. */
    unpickId: idSchema,
    pickLineId: pickLineIdSchema,
    quantity: positiveQuantitySchema,
    reason: z.enum(['damaged', 'notFound']),
    outId: idSchema,
    inId: idSchema,
    /** Stands at the movement of what was set apart. */
    why: z.string().trim().min(1).max(200).nullable(),
  }),
  reads: [...bookDayTables, 'products', 'reservations', 'productCosts', 'transfers', 'transferLines'],
  writes: [
    ...pickTables,
    ...(['stockMovements', 'stockBalances', 'movementCosts', 'productCosts', 'serials', 'stockFlags'] as const),
    'countLines',
  ],
  refusals: {
    'inventory.unpickGone': 'reject',
    'inventory.unpickSettled': 'reject',
    'inventory.unpickNotHeld': 'reject',
    'admin.periodClosed': 'adjust',
    'inventory.belowZero': 'flag',
    'inventory.serialElsewhere': 'flag',
  },
  async run(tx, { pickLineId, ...told }, context) {
    const row = await pickLineById(tx, pickLineId);
    if (!row || !worksIn(context.actor, row.warehouseId)) throw context.refusal('inventory.unpickGone');
    const against = await whatHoldsUnpicked(tx, row, told);
    if (against) throw context.refusal(against.code, against.params);
    const { realOn, openOn, bookedOn } = await bookDay(tx, context.now, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const paper = { documentId: told.unpickId, occurredAt: context.now, bookedOn };
    for (const { kind, params } of await repickGoods(tx, row, told, paper, context)) {
      context.flag(`inventory.${kind}`, params);
    }
    return { orderNumber: row.orderNumber, product: row.productName };
  },
  subject: (_, { orderNumber: document, product: party }) => ({ document, party }),
});
