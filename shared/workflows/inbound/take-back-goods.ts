import { z } from 'zod';
import { bookReturn, flagWithoutRight, freeStockNumber, returnExists } from '../../domains/inventory/api.ts';
import { documentNumberSchema } from '../../domains/sales/api.ts';
import { defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { instantSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';
import { actorName, bookDay, bookDayTables, worksIn } from './book-day.ts';

/** Lines of one return; a shipment has more parcels than anybody brings back at once. */
const LIMIT_LINES = 200;

/** What the screen gets back. */
export interface TakenBackGoods {
  readonly goodsReturnId: string;
  readonly number: string;
  readonly lines: number;
}

/**
 * Goods of a shipment that came back (R52, R53): into stock, or into quarantine where they cannot be sold, each with its
 * reason, of the lot and the piece they left as, at the cost they left with. It is a fact: more than left, which a scan
 * refuses, is set before the warehouse. The order stays as it is; what the customer gets for them is billing's.
 */
export const takeBackGoods = defineCommand({
  name: 'inventory.takeBackGoods',
  version: 1,
  kind: 'fact',
  permission: 'inventory.receiveGoods',
  args: z.strictObject({
    goodsReturnId: idSchema,
    number: documentNumberSchema,
    warehouseId: idSchema,
    shipmentId: idSchema,
    returnedAt: instantSchema,
    note: z.string().max(2_000).nullable(),
    lines: z
      .array(
        z.strictObject({
          /** Of the row, and of its movement. */
          id: idSchema,
          shipmentLineId: idSchema,
          productId: idSchema,
          lotId: idSchema.nullable(),
          serialId: idSchema.nullable(),
          locationId: idSchema.nullable(),
          quantity: positiveQuantitySchema,
          condition: z.enum(['saleable', 'quarantine']),
          reason: z.enum(['unwanted', 'refused', 'wrongGoods', 'opened', 'damaged', 'defective', 'expired']),
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  reads: [
    ...bookDayTables,
    ...(['products', 'lots', 'locations', 'warehouses', 'shipments', 'productCosts'] as const),
    ...(['transfers', 'transferLines'] as const),
  ],
  writes: [
    ...(['goodsReturns', 'goodsReturnLines', 'shipmentLines', 'serials', 'stockMovements', 'stockBalances'] as const),
    ...(['lotBalances', 'locationBalances', 'locationLotBalances', 'movementCosts', 'productCosts'] as const),
    ...(['stockFlags', 'countLines'] as const),
  ],
  refusals: {
    'admin.periodClosed': 'adjust',
    'inventory.numberTaken': 'adjust',
    'inventory.recordedBefore': 'flag',
    'inventory.foreignWarehouse': 'flag',
    'inventory.unknownProduct': 'flag',
    'inventory.unknownLot': 'flag',
    'inventory.lotOfOther': 'flag',
    'inventory.lotMissing': 'flag',
    'inventory.serialMissing': 'flag',
    'inventory.serialNotOne': 'flag',
    'inventory.returnedUnsent': 'flag',
    'inventory.returnedBeyond': 'flag',
    'inventory.belowZero': 'flag',
    'inventory.serialElsewhere': 'flag',
  },
  async run(tx, { goodsReturnId, returnedAt, ...given }, context): Promise<TakenBackGoods> {
    const lines = given.lines.length;
    if (await returnExists(tx, goodsReturnId)) {
      context.flag('inventory.recordedBefore', { number: given.number });
      return { goodsReturnId, number: given.number, lines };
    }
    if (!worksIn(context.actor, given.warehouseId)) context.flag('inventory.foreignWarehouse');
    const { occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, returnedAt, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    const number = await freeStockNumber(tx, 'goodsReturns', given.number);
    if (number !== given.number) context.adjust('inventory.numberTaken', { wanted: given.number, number });
    const takenBack = {
      ...given,
      ...{ id: goodsReturnId, number, returnedAt: occurredAt, returnedOn: openOn, bookedOn },
      takenByName: await actorName(tx, context.actor),
    };
    for (const { code, params } of await bookReturn(tx, takenBack, context)) context.flag(code, params);
    return { goodsReturnId, number, lines };
  },
  tellWithoutRight: (tx, { goodsReturnId, warehouseId, returnedAt, lines }, { number }, context) =>
    flagWithoutRight(
      tx,
      { warehouseId, documentId: goodsReturnId, documentNumber: number, occurredAt: returnedAt, lines },
      context,
    ),
  subject: ({ lines }, { number: document }) => ({ document, rows: lines.length }),
  makes: ({ goodsReturnId }) => [goodsReturnId],
});
