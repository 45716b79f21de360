/** Goods between warehouses (R27): asked for, sent, received, written off, ended. */
import { z } from 'zod';
import {
  bookTransfer,
  endTransferRows,
  flagWithoutRight,
  freeStockNumber,
  insertTransfer,
  isBookedBefore,
  linesOfTransfer,
  loseUnderWay,
  productsForDocument,
  transferById,
  transferForChange,
  warehouseForDocument,
} from '../../domains/inventory/api.ts';
import { documentNumberSchema, isOwnNumber } from '../../domains/sales/api.ts';
import { type CommandContext, defineCommand } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { calendarDateSchema, type Instant, instantSchema } from '../../kernel/instants.ts';
import { positiveQuantitySchema } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';
import { actorName, bookDay, bookDayTables, worksIn } from './book-day.ts';

const LIMIT_LINES = 100;
const PERMISSION = 'inventory.transfer';
const rows = ['transfers', 'transferLines', 'expectedReceipts', 'stockBalances'] as const;

/** What the screen gets back. */
export interface TransferReply {
  readonly transferId: string;
  readonly number: string;
}
const about = (_: unknown, { number: document }: TransferReply) => ({ document });

/** One warehouse asks another for goods; nothing moves yet. */
export const askTransfer = defineCommand({
  name: 'inventory.askTransfer',
  version: 1,
  kind: 'request',
  permission: PERMISSION,
  args: z.strictObject({
    transferId: idSchema,
    number: documentNumberSchema,
    fromWarehouseId: idSchema,
    toWarehouseId: idSchema,
    dueOn: calendarDateSchema.nullable(),
    note: z.string().max(2_000).nullable(),
    lines: z
      .array(
        z.strictObject({
          id: idSchema,
          productId: idSchema,
          /** Null: any lot. */
          lotId: idSchema.nullable(),
          quantity: positiveQuantitySchema,
        }),
      )
      .min(1)
      .max(LIMIT_LINES),
  }),
  reads: [...bookDayTables, 'warehouses', 'products', 'lots'],
  writes: ['transfers', 'transferLines'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.productGone': 'reject',
    'inventory.sameWarehouse': 'reject',
    'inventory.numberNotOwn': 'reject',
    'inventory.transferExists': 'reject',
    'inventory.numberTaken': 'adjust',
  },
  async run(tx, args, context): Promise<TransferReply> {
    const { transferId, number: wanted, fromWarehouseId, toWarehouseId, dueOn, note } = args;
    if (await transferById(tx, transferId)) throw context.refusal('inventory.transferExists', { number: wanted });
    if (!isOwnNumber(wanted, context.device)) throw context.refusal('inventory.numberNotOwn', { number: wanted });
    if (fromWarehouseId === toWarehouseId) throw context.refusal('inventory.sameWarehouse');
    const from = await warehouseForDocument(tx, fromWarehouseId);
    const to = await warehouseForDocument(tx, toWarehouseId);
    const products = await productsForDocument(
      tx,
      args.lines.map(({ productId }) => productId),
    );
    const number = await freeStockNumber(tx, 'transfers', wanted);
    if (number !== wanted) context.adjust('inventory.numberTaken', { wanted, number });
    const lines = args.lines.flatMap(({ productId, ...line }) => {
      const product = products.get(productId);
      return product ? [{ ...line, product }] : [];
    });
    const askedByName = await actorName(tx, context.actor);
    await insertTransfer(tx, { id: transferId, number, from, to, dueOn, askedByName, note, lines }, context);
    return { transferId, number };
  },
  subject: about,
  makes: ({ transferId, lines }) => [transferId, ...lines.map(({ id }) => id)],
  withdraw: ({ transferId }) => ({ name: 'inventory.endTransfer', args: { transferId } }),
});

const deedTables = {
  reads: [...bookDayTables, 'products', 'lots'] as const,
  writes: [
    ...rows,
    ...(['stockMovements', 'lotBalances', 'locationBalances', 'locationLotBalances', 'movementCosts'] as const),
    ...(['productCosts', 'serials', 'stockFlags', 'countLines'] as const),
  ] as const,
};

const deedRefusals = {
  'admin.periodClosed': 'adjust',
  'inventory.foreignWarehouse': 'flag',
  'inventory.bookedBefore': 'flag',
  'inventory.transferGone': 'flag',
  'inventory.transferEnded': 'flag',
  'inventory.notOnTransfer': 'flag',
  'inventory.moreThanAsked': 'flag',
  'inventory.moreThanUnderWay': 'flag',
  'inventory.notSent': 'flag',
  'inventory.unknownProduct': 'flag',
  'inventory.unknownLot': 'flag',
  'inventory.lotOfOther': 'flag',
  'inventory.lotMissing': 'flag',
  'inventory.serialMissing': 'flag',
  'inventory.belowZero': 'flag',
  'inventory.serialElsewhere': 'flag',
} as const;

const goods = {
  lineId: idSchema,
  movementId: idSchema,
  lotId: idSchema.nullable(),
  serialId: idSchema.nullable(),
  locationId: idSchema.nullable(),
  quantity: positiveQuantitySchema,
};
type Goods = Parameters<typeof bookTransfer>[1]['lines'][number];

interface Booking {
  readonly transferId: string;
  readonly way: 'sent' | 'received';
  readonly at: Instant;
  readonly lines: readonly Goods[];
}

/** What left, or came, is a fact; of a transfer that was never one here nothing can be booked, and that is told. */
async function book(tx: Tx, given: Booking, context: CommandContext<typeof deedRefusals>): Promise<TransferReply> {
  const { transferId, way, at, lines } = given;
  const transfer = await transferById(tx, transferId);
  if (!transfer) {
    context.flag('inventory.transferGone');
    return { transferId, number: '' };
  }
  const { number, fromWarehouseId, toWarehouseId } = transfer;
  const ids = lines.map(({ movementId }) => movementId);
  if (await isBookedBefore(tx, ids)) {
    context.flag('inventory.bookedBefore');
    return { transferId, number };
  }
  if (!worksIn(context.actor, way === 'sent' ? fromWarehouseId : toWarehouseId)) {
    context.flag('inventory.foreignWarehouse');
  }
  const { occurredAt, realOn, openOn, bookedOn } = await bookDay(tx, at, context);
  if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
  const paper = { documentId: transferId, documentNumber: number, occurredAt, bookedOn };
  const told = await bookTransfer(tx, { transfer, way, lines, paper }, context);
  for (const { code, params } of told) context.flag(code, params);
  return { transferId, number };
}

/** The warehouse at whose end it was done hears of it. */
async function tellBooked(
  tx: Tx,
  { transferId, way, at, lines }: Booking,
  context: CommandContext<typeof deedRefusals>,
): Promise<void> {
  const transfer = await transferById(tx, transferId);
  if (!transfer) return;
  const { number, fromWarehouseId, toWarehouseId } = transfer;
  const warehouseId = way === 'sent' ? fromWarehouseId : toWarehouseId;
  const asked = new Map((await linesOfTransfer(tx, transferId)).map((line) => [line.id, line.productId]));
  const goods = lines.flatMap(({ lineId, quantity }) => {
    const productId = asked.get(lineId);
    return productId === undefined ? [] : [{ productId, quantity }];
  });
  const paper = { documentId: transferId, documentNumber: number, occurredAt: at };
  await flagWithoutRight(tx, { warehouseId, ...paper, lines: goods }, context);
}

const sendArgs = z.strictObject({
  transferId: idSchema,
  sentAt: instantSchema,
  lines: z.array(z.strictObject(goods)).min(1).max(LIMIT_LINES),
});
const sentBooking = ({ transferId, sentAt: at, lines }: z.infer<typeof sendArgs>): Booking => ({
  transferId,
  way: 'sent',
  at,
  lines: lines.map((line) => ({ ...line, condition: 'saleable' })),
});

const receiveArgs = z.strictObject({
  transferId: idSchema,
  receivedAt: instantSchema,
  lines: z
    .array(z.strictObject({ ...goods, condition: z.enum(['saleable', 'quarantine']) }))
    .min(1)
    .max(LIMIT_LINES),
});
const receivedBooking = ({ transferId, receivedAt: at, lines }: z.infer<typeof receiveArgs>): Booking => ({
  transferId,
  way: 'received',
  at,
  lines,
});

/** Goods left the source, all that was asked for or part of it. */
export const sendTransfer = defineCommand({
  name: 'inventory.sendTransfer',
  version: 1,
  kind: 'fact',
  permission: PERMISSION,
  args: sendArgs,
  ...deedTables,
  refusals: deedRefusals,
  run: (tx, args, context) => book(tx, sentBooking(args), context),
  tellWithoutRight: (tx, args, _, context) => tellBooked(tx, sentBooking(args), context),
  subject: about,
});

/** Goods came to the destination. */
export const receiveTransfer = defineCommand({
  name: 'inventory.receiveTransfer',
  version: 1,
  kind: 'fact',
  permission: PERMISSION,
  args: receiveArgs,
  ...deedTables,
  refusals: deedRefusals,
  run: (tx, args, context) => book(tx, receivedBooking(args), context),
  tellWithoutRight: (tx, args, _, context) => tellBooked(tx, receivedBooking(args), context),
  subject: about,
});

/** What was lost on the way is written off, by whoever may throw goods away and works at one of its two ends. */
export const writeOffTransfer = defineCommand({
  name: 'inventory.writeOffTransfer',
  version: 1,
  kind: 'request',
  permission: 'inventory.scrapStock',
  args: z.strictObject({
    transferId: idSchema,
    reason: z.string().trim().min(1).max(200),
    lines: z
      .array(z.strictObject({ lineId: idSchema, quantity: positiveQuantitySchema }))
      .min(1)
      .max(LIMIT_LINES),
  }),
  reads: bookDayTables,
  writes: rows,
  refusals: {
    'admin.periodClosed': 'adjust',
    'inventory.transferGone': 'reject',
    'inventory.transferEnded': 'reject',
    'inventory.foreignWarehouse': 'reject',
    'inventory.notOnTransfer': 'reject',
    'inventory.moreThanUnderWay': 'reject',
  },
  async run(tx, { transferId, lines, reason }, context): Promise<TransferReply> {
    const transfer = await transferForChange(tx, transferId);
    const { fromWarehouseId, toWarehouseId } = transfer;
    if (!worksIn(context.actor, fromWarehouseId) && !worksIn(context.actor, toWarehouseId)) {
      throw context.refusal('inventory.foreignWarehouse');
    }
    const { realOn, openOn, bookedOn } = await bookDay(tx, context.now, context);
    if (bookedOn !== null) context.adjust('admin.periodClosed', { day: realOn, openDay: openOn });
    await loseUnderWay(tx, transfer, { lines, reason, on: openOn }, context);
    return { transferId, number: transfer.number };
  },
  subject: about,
});

/** Ends one: cancelled while nothing left the source, else closed without the rest. */
export const endTransfer = defineCommand({
  name: 'inventory.endTransfer',
  version: 1,
  kind: 'request',
  permission: PERMISSION,
  args: z.strictObject({ transferId: idSchema }),
  reads: [],
  writes: ['transfers', 'transferLines'],
  refusals: {
    'inventory.transferGone': 'reject',
    'inventory.transferEnded': 'reject',
    'inventory.transferUnderWay': 'reject',
  },
  async run(tx, { transferId }, context): Promise<TransferReply & { readonly state: string }> {
    const transfer = await transferForChange(tx, transferId);
    const state = await endTransferRows(tx, transfer, context);
    return { transferId, number: transfer.number, state };
  },
  subject: about,
});
