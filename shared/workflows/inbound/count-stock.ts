/** Counting (R28): started blind, recorded, counted again by another person where it is far off, posted. */
import { z } from 'zod';
import { companySettings } from '../../domains/admin/api.ts';
import {
  cancelCountRows,
  countById,
  flagWithoutRight,
  freeStockNumber,
  openCount,
  postCountRows,
  startCountRows,
  warehouseForDocument,
  writeCounted,
} from '../../domains/inventory/api.ts';
import { documentNumberSchema, isOwnNumber } from '../../domains/sales/api.ts';
import { type CommandContext, defineCommand, type WriteContext } from '../../kernel/command.ts';
import { idSchema } from '../../kernel/ids.ts';
import { instantSchema } from '../../kernel/instants.ts';
import { quantitySchema } from '../../kernel/money.ts';
import type { Tx } from '../../kernel/table.ts';
import { actorName, bookDay, bookDayTables, worksIn } from './book-day.ts';

const COUNT = 'inventory.count';
const balances = ['stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const;

/** What the screen gets back. */
export interface CountReply {
  readonly countId: string;
  readonly number: string;
}
const about = (_: unknown, { number: document }: CountReply) => ({ document });

/** Starts a count; its lines are the shelves that the books know, and say nothing of how much. */
export const startCount = defineCommand({
  name: 'inventory.startCount',
  version: 1,
  kind: 'request',
  permission: COUNT,
  args: z.strictObject({
    countId: idSchema,
    number: documentNumberSchema,
    warehouseId: idSchema,
    basis: z.enum(['all', 'zone', 'cycle', 'chosen']),
    /** What lies in it alone; null: everywhere. */
    zoneId: idSchema.nullable(),
    /** These alone; null: all. */
    productIds: z.array(idSchema).min(1).max(500).nullable(),
    note: z.string().max(2_000).nullable(),
  }),
  reads: [...bookDayTables, 'warehouses', 'products', 'lots', 'locations', ...balances],
  writes: ['stockCounts', 'countLines'],
  refusals: {
    'inventory.warehouseGone': 'reject',
    'inventory.foreignWarehouse': 'reject',
    'inventory.countExists': 'reject',
    'inventory.numberNotOwn': 'reject',
    'inventory.nothingToCount': 'reject',
    'inventory.countTooLarge': 'reject',
    'inventory.numberTaken': 'adjust',
  },
  async run(tx, { countId, number: wanted, ...given }, context): Promise<CountReply & { readonly shelves: number }> {
    if (await countById(tx, countId)) throw context.refusal('inventory.countExists', { number: wanted });
    if (!isOwnNumber(wanted, context.device)) throw context.refusal('inventory.numberNotOwn', { number: wanted });
    await warehouseForDocument(tx, given.warehouseId);
    if (!worksIn(context.actor, given.warehouseId)) throw context.refusal('inventory.foreignWarehouse');
    const number = await freeStockNumber(tx, 'stockCounts', wanted);
    if (number !== wanted) context.adjust('inventory.numberTaken', { wanted, number });
    const startedByName = await actorName(tx, context.actor);
    const shelves = await startCountRows(tx, { id: countId, number, ...given, startedByName }, context);
    return { countId, number, shelves };
  },
  subject: about,
  makes: ({ countId }) => [countId],
  withdraw: ({ countId }) => ({ name: 'inventory.cancelCount', args: { countId } }),
});

const shelfFirst = {
  productId: idSchema,
  lotId: idSchema.nullable(),
  locationId: idSchema.nullable(),
  counted: quantitySchema.min(0),
  countedAt: instantSchema,
};
const linesFirst = z.array(z.strictObject(shelfFirst)).min(1).max(200);
const lines = z
  .array(
    z.strictObject({
      ...shelfFirst,
      /** The numbered pieces that were found (R29); left out: it was not counted by numbers. */
      pieces: z.array(idSchema).max(200).optional(),
      /** Beside those that the same person told of this shelf before. */
      isMore: z.boolean().optional(),
    }),
  )
  .min(1)
  .max(200);

const recordRefusals = {
  'inventory.countGone': 'flag',
  'inventory.countEnded': 'flag',
  'inventory.foreignWarehouse': 'flag',
  'inventory.shelfPosted': 'flag',
  'inventory.recountByAnother': 'flag',
  'inventory.countedSince': 'flag',
  'inventory.unknownProduct': 'flag',
  'inventory.unknownLot': 'flag',
  'inventory.placeElsewhere': 'flag',
} as const;

interface Recorded {
  readonly countId: string;
  readonly lines: z.infer<typeof lines>;
}
type RecordContext = CommandContext<typeof recordRefusals>;

const recording = {
  reads: ['settings', 'users', 'products', 'lots', 'locations', 'zones', ...balances],
  // Of the ledger nothing is written yet: what moved since the instant of the count is taken off the books of now.
  writes: ['stockCounts', 'countLines', 'stockMovements', 'stockFlags'],
  refusals: recordRefusals,
  async run(tx: Tx, { countId, lines }: Recorded, context: RecordContext): Promise<CountReply> {
    const count = await countById(tx, countId);
    if (!count) {
      context.flag('inventory.countGone');
      return { countId, number: '' };
    }
    if (!worksIn(context.actor, count.warehouseId)) context.flag('inventory.foreignWarehouse');
    const settings = await companySettings(tx);
    const name = await actorName(tx, context.actor);
    const shelves = lines.map((line) => ({ ...line, countedAt: Math.min(line.countedAt, context.now) }));
    const counter = { name, threshold: settings['inventory.countThreshold'] };
    for (const { code, params } of await writeCounted(tx, count, shelves, counter, context)) context.flag(code, params);
    return { countId, number: count.number };
  },
  async tellWithoutRight(tx: Tx, { countId, lines }: Recorded, { number }: CountReply, context: WriteContext) {
    const count = await countById(tx, countId);
    if (!count) return;
    const { warehouseId } = count;
    const occurredAt = Math.min(...lines.map(({ countedAt }) => countedAt));
    const shelves = lines.map(({ productId, counted }) => ({ productId, quantity: counted }));
    await flagWithoutRight(
      tx,
      { warehouseId, documentId: countId, documentNumber: number, occurredAt, lines: shelves },
      context,
    );
  },
  subject: ({ lines }: Recorded, { number: document }: CountReply) => ({ document, rows: lines.length }),
} as const;

/** As devices told it that knew nothing of numbers. */
export const recordCountFirst = defineCommand({
  name: 'inventory.recordCount',
  version: 1,
  kind: 'fact',
  permission: COUNT,
  args: z.strictObject({ countId: idSchema, lines: linesFirst }),
  ...recording,
});

/** What somebody counted, numbered pieces by their numbers: a fact. */
export const recordCount = defineCommand({
  name: 'inventory.recordCount',
  version: 2,
  kind: 'fact',
  permission: COUNT,
  args: z.strictObject({ countId: idSchema, lines }),
  ...recording,
});

/** Approves a count and books its differences, each at the instant at which its shelf was counted. */
export const postCount = defineCommand({
  name: 'inventory.postCount',
  version: 1,
  kind: 'request',
  args: z.strictObject({
    countId: idSchema,
    /** Shelves that nobody counted stay as the books hold them. */
    skipsOpen: z.boolean(),
    reasons: z
      .array(z.strictObject({ lineId: z.string().max(200), reason: z.string().trim().min(1).max(200) }))
      .max(200),
  }),
  reads: [...bookDayTables, 'products', 'lots', 'locations', 'zones', 'transfers', 'transferLines'],
  writes: [
    ...(['stockCounts', 'countLines', 'stockMovements', ...balances] as const),
    ...(['movementCosts', 'productCosts', 'serials', 'stockFlags'] as const),
  ],
  refusals: {
    'inventory.countGone': 'reject',
    'inventory.countEnded': 'reject',
    'inventory.foreignWarehouse': 'reject',
    'inventory.countUnfinished': 'reject',
    'inventory.recountNeeded': 'adjust',
    'admin.periodClosed': 'adjust',
    'inventory.belowZero': 'flag',
    'inventory.serialElsewhere': 'flag',
  },
  async run(tx, { countId, skipsOpen, reasons }, context) {
    const count = await openCount(tx, countId);
    if (!worksIn(context.actor, count.warehouseId)) throw context.refusal('inventory.foreignWarehouse');
    const settings = await companySettings(tx);
    const closed = new Map<string, string>();
    const posting = {
      threshold: settings['inventory.countThreshold'],
      name: await actorName(tx, context.actor),
      skipsOpen,
      reasons: new Map(reasons.map(({ lineId, reason }) => [lineId, reason])),
      async bookedOn(countedAt: number) {
        const { realOn, openOn, bookedOn } = await bookDay(tx, countedAt, context);
        if (bookedOn !== null) closed.set(realOn, openOn);
        return bookedOn;
      },
    };
    const { told, ...posted } = await postCountRows(tx, count, posting, context);
    for (const [day, openDay] of closed) context.adjust('admin.periodClosed', { day, openDay });
    if (posted.recounts > 0) {
      context.adjust('inventory.recountNeeded', { number: count.number, count: posted.recounts });
    }
    for (const { code, params } of told) context.flag(code, params);
    return { countId, number: count.number, ...posted };
  },
  subject: about,
});

/** Ends a count of which nothing was posted. */
export const cancelCount = defineCommand({
  name: 'inventory.cancelCount',
  version: 1,
  kind: 'request',
  permission: COUNT,
  args: z.strictObject({ countId: idSchema }),
  reads: ['countLines'],
  writes: ['stockCounts'],
  refusals: {
    'inventory.countGone': 'reject',
    'inventory.countEnded': 'reject',
    'inventory.countPosted': 'reject',
    'inventory.foreignWarehouse': 'reject',
  },
  async run(tx, { countId }, context): Promise<CountReply> {
    const count = await openCount(tx, countId);
    if (!worksIn(context.actor, count.warehouseId)) throw context.refusal('inventory.foreignWarehouse');
    await cancelCountRows(tx, count, context);
    return { countId, number: count.number };
  },
  subject: about,
});
