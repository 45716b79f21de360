import { z } from 'zod';
import {
  flagWithoutRight,
  goodsUnpicked,
  isBookedBefore,
  pickLineIdSchema,
  pickTables,
  unpickGoods,
} from '../../domains/inventory/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { instantSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';
import { bookDay, bookDayTables } from './book-day.ts';

const LIMIT_LINES = 100;

/**
 * What the packing desk found damaged, or did not find, of goods that were picked: a fact (R24, R25). Less is sent; the
 * customer's order still waits for it.
 */
export const unpick = defineCommand({
  name: 'inventory.unpickGoods',
  version: 1,
  kind: 'fact',
  permission: 'inventory.ship',
  args: z.strictObject({
    unpickId: idSchema,
    toldAt: instantSchema,
    /** In the words of who found it; stands at the movement of what is damaged. */
    why: z.string().trim().min(1).max(200).nullable(),
    lines: z
      .array(
        z.strictObject({
          pickLineId: pickLineIdSchema,
          quantity: positiveQuantitySchema,
          reason: z.enum(['damaged', 'notFound']),
          outId: idSchema,
          inId: idSchema,
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  reads: [
    ...bookDayTables,
    ...(['products', 'lots', 'locations', 'productCosts', 'transfers', 'transferLines'] as const),
  ],
  writes: [
    ...pickTables,
    ...(['stockMovements', 'stockBalances', 'movementCosts', 'productCosts', 'serials', 'stockFlags'] as const),
    'countLines',
  ],
  refusals: {
    'admin.periodClosed': 'adjust',
    'inventory.bookedBefore': 'flag',
    'inventory.foreignWarehouse': 'flag',
    'inventory.notPicked': 'flag',
    'inventory.unknownProduct': 'flag',
    'inventory.unknownLot': 'flag',
    'inventory.lotOfOther': 'flag',
    'inventory.lotMissing': 'flag',
    'inventory.serialMissing': 'flag',
    'inventory.placeElsewhere': 'flag',
    'inventory.placeEmpty': 'flag',
    'inventory.belowZero': 'flag',
    'inventory.serialElsewhere': 'flag',
  },
  async run(tx, { unpickId, toldAt, why, lines }, context) {
    const ids = lines.map(({ outId }) => outId);
    if (await isBookedBefore(tx, ids)) {
      context.flag('inventory.bookedBefore');
      return { lines: lines.length };
    }
    const { occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, toldAt, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const paper = { documentId: unpickId, occurredAt, bookedOn };
    for (const { code, params } of await unpickGoods(tx, { lines, why }, paper, context)) context.flag(code, params);
    return { lines: lines.length };
  },
  async tellWithoutRight(tx, { unpickId: documentId, toldAt: occurredAt, lines }, _, context) {
    for (const done of await goodsUnpicked(tx, lines)) {
      await flagWithoutRight(tx, { ...done, documentId, occurredAt }, context);
    }
  },
  subject: ({ lines }) => ({ rows: lines.length }),
  // The desk tells of one line at a time; several together are taken back there.
  withdraw: ({ unpickId, why, lines: [line, ...others] }) =>
    line === undefined || others.length > 0
      ? null
      : { name: 'inventory.repickGoods', args: { unpickId, why, ...line } },
});
