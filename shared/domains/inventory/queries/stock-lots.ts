import { z } from 'zod';
import { idSchema } from '../../../kernel/ids.ts';
import { type CalendarDate, calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { compareForIssue, lifeDaysLeft } from '../rules/lot-life.ts';

/** What a warehouse has of one lot. */
export interface StockLotRow {
  readonly lotId: string;
  readonly code: string;
  readonly warehouseId: string;
  readonly onHand: Quantity;
  /** What pick lists are to take. */
  readonly allocated: Quantity;
  /** Of what is on hand: apart in quarantine. */
  readonly quarantined: Quantity;
  /** 1: called back, or under suspicion. */
  readonly blocked: 0 | 1;
  /** Where it lies, as labels say it, by their order; none where the warehouse has no places. */
  readonly places: readonly string[];
  /** Of what is on hand: at none of them, where some of it is at one. */
  readonly loose: Quantity;
  readonly receivedOn: CalendarDate;
  readonly expiresOn: CalendarDate | null;
  /** 0 on the last day of use, negative once expired, null when it does not expire. */
  readonly lifeDaysLeft: number | null;
}

/** The lots of a product that are in stock, in the order in which they are to go out (R30); all warehouses with null. */
export const stockLots = defineQuery({
  name: 'inventory.stockLots',
  permission: 'inventory.see',
  args: z.strictObject({ productId: idSchema, warehouseId: idSchema.nullable(), today: calendarDateSchema }),
  reads: ['lotBalances', 'lots', 'locationLotBalances', 'locations'],
  async run(db, { productId, warehouseId, today }): Promise<StockLotRow[]> {
    let query = db
      .selectFrom('lotBalances')
      .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
      .select(['lotBalances.lotId', 'lotBalances.warehouseId', 'lotBalances.onHand'])
      .select(['lotBalances.allocated', 'lotBalances.quarantined'])
      .select(['lots.code', 'lots.receivedOn', 'lots.expiresOn', 'lots.blocked'])
      .where('lotBalances.productId', '=', productId)
      .where('lotBalances.onHand', '<>', 0);
    if (warehouseId !== null) query = query.where('lotBalances.warehouseId', '=', warehouseId);
    const rows = await query.orderBy('lotBalances.id').execute();
    const shelves = await db
      .selectFrom('locationLotBalances')
      .innerJoin('locations', 'locations.id', 'locationLotBalances.locationId')
      .select(['locationLotBalances.lotId', 'locationLotBalances.warehouseId', 'locations.code'])
      .select('locationLotBalances.onHand')
      .where('locationLotBalances.productId', '=', productId)
      .where('locationLotBalances.onHand', '<>', 0)
      .orderBy('locations.code')
      .orderBy('locationLotBalances.id')
      .execute();
    const placed = (row: (typeof rows)[number]) => {
      const own = shelves.filter((shelf) => shelf.lotId === row.lotId && shelf.warehouseId === row.warehouseId);
      const there = own.reduce((sum, { onHand }) => sum + onHand, 0);
      return { places: own.map(({ code }) => code), loose: own.length === 0 ? 0 : Math.max(0, row.onHand - there) };
    };
    return rows
      .map((row) => ({ ...row, ...placed(row), lifeDaysLeft: lifeDaysLeft(row.expiresOn, today) }))
      .sort((left, right) => compareForIssue(left, right));
  },
});
