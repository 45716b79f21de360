import { z } from 'zod';
import { orderHits, readHits } from '../../../kernel/hits.ts';
import { idSchema } from '../../../kernel/ids.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader, Row } from '../../../kernel/table.ts';
import { barcodeForms } from '../rules/barcode.ts';

const MOST_HITS = 8;

/** A product that can be counted in a warehouse. */
export type CountableRow = Pick<Row<'products'>, 'id' | 'code' | 'name' | 'barcode'>;

export interface GoodsToCount {
  /** Best first. */
  readonly rows: readonly CountableRow[];
  /** The best hit among products that the warehouse never had, where it has none of those that were found. */
  readonly stranger: Pick<CountableRow, 'code' | 'name'> | null;
}

/**
 * R28: products that a warehouse has or had, by name, code or what was scanned, also on a box; others were never there, so
 * there is nothing of them to count.
 */
export const goodsToCount = defineQuery({
  name: 'inventory.goodsToCount',
  permission: 'inventory.see',
  args: z.strictObject({ search: z.string().min(1).max(100), warehouseId: idSchema }),
  reads: ['products', 'productBarcodes', 'stockBalances'],
  async run(db, { search, warehouseId }, context): Promise<GoodsToCount> {
    const onBoxes = await db
      .selectFrom('productBarcodes')
      .select('productId')
      .where('code', 'in', filled(barcodeForms(search.trim())))
      .where('deletedAt', 'is', null)
      .orderBy('productId')
      .orderBy('id')
      .execute();
    const boxed = await readProducts(
      db,
      onBoxes.map(({ productId }) => productId),
    );
    const wanted = { table: 'products', typed: search, enough: MOST_HITS } as const;
    const known = new Set<string>();
    const found = await readHits(context, wanted, async (ids) => {
      const rows = await readProducts(db, ids);
      for (const id of await stockedIn(db, warehouseId, ids)) known.add(id);
      return rows.filter(({ id }) => known.has(id));
    });
    const stocked = await stockedIn(
      db,
      warehouseId,
      boxed.map(({ id }) => id),
    );
    const [first] = boxed.filter(({ id }) => stocked.has(id));
    const rows = orderHits(found, search, (row) => row.code).filter(({ id }) => id !== first?.id);
    const shown = [...(first ? [first] : []), ...rows].slice(0, MOST_HITS);
    if (shown.length > 0) return { rows: shown, stranger: null };
    const [other] = orderHits(
      await readHits(context, { ...wanted, enough: 1 }, (ids) => readProducts(db, ids)),
      search,
      (row) => row.code,
    );
    const stranger = boxed[0] ?? other;
    return { rows: [], stranger: stranger ? { code: stranger.code, name: stranger.name } : null };
  },
});

/** PostgreSQL takes no empty list. */
const filled = (texts: readonly string[]): string[] => (texts.length === 0 ? [''] : [...texts]);

const readProducts = (db: Reader, ids: readonly string[]): Promise<CountableRow[]> =>
  db
    .selectFrom('products')
    .select(['id', 'code', 'name', 'barcode'])
    .where('id', 'in', filled(ids))
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();

/** Of these products those that a warehouse has, had or waits for: of others it keeps no balance. */
async function stockedIn(db: Reader, warehouseId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('stockBalances')
    .select('productId')
    .where('productId', 'in', filled(ids))
    .where('warehouseId', '=', warehouseId)
    .orderBy('productId')
    .orderBy('id')
    .execute();
  return new Set(rows.map(({ productId }) => productId));
}
