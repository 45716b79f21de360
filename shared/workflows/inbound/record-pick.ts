import { z } from 'zod';
import {
  flagWithoutRight,
  goodsPicked,
  pickLineIdSchema,
  pickTables,
  recordPicks,
} from '../../domains/inventory/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { instantSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';
import { bookDay, bookDayTables } from './book-day.ts';

/** A list of one way through a warehouse; a picker is done with it within an hour. */
const LIMIT_LINES = 500;

/**
 * What a desk took from the shelves (R24), the whole list or the lines that it came to. Of two desks that took the same
 * without a network both stand; what the second took is set before the warehouse to be put back. What lies there and may
 * not be sold is set apart (R20).
 */
export const recordPick = defineCommand({
  name: 'inventory.recordPick',
  version: 1,
  kind: 'fact',
  permission: 'inventory.recordPick',
  args: z.strictObject({
    pickListId: idSchema,
    pickedAt: instantSchema,
    lines: z
      .array(
        z.strictObject({
          pickLineId: pickLineIdSchema,
          picked: z
            .array(
              z.strictObject({
                lotId: idSchema.nullable(),
                serialId: idSchema.nullable(),
                locationId: idSchema.nullable(),
                quantity: positiveQuantitySchema,
              }),
            )
            .max(200),
          shortReason: z.enum(['notFound', 'damaged', 'expired', 'blocked']).nullable(),
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  reads: [
    ...bookDayTables,
    ...(['orders', 'orderLines', 'products', 'lots', 'locations', 'transfers', 'transferLines'] as const),
  ],
  writes: [
    ...pickTables,
    ...(['stockMovements', 'stockBalances', 'movementCosts', 'productCosts', 'serials', 'stockFlags'] as const),
    'countLines',
  ],
  refusals: {
    'admin.periodClosed': 'adjust',
    'inventory.foreignWarehouse': 'flag',
    'inventory.pickedTwice': 'flag',
    'inventory.pickedForNothing': 'flag',
    'inventory.pickedTooMuch': 'flag',
    'inventory.placeEmpty': 'flag',
    'inventory.belowZero': 'flag',
    'inventory.serialElsewhere': 'flag',
  },
  async run(tx, args, context) {
    const { pickListId, lines } = args;
    const { occurredAt: pickedAt, realOn, openOn, bookedOn } = await bookDay(tx, args.pickedAt, context);
    const given = { pickListId, pickedAt, realOn, bookedOn, lines };
    const { disagreements, apart } = await recordPicks(tx, given, context);
    for (const { kind, params } of disagreements) context.flag(`inventory.${kind}`, params);
    if (apart !== null && bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    for (const { kind, params } of apart ?? []) context.flag(`inventory.${kind}`, params);
    return { pickListId };
  },
  async tellWithoutRight(tx, { pickListId, pickedAt: occurredAt, lines }, _, context) {
    const taken = await goodsPicked(tx, pickListId, lines);
    if (!taken) return;
    const { warehouseId, number: documentNumber, goods } = taken;
    const paper = { documentId: pickListId, documentNumber, occurredAt };
    await flagWithoutRight(tx, { warehouseId, ...paper, lines: goods }, context);
  },
  subject: ({ lines }) => ({ rows: lines.length }),
});
