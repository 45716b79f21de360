/** What can be thrown away of a product, of a lot, or from a place: where it lies, and how much of it. */
import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { ONE_UNIT, type Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { heapTables, readHeaps } from './select-heaps.ts';

/** Goods of one product that lie together: of one lot, or one numbered piece, at one place or at none. */
export interface ScrapSource {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly warehouseId: string;
  /** Null: at no place. */
  readonly locationId: string | null;
  readonly locationCode: string | null;
  readonly lotId: string | null;
  readonly lotCode: string | null;
  readonly serialId: string | null;
  readonly serialCode: string | null;
  readonly onHand: Quantity;
  /** By the zone that it lies in. */
  readonly condition: 'saleable' | 'quarantine';
}

/** So many pieces are named. */
const LIMIT_SERIALS = 200;

export const scrapSources = defineQuery({
  name: 'inventory.scrapSources',
  permission: 'inventory.scrapStock',
  args: z.strictObject({
    /** Null: everything that lies at the place. */
    productId: idSchema.nullable(),
    lotId: idSchema.nullable(),
    locationId: idSchema.nullable(),
  }),
  reads: ['products', 'serials', ...heapTables],
  async run(db, asked): Promise<ScrapSource[]> {
    const heaps = await readHeaps(db, asked, 'onHand');
    const ids = asked.productId === null ? [...new Set(heaps.map(({ productId }) => productId))] : [asked.productId];
    if (ids.length === 0) return [];
    const pieces = await readPieces(db, asked, ids);
    const products = await db
      .selectFrom('products')
      .select(['id', 'code', 'name', 'unit', 'tracking'])
      .where('id', 'in', ids)
      .orderBy('code')
      .orderBy('id')
      .execute();
    return products.flatMap(({ id, code: productCode, name: productName, unit, tracking }): ScrapSource[] => {
      const named = { productCode, productName, unit };
      const own = pieces.filter(({ productId }) => productId === id);
      // What has numbers is thrown away piece by piece; a piece without one as it lies.
      if (tracking === 'serial' && own.length > 0) return own.map((piece) => ({ ...piece, ...named }));
      const lying = heaps.filter(
        ({ productId, lotId }) => productId === id && (asked.lotId === null || lotId === asked.lotId),
      );
      return lying.map(({ amount: onHand, isApart, ...heap }) => ({
        ...{ ...heap, ...named, serialId: null, serialCode: null, onHand },
        condition: isApart ? 'quarantine' : 'saleable',
      }));
    });
  },
});

type Piece = Omit<ScrapSource, 'productCode' | 'productName' | 'unit'>;

/** Numbered pieces of these products, each by itself. */
async function readPieces(
  db: Reader,
  { lotId, locationId }: { readonly lotId: string | null; readonly locationId: string | null },
  productIds: readonly string[],
): Promise<Piece[]> {
  let query = db
    .selectFrom('serials')
    .leftJoin('locations', 'locations.id', 'serials.locationId')
    .leftJoin('zones', 'zones.id', 'locations.zoneId')
    .leftJoin('lots', 'lots.id', 'serials.lotId')
    .select([
      'serials.id',
      'serials.productId',
      'serials.code',
      'serials.warehouseId',
      'serials.locationId',
      'serials.lotId',
    ])
    .select(['locations.code as locationCode', 'zones.kind', 'lots.code as lotCode'])
    .where('serials.productId', 'in', productIds)
    .where('serials.state', '=', 'inStock')
    .where('serials.deletedAt', 'is', null);
  if (lotId !== null) query = query.where('serials.lotId', '=', lotId);
  if (locationId !== null) query = query.where('serials.locationId', '=', locationId);
  const rows = await query
    .orderBy('serials.code')
    .orderBy('serials.id')
    .limit(LIMIT_SERIALS * productIds.length)
    .execute();
  return rows.flatMap(({ id, code, warehouseId, kind, ...row }): Piece | [] => {
    if (warehouseId === null) return [];
    const condition = kind === 'quarantine' ? 'quarantine' : 'saleable';
    return { id, ...row, warehouseId, serialId: id, serialCode: code, onHand: ONE_UNIT, condition };
  });
}
