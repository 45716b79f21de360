import { z } from 'zod';
import { exchangePrice } from '../../domains/billing/api.ts';
import {
  bookReceipt,
  flagWithoutRight,
  freeStockNumber,
  LONGEST_CODE,
  receiptExists,
} from '../../domains/inventory/api.ts';
import { documentNumberSchema } from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateSchema, instantSchema } from '../../kernel/instants.ts';
import { type CurrencyCode, positiveQuantitySchema, type UnitPrice } from '../../kernel/money.ts';
import { actorName, bookDay, bookDayTables, worksIn } from './book-day.ts';

/** Lines of one receipt: a pallet more is a receipt more. */
const LIMIT_LINES = 100;
const codeSchema = z.string().trim().min(1).max(LONGEST_CODE);

const argsSchema = z.strictObject({
  receiptId: idSchema,
  number: documentNumberSchema,
  warehouseId: idSchema,
  /** Null: it came without an order of ours. */
  purchaseOrderId: idSchema.nullable(),
  supplierId: idSchema.nullable(),
  /** The number on the paper that came with the goods. */
  deliveryNote: codeSchema.nullable(),
  receivedAt: instantSchema,
  note: z.string().max(2_000).nullable(),
  lines: z
    .array(
      z.strictObject({
        id: idSchema,
        movementId: idSchema,
        /** Of the lot, new or known. */
        lotId: idSchema.nullable(),
        lotCode: codeSchema.nullable(),
        expiresOn: calendarDateSchema.nullable(),
        serialId: idSchema.nullable(),
        serialCode: codeSchema.nullable(),
        productId: idSchema,
        purchaseOrderLineId: idSchema.nullable(),
        locationId: idSchema.nullable(),
        quantity: positiveQuantitySchema,
        condition: z.enum(['saleable', 'quarantine']),
        rejectReason: z.string().max(200).nullable(),
      }),
    )
    .min(1)
    .max(LIMIT_LINES),
});

/** What the screen gets back. */
export interface ReceivedGoods {
  readonly receiptId: string;
  readonly number: string;
  readonly lines: number;
}

/** Goods that came in, against a purchase order or without one (R26, R29, R32). What a scan refuses is refused before. */
export const receiveGoods = defineCommand({
  name: 'inventory.receiveGoods',
  version: 1,
  kind: 'fact',
  args: argsSchema,
  reads: [
    ...bookDayTables,
    ...(['products', 'suppliers', 'locations', 'purchaseLineCosts', 'stockBalances'] as const),
    ...(['exchangeRates', 'transfers', 'transferLines'] as const),
  ],
  writes: [
    ...(['receipts', 'receiptLines', 'lots', 'serials', 'purchaseOrders', 'purchaseOrderLines'] as const),
    ...(['expectedReceipts', 'stockMovements', 'stockBalances', 'lotBalances', 'locationBalances'] as const),
    ...(['locationLotBalances', 'movementCosts', 'productCosts', 'stockFlags', 'countLines'] as const),
  ],
  refusals: {
    'admin.periodClosed': 'adjust',
    'inventory.numberTaken': 'adjust',
    'inventory.recordedBefore': 'flag',
    'inventory.foreignWarehouse': 'flag',
    'inventory.unknownProduct': 'flag',
    'inventory.unknownLot': 'flag',
    'inventory.lotOfOther': 'flag',
    'inventory.lotDayDiffers': 'flag',
    'inventory.serialMissing': 'flag',
    'inventory.lotMissing': 'flag',
    'inventory.serialNotOne': 'flag',
    'inventory.notOnPurchase': 'flag',
    'inventory.purchaseGone': 'flag',
    'inventory.purchaseEnded': 'flag',
    'inventory.purchaseElsewhere': 'flag',
    'inventory.overReceived': 'flag',
    'inventory.rateMissing': 'flag',
    'inventory.belowZero': 'flag',
    'inventory.serialElsewhere': 'flag',
  },
  async run(tx, args, context): Promise<ReceivedGoods> {
    const { receiptId, receivedAt, ...given } = args;
    const lines = args.lines.length;
    if (await receiptExists(tx, receiptId)) {
      context.flag('inventory.recordedBefore', { number: args.number });
      return { receiptId, number: args.number, lines };
    }
    if (!worksIn(context.actor, args.warehouseId)) context.flag('inventory.foreignWarehouse');
    const { settings, occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, receivedAt, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const number = await freeStockNumber(tx, 'receipts', args.number);
    if (number !== args.number) context.adjust('inventory.numberTaken', { wanted: args.number, number });
    const receipt = {
      ...given,
      ...{ id: receiptId, number, receivedAt: occurredAt, receivedOn: openOn, bookedOn },
      receivedByName: await actorName(tx, context.actor),
      tolerance: settings['inventory.receiptTolerance'],
      exchange: (price: UnitPrice, from: CurrencyCode, to: CurrencyCode) =>
        exchangePrice(tx, price, { from, to, home: settings['company.currency'], day: openOn }),
    };
    for (const { code, params } of await bookReceipt(tx, receipt, context)) context.flag(code, params);
    return { receiptId, number, lines };
  },
  tellWithoutRight: (tx, { receiptId, warehouseId, receivedAt, lines }, { number }, context) =>
    flagWithoutRight(
      tx,
      { warehouseId, documentId: receiptId, documentNumber: number, occurredAt: receivedAt, lines },
      context,
    ),
  subject: ({ lines }, { number: document }) => ({ document, rows: lines.length }),
  makes: ({ receiptId, lines }) =>
    [receiptId, ...lines.flatMap(({ lotId, serialId }) => [lotId, serialId])].filter((id) => id !== null),
});
