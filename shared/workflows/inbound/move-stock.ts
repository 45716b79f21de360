import { z } from 'zod';
import { flagWithoutRight, isBookedBefore, moveGoods, scrapGoods } from '../../domains/inventory/api.ts';
import { documentNumberSchema } from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { instantSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';
import { bookDay, bookDayTables, worksIn } from './book-day.ts';

const LIMIT_LINES = 100;
const condition = z.enum(['saleable', 'quarantine']);
const balances = ['stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const;

const tables = {
  reads: [
    ...bookDayTables,
    ...(['products', 'lots', 'locations', 'productCosts', 'transfers', 'transferLines'] as const),
  ] as const,
  writes: [
    'stockMovements',
    ...balances,
    'movementCosts',
    'productCosts',
    'serials',
    'stockFlags',
    'countLines',
  ] as const,
};

const refusals = {
  'admin.periodClosed': 'adjust',
  'inventory.bookedBefore': 'flag',
  'inventory.foreignWarehouse': 'flag',
  'inventory.unknownProduct': 'flag',
  'inventory.unknownLot': 'flag',
  'inventory.lotOfOther': 'flag',
  'inventory.lotMissing': 'flag',
  'inventory.serialMissing': 'flag',
  'inventory.placeElsewhere': 'flag',
  'inventory.placeEmpty': 'flag',
  'inventory.belowZero': 'flag',
  'inventory.serialElsewhere': 'flag',
} as const;

/** Goods put away, set apart in quarantine or freed from it: a fact; the warehouse has as much as before. */
export const moveStock = defineCommand({
  name: 'inventory.moveStock',
  version: 1,
  kind: 'fact',
  args: z.strictObject({
    movedAt: instantSchema,
    /** Of the paper that goes with it, where there is one. */
    number: documentNumberSchema.nullable(),
    moves: z
      .array(
        z.strictObject({
          outId: idSchema,
          inId: idSchema,
          productId: idSchema,
          warehouseId: idSchema,
          quantity: positiveQuantitySchema,
          lotId: idSchema.nullable(),
          serialId: idSchema.nullable(),
          fromLocationId: idSchema.nullable(),
          toLocationId: idSchema.nullable(),
          fromCondition: condition,
          toCondition: condition,
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  ...tables,
  refusals,
  async run(tx, { movedAt, number, moves }, context) {
    const ids = moves.map(({ outId }) => outId);
    if (await isBookedBefore(tx, ids)) {
      context.flag('inventory.bookedBefore');
      return { moves: moves.length };
    }
    if (moves.some(({ warehouseId }) => !worksIn(context.actor, warehouseId))) {
      context.flag('inventory.foreignWarehouse');
    }
    const { occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, movedAt, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const paper = { documentId: context.commandId, documentNumber: number, occurredAt, bookedOn };
    for (const { code, params } of await moveGoods(tx, moves, paper, context)) context.flag(code, params);
    return { moves: moves.length };
  },
  async tellWithoutRight(tx, { movedAt: occurredAt, number: documentNumber, moves }, _, context) {
    for (const warehouseId of [...new Set(moves.map((move) => move.warehouseId))].sort()) {
      const lines = moves.filter((move) => move.warehouseId === warehouseId);
      const documentId = context.commandId;
      await flagWithoutRight(tx, { warehouseId, documentId, documentNumber, occurredAt, lines }, context);
    }
  },
  subject: ({ number, moves }) => ({ ...(number === null ? {} : { document: number }), rows: moves.length }),
});

/** Goods thrown away, with the reason: a fact that has a right of its own (R113). */
export const scrapStock = defineCommand({
  name: 'inventory.scrapStock',
  version: 1,
  kind: 'fact',
  args: z.strictObject({
    scrapId: idSchema,
    number: documentNumberSchema.nullable(),
    warehouseId: idSchema,
    scrappedAt: instantSchema,
    reason: z.string().trim().min(1).max(200),
    lines: z
      .array(
        z.strictObject({
          movementId: idSchema,
          productId: idSchema,
          lotId: idSchema.nullable(),
          serialId: idSchema.nullable(),
          locationId: idSchema.nullable(),
          condition,
          quantity: positiveQuantitySchema,
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  ...tables,
  refusals,
  async run(tx, { scrapId, number, scrappedAt, ...scrap }, context) {
    const ids = scrap.lines.map(({ movementId }) => movementId);
    if (await isBookedBefore(tx, ids)) {
      context.flag('inventory.bookedBefore');
      return { lines: scrap.lines.length };
    }
    if (!worksIn(context.actor, scrap.warehouseId)) context.flag('inventory.foreignWarehouse');
    const { occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, scrappedAt, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const paper = { documentId: scrapId, documentNumber: number, occurredAt, bookedOn };
    for (const { code, params } of await scrapGoods(tx, scrap, paper, context)) context.flag(code, params);
    return { lines: scrap.lines.length };
  },
  tellWithoutRight: (tx, { scrapId, number, warehouseId, scrappedAt, lines }, _, context) =>
    flagWithoutRight(
      tx,
      { warehouseId, documentId: scrapId, documentNumber: number, occurredAt: scrappedAt, lines },
      context,
    ),
  subject: ({ number, lines }) => ({ ...(number === null ? {} : { document: number }), rows: lines.length }),
});
