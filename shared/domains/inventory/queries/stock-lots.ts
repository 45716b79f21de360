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
  reads: ['lotBalances', 'lots'],
  async run(db, { productId, warehouseId, today }): Promise<StockLotRow[]> {
    let query = db
      .selectFrom('lotBalances')
      .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
      .select(['lotBalances.lotId', 'lotBalances.warehouseId', 'lotBalances.onHand'])
      .select(['lots.code', 'lots.receivedOn', 'lots.expiresOn'])
      .where('lotBalances.productId', '=', productId)
      .where('lotBalances.onHand', '<>', 0);
    if (warehouseId !== null) query = query.where('lotBalances.warehouseId', '=', warehouseId);
    const rows = await query.orderBy('lotBalances.id').execute();
    return rows
      .map((row) => ({ ...row, lifeDaysLeft: lifeDaysLeft(row.expiresOn, today) }))
      .sort((left, right) => compareForIssue(left, right));
  },
});
