import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import type { ScannedLot } from '../rules/scanned.ts';

/** A lot that lies at a place: one of those that a carton without a lot on its label may be of. */
export interface PlacedLot extends ScannedLot {
  readonly unit: string;
  readonly onHand: Quantity;
}

/**
 * Which lots of a product lie at a place by the books, by their codes; without a place: those of the warehouse that lie
 * at none. Blocked and expired ones too: whoever takes from the shelf may have them in the hand.
 */
export const lotsAtPlace = defineQuery({
  name: 'inventory.lotsAtPlace',
  permission: 'inventory.see',
  args: z.strictObject({ productId: idSchema, warehouseId: idSchema, locationId: idSchema.nullable() }),
  reads: ['lots', 'lotBalances', 'locationLotBalances', 'products'],
  async run(db, { productId, warehouseId, locationId }): Promise<PlacedLot[]> {
    const placed = await db
      .selectFrom('locationLotBalances')
      .select(['lotId', 'locationId', 'onHand'])
      .where('productId', '=', productId)
      .where('warehouseId', '=', warehouseId)
      .orderBy('id')
      .execute();
    const amounts = new Map<string, Quantity>();
    const add = (lotId: string, amount: Quantity) => amounts.set(lotId, (amounts.get(lotId) ?? 0) + amount);
    if (locationId !== null) {
      for (const { lotId, onHand, ...row } of placed) if (row.locationId === locationId) add(lotId, onHand);
    } else {
      const all = await db
        .selectFrom('lotBalances')
        .select(['lotId', 'onHand'])
        .where('productId', '=', productId)
        .where('warehouseId', '=', warehouseId)
        .orderBy('id')
        .execute();
      for (const { lotId, onHand } of all) add(lotId, onHand);
      for (const { lotId, onHand } of placed) add(lotId, -onHand);
    }
    const there = [...amounts].filter(([, onHand]) => onHand > 0);
    const lots = await readLots(
      db,
      there.map(([lotId]) => lotId),
    );
    return lots.map((lot) => ({ ...lot, onHand: amounts.get(lot.id) ?? 0 }));
  },
});

async function readLots(db: Reader, ids: readonly string[]): Promise<Omit<PlacedLot, 'onHand'>[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('lots')
    .innerJoin('products', 'products.id', 'lots.productId')
    .select(['lots.id', 'lots.productId', 'lots.code', 'lots.expiresOn', 'lots.blocked'])
    .select(['products.code as productCode', 'products.name as productName', 'products.unit'])
    .where('lots.id', 'in', [...ids])
    .orderBy('lots.code')
    .orderBy('lots.id')
    .execute();
}
