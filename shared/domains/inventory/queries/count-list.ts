import { z } from 'zod';
import { readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';

const SEE = 'inventory.see';

/** One count in a list, with how far it is. */
export interface CountListRow extends Row<'stockCounts'> {
  readonly countedLines: number;
  readonly recountLines: number;
  /** Of these those that the asking person counted: another one has to count them again (R28). */
  readonly ownRecountLines: number;
}

/** Counts, the newest first, or those whose number fits what was typed (one page). */
export const countList = defineQuery({
  name: 'inventory.countList',
  permission: SEE,
  args: z.strictObject({
    search: z.string().max(100),
    filter: z.enum(['open', 'posted', 'cancelled']).nullable(),
    warehouseId: idSchema.nullable(),
    ...pageArgs,
  }),
  reads: ['stockCounts', 'countLines'],
  async run(db, { search, filter, warehouseId, cursor, limit }, context): Promise<Page<CountListRow>> {
    let query = db.selectFrom('stockCounts').selectAll().where('deletedAt', 'is', null);
    if (filter !== null) query = query.where('state', '=', filter);
    if (warehouseId !== null) query = query.where('warehouseId', '=', warehouseId);
    let page: Page<Row<'stockCounts'>>;
    if (search.trim() !== '') {
      const filtered = query;
      const wanted = { table: 'stockCounts', typed: search, enough: limit, isRanked: true } as const;
      const hits = await readHits(context, wanted, (ids) => filtered.where('id', 'in', ids).orderBy('id').execute());
      page = { rows: hits.slice(0, limit), next: null };
    } else {
      if (cursor) {
        const { key, id } = cursor;
        query = query.where((eb) =>
          eb.or([eb('startedAt', '<', Number(key)), eb.and([eb('startedAt', '=', Number(key)), eb('id', '<', id)])]),
        );
      }
      const rows = await query
        .orderBy('startedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      page = toPage(rows, limit, (row) => row.startedAt);
    }
    const ids = page.rows.map(({ id }) => id);
    const states = await db
      .selectFrom('countLines')
      .select(({ fn }) => ['countId', 'state', fn.countAll<number>().as('lines')])
      .where('countId', 'in', ids.length > 0 ? ids : [''])
      .where('deletedAt', 'is', null)
      .groupBy(['countId', 'state'])
      .orderBy('countId')
      .orderBy('state')
      .execute();
    const own = await db
      .selectFrom('countLines')
      .select(({ fn }) => ['countId', fn.countAll<number>().as('lines')])
      .where('countId', 'in', ids.length > 0 ? ids : [''])
      .where('state', '=', 'recount')
      .where('countedBy', '=', context.actor.userId)
      .where('deletedAt', 'is', null)
      .groupBy('countId')
      .orderBy('countId')
      .execute();
    const linesIn = (countId: string, ...wanted: string[]) =>
      states
        .filter((row) => row.countId === countId && wanted.includes(row.state))
        .reduce((sum, { lines }) => sum + Number(lines), 0);
    const rows = page.rows.map((row) => ({
      ...row,
      countedLines: linesIn(row.id, 'counted', 'posted', 'skipped'),
      recountLines: linesIn(row.id, 'recount'),
      ownRecountLines: Number(own.find(({ countId }) => countId === row.id)?.lines ?? 0),
    }));
    return { rows, next: page.next };
  },
});

/** A line as whoever counts may see it: blind. What the books hold is for those who post. */
export interface CountLineRow extends Omit<Row<'countLines'>, 'book'> {
  readonly book: Quantity | null;
  readonly barcode: string | null;
  /** Of its place; null: it lies at none. */
  readonly zoneId: string | null;
  /** Numbers of the pieces that the books have there and nobody found; for those who post. */
  readonly missing: readonly string[];
}

export interface StockCount {
  readonly head: Row<'stockCounts'>;
  readonly lines: readonly CountLineRow[];
}

/** One count in full; null when it is gone. */
export const stockCount = defineQuery({
  name: 'inventory.stockCount',
  permission: SEE,
  args: z.strictObject({ id: idSchema }),
  reads: ['stockCounts', 'countLines', 'products', 'locations', 'serials'],
  async run(db, { id }, { actor }): Promise<StockCount | null> {
    const head = await db
      .selectFrom('stockCounts')
      .selectAll()
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst();
    const lines = await db
      .selectFrom('countLines')
      .leftJoin('products', 'products.id', 'countLines.productId')
      .leftJoin('locations', 'locations.id', 'countLines.locationId')
      .selectAll('countLines')
      .select(['products.barcode', 'locations.zoneId'])
      .where('countLines.countId', '=', id)
      .where('countLines.deletedAt', 'is', null)
      .orderBy('countLines.position')
      .orderBy('countLines.id')
      .execute();
    const inBooks = await piecesIn(db, lines, head?.warehouseId ?? '');
    if (!head) return null;
    const sees = actor.permissions.has('inventory.postCount') || head.state !== 'open';
    const missing = missingPieces(inBooks);
    return {
      head,
      lines: lines.map((line) => (sees ? { ...line, missing: missing(line) } : { ...line, book: null, missing: [] })),
    };
  },
});

type Piece = Pick<Row<'serials'>, 'id' | 'code' | 'productId' | 'locationId' | 'movedAt'>;

/** The numbered pieces of a warehouse that counted lines are judged by. */
function piecesIn(db: Reader, lines: readonly Row<'countLines'>[], warehouseId: string): Promise<Piece[]> {
  const ids = lines.flatMap(({ productId, pieces }) => (pieces === null ? [] : productId));
  return db
    .selectFrom('serials')
    .select(['id', 'code', 'productId', 'locationId', 'movedAt'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', ['', ...new Set(ids)])
    .where('state', '=', 'inStock')
    .where('deletedAt', 'is', null)
    .orderBy('code')
    .orderBy('id')
    .execute();
}

const missingPieces = (inBooks: readonly Piece[]) => (line: Row<'countLines'>) => {
  const { pieces, countedAt, productId, locationId, state } = line;
  if (pieces === null || countedAt === null || state === 'posted') return [];
  const found = new Set(JSON.parse(pieces) as string[]);
  return inBooks.flatMap((piece) => {
    const isHere = piece.productId === productId && piece.locationId === locationId && piece.movedAt <= countedAt;
    return isHere && !found.has(piece.id) ? [piece.code] : [];
  });
};

/** The zones of a warehouse, to count one. */
export const zonesToCount = defineQuery({
  name: 'inventory.zonesToCount',
  permission: SEE,
  args: z.strictObject({ warehouseId: idSchema }),
  reads: ['zones'],
  async run(db, { warehouseId }): Promise<Pick<Row<'zones'>, 'id' | 'code' | 'name'>[]> {
    return db
      .selectFrom('zones')
      .select(['id', 'code', 'name'])
      .where('warehouseId', '=', warehouseId)
      .where('deletedAt', 'is', null)
      .orderBy('code')
      .orderBy('id')
      .execute();
  },
});
