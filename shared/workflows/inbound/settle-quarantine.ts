import { z } from 'zod';
import {
  flagWithoutRight,
  freeGoods,
  freeStockNumber,
  isBookedBefore,
  receiptExists,
  sendBackGoods,
} from '../../domains/inventory/api.ts';
import { documentNumberSchema } from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { instantSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';
import { actorName, bookDay, bookDayTables, worksIn } from './book-day.ts';

const LIMIT_LINES = 100;
const SETTLE = 'inventory.settleQuarantine';
const reason = z.string().trim().min(1).max(200);
const balances = ['stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const;

const reads = [
  ...bookDayTables,
  ...(['products', 'lots', 'locations', 'productCosts', 'transfers', 'transferLines'] as const),
] as const;
const writes = [
  'stockMovements',
  ...balances,
  'movementCosts',
  'productCosts',
  'serials',
  'stockFlags',
  'countLines',
] as const;

const refusals = {
  'admin.periodClosed': 'adjust',
  'inventory.foreignWarehouse': 'flag',
  'inventory.unknownProduct': 'flag',
  'inventory.unknownLot': 'flag',
  'inventory.lotOfOther': 'flag',
  'inventory.lotMissing': 'flag',
  'inventory.serialMissing': 'flag',
  'inventory.placeElsewhere': 'flag',
  'inventory.placeEmpty': 'flag',
  'inventory.notSetApart': 'flag',
  'inventory.belowZero': 'flag',
  'inventory.serialElsewhere': 'flag',
} as const;

/** Goods that were looked at and may be sold again: a fact, with the reason (R20, R26). */
export const freeQuarantine = defineCommand({
  name: 'inventory.freeQuarantine',
  version: 1,
  kind: 'fact',
  permission: SETTLE,
  args: z.strictObject({
    freeId: idSchema,
    warehouseId: idSchema,
    freedAt: instantSchema,
    reason,
    lines: z
      .array(
        z.strictObject({
          outId: idSchema,
          inId: idSchema,
          productId: idSchema,
          lotId: idSchema.nullable(),
          serialId: idSchema.nullable(),
          fromLocationId: idSchema.nullable(),
          /** Null: it waits to be put away. */
          toLocationId: idSchema.nullable(),
          quantity: positiveQuantitySchema,
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  reads,
  writes,
  refusals: { ...refusals, 'inventory.bookedBefore': 'flag' },
  async run(tx, { freeId, warehouseId, freedAt, reason: why, lines }, context) {
    const ids = lines.map(({ outId }) => outId);
    if (await isBookedBefore(tx, ids)) {
      context.flag('inventory.bookedBefore');
      return { lines: lines.length };
    }
    if (!worksIn(context.actor, warehouseId)) context.flag('inventory.foreignWarehouse');
    const { occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, freedAt, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const paper = { documentId: freeId, documentNumber: null, occurredAt, bookedOn };
    const moves = lines.map((line) => ({ ...line, warehouseId, reason: why }));
    for (const { code, params } of await freeGoods(tx, moves, paper, context)) context.flag(code, params);
    return { lines: lines.length };
  },
  tellWithoutRight: (tx, { freeId: documentId, warehouseId, freedAt: occurredAt, lines }, _, context) =>
    flagWithoutRight(tx, { warehouseId, documentId, documentNumber: null, occurredAt, lines }, context),
  subject: ({ lines }) => ({ rows: lines.length }),
});

/** Goods that went back to their supplier out of quarantine: a fact, with its paper and the reason (R26, R32). */
export const sendBack = defineCommand({
  name: 'inventory.sendBack',
  version: 1,
  kind: 'fact',
  permission: SETTLE,
  args: z.strictObject({
    receiptId: idSchema,
    number: documentNumberSchema,
    warehouseId: idSchema,
    supplierId: idSchema.nullable(),
    supplierName: z.string().trim().min(1).max(200),
    sentAt: instantSchema,
    reason,
    lines: z
      .array(
        z.strictObject({
          id: idSchema,
          productId: idSchema,
          lotId: idSchema.nullable(),
          serialId: idSchema.nullable(),
          locationId: idSchema.nullable(),
          quantity: positiveQuantitySchema,
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  reads,
  writes: [...writes, 'receipts', 'receiptLines'],
  refusals: { ...refusals, 'inventory.recordedBefore': 'flag', 'inventory.numberTaken': 'adjust' },
  async run(tx, { receiptId: id, number: wanted, sentAt, ...given }, context) {
    const lines = given.lines.length;
    if (await receiptExists(tx, id)) {
      context.flag('inventory.recordedBefore', { number: wanted });
      return { number: wanted, lines };
    }
    if (!worksIn(context.actor, given.warehouseId)) context.flag('inventory.foreignWarehouse');
    const { occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, sentAt, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const number = await freeStockNumber(tx, 'receipts', wanted);
    if (number !== wanted) context.adjust('inventory.numberTaken', { wanted, number });
    const head = { id, number, sentAt: occurredAt, sentOn: openOn, bookedOn };
    const sent = { ...given, ...head, sentByName: await actorName(tx, context.actor) };
    for (const { code, params } of await sendBackGoods(tx, sent, context)) context.flag(code, params);
    return { number, lines };
  },
  tellWithoutRight: (tx, { receiptId: documentId, warehouseId, sentAt, lines }, { number }, context) =>
    flagWithoutRight(tx, { warehouseId, documentId, documentNumber: number, occurredAt: sentAt, lines }, context),
  subject: ({ supplierName: party, lines }, { number: document }) => ({ document, party, rows: lines.length }),
  makes: ({ receiptId }) => [receiptId],
});
