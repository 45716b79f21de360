import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';

const SEE = 'inventory.see';

const columns = [
  'id',
  'number',
  'warehouseId',
  'purchaseOrderId',
  'purchaseOrderNumber',
  'supplierName',
  'deliveryNote',
  'receivedAt',
  'receivedByName',
  'lineCount',
  'reversesId',
  'sentBack',
] as const;

/** One receipt in a list. */
export type ReceiptListRow = Pick<Row<'receipts'>, (typeof columns)[number]>;

/** What came in, the newest first, or what fits what was typed (one page). */
export const receiptList = defineQuery({
  name: 'inventory.receiptList',
  permission: SEE,
  args: z.strictObject({ search: z.string().max(100), warehouseId: idSchema.nullable(), ...pageArgs }),
  reads: ['receipts'],
  async run(db, { search, warehouseId, cursor, limit }, context): Promise<Page<ReceiptListRow>> {
    let query = db.selectFrom('receipts').select(columns).where('deletedAt', 'is', null);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    if (search.trim() !== '') {
      const filtered = query;
      const wanted = { table: 'receipts', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      return { rows: hits.slice(0, limit), next: null };
    }
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([eb('receivedAt', '<', Number(key)), eb.and([eb('receivedAt', '=', Number(key)), eb('id', '<', id)])]),
      );
    }
    const rows = await query
      .orderBy('receivedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.receivedAt);
  },
});

/** The receipt that brought goods which went back. */
export interface CameWith {
  readonly receiptId: string;
  readonly number: string;
  readonly deliveryNote: string | null;
  readonly purchaseOrderNumber: string | null;
  readonly receivedAt: Instant;
}

/** A line, and what its goods came with where they went back and this device knows it. */
export interface ReceiptLineRow extends Row<'receiptLines'> {
  readonly cameWith: CameWith | null;
}

/** A receipt with all that stands on it. */
export interface ReceiptDocument {
  readonly head: Row<'receipts'>;
  readonly lines: readonly ReceiptLineRow[];
  /** Of the receipt that takes this one back, or that this one takes back. */
  readonly otherNumber: string | null;
}

export const receipt = defineQuery({
  name: 'inventory.receipt',
  permission: SEE,
  args: z.strictObject({ id: idSchema }),
  reads: ['receipts', 'receiptLines'],
  async run(db, { id }): Promise<ReceiptDocument | null> {
    const head = await db
      .selectFrom('receipts')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await db
      .selectFrom('receiptLines')
      .selectAll()
      .where('receiptId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('position')
      .orderBy('id')
      .execute();
    if (!head) return null;
    const other =
      head.reversesId === null
        ? undefined
        : await db.selectFrom('receipts').select('number').where('id', '=', head.reversesId).executeTakeFirst();
    const cameWith = head.sentBack === 1 ? await readOrigins(db, head, lines) : () => null;
    return {
      head,
      lines: lines.map((line) => ({ ...line, cameWith: cameWith(line) })),
      otherNumber: other?.number ?? null,
    };
  },
});

/** So many receipts are looked at. */
const LIMIT_ORIGINS = 200;

/**
 * What goods that went back came with, by their piece or their lot: the supplier asks for it first. The latest receipt of
 * the supplier that they went to, else the latest of all.
 */
async function readOrigins(db: Reader, { supplierName, receivedAt }: Row<'receipts'>, lines: readonly Line[]) {
  const ids = (of: (line: Line) => string | null) => ['', ...new Set(lines.flatMap((line) => of(line) ?? []))];
  const lotIds = ids(({ lotId }) => lotId);
  const serialIds = ids(({ serialId }) => serialId);
  const rows = await db
    .selectFrom('receiptLines')
    .innerJoin('receipts', 'receipts.id', 'receiptLines.receiptId')
    .select(['receiptLines.lotId', 'receiptLines.serialId', 'receipts.id as receiptId', 'receipts.number'])
    .select(['receipts.deliveryNote', 'receipts.purchaseOrderNumber', 'receipts.receivedAt', 'receipts.supplierName'])
    .where((eb) => eb.or([eb('receiptLines.lotId', 'in', lotIds), eb('receiptLines.serialId', 'in', serialIds)]))
    .where('receiptLines.quantity', '>', 0)
    .where('receiptLines.deletedAt', 'is', null)
    .where('receipts.sentBack', '=', 0)
    .where('receipts.reversesId', 'is', null)
    .where('receipts.receivedAt', '<=', receivedAt)
    .where('receipts.deletedAt', 'is', null)
    .orderBy('receipts.receivedAt', 'desc')
    .orderBy('receiptLines.id')
    .limit(LIMIT_ORIGINS)
    .execute();
  const fromThem = [
    ...rows.filter((row) => row.supplierName === supplierName),
    ...rows.filter((row) => row.supplierName !== supplierName),
  ];
  return ({ lotId, serialId }: Line): CameWith | null => {
    const found =
      (serialId === null ? undefined : fromThem.find((row) => row.serialId === serialId)) ??
      (lotId === null ? undefined : fromThem.find((row) => row.lotId === lotId));
    if (!found) return null;
    const { receiptId, number, deliveryNote, purchaseOrderNumber, receivedAt: cameAt } = found;
    return { receiptId, number, deliveryNote, purchaseOrderNumber, receivedAt: cameAt };
  };
}

type Line = Row<'receiptLines'>;
