import { z } from 'zod';
import { defineCommand } from '../../../kernel/command.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { instantSchema } from '../../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../../kernel/money.ts';
import { flagWithoutRight } from '../flag-without-right.ts';
import { pickLineIdSchema } from '../model.ts';
import { goodsPicked, recordPicks } from '../record-picks.ts';
import { pickTables } from '../settle-list.ts';

/** A list of one way through a warehouse; a picker is done with it within an hour. */
const LIMIT_LINES = 500;

/**
 * What a desk took from the shelves (R24), the whole list or the lines that it came to. Of two desks that took the same
 * without a network both stand; what the second took is set before the warehouse to be put back.
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
  reads: ['orders', 'orderLines', 'products', 'lots', 'serials', 'locations'],
  writes: [...pickTables, 'stockFlags'],
  refusals: {
    'inventory.foreignWarehouse': 'flag',
    'inventory.pickedTwice': 'flag',
    'inventory.pickedForNothing': 'flag',
    'inventory.pickedTooMuch': 'flag',
  },
  async run(tx, args, context) {
    const { pickListId, lines } = args;
    const pickedAt = Math.min(args.pickedAt, context.now);
    const disagreements = await recordPicks(tx, { pickListId, pickedAt, lines }, context);
    for (const { kind, params } of disagreements) context.flag(`inventory.${kind}`, params);
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
