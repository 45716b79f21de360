/** What a warehouse has to expect: goods that come, lots that run out. */
import { z } from 'zod';
import { type CalendarDate, calendarDateSchema } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';
import { type Page, pageArgs, toPage } from '../../../kernel/paging.ts';
import { defineQuery } from '../../../kernel/query.ts';
import { lifeDaysLeft } from '../rules/lot-life.ts';

/** Goods of one product that are under way to a warehouse. */
export interface ExpectedReceiptRow {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly warehouseId: string;
  readonly quantity: Quantity;
  readonly dueOn: CalendarDate;
}

/** Goods under way whose day is known, the next first (one page). */
export const expectedReceiptList = defineQuery({
  name: 'inventory.expectedReceiptList',
  permission: 'inventory.see',
  args: z.strictObject({ ...pageArgs }),
  reads: ['expectedReceipts', 'products'],
  async run(db, { cursor, limit }): Promise<Page<ExpectedReceiptRow>> {
    let query = db
      .selectFrom('expectedReceipts')
      .innerJoin('products', 'products.id', 'expectedReceipts.productId')
      .select(['expectedReceipts.id', 'expectedReceipts.productId', 'expectedReceipts.warehouseId'])
      .select(['expectedReceipts.quantity', 'products.code', 'products.name', 'products.unit'])
      .select((eb) => eb.fn.coalesce('expectedReceipts.dueOn', eb.val('')).as('dueOn'))
      .where('expectedReceipts.dueOn', 'is not', null)
      .where('expectedReceipts.deletedAt', 'is', null);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('expectedReceipts.dueOn', '>', String(key)),
          eb.and([eb('expectedReceipts.dueOn', '=', String(key)), eb('expectedReceipts.id', '>', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('expectedReceipts.dueOn')
      .orderBy('expectedReceipts.id')
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => row.dueOn);
  },
});

/** What a warehouse has of a lot that runs out. */
export interface ExpiringLotRow {
  readonly id: string;
  readonly productId: string;
  readonly productCode: string;
  readonly productName: string;
  readonly unit: string;
  readonly warehouseId: string;
  readonly lotCode: string;
  readonly onHand: Quantity;
  readonly expiresOn: CalendarDate;
  /** Below zero once it is expired. */
  readonly lifeDaysLeft: number;
}

/** Lots in stock whose last day comes by `until`, the first to expire first (one page). */
export const expiringLots = defineQuery({
  name: 'inventory.expiringLots',
  permission: 'inventory.see',
  args: z.strictObject({ today: calendarDateSchema, until: calendarDateSchema, ...pageArgs }),
  reads: ['lotBalances', 'lots', 'products'],
  isSlow: true,
  async run(db, { today, until, cursor, limit }): Promise<Page<ExpiringLotRow>> {
    // SQLite keeps the order of a cross join: what is in stock first. Most lots that are past their day are long empty.
    let query = db
      .selectFrom('lotBalances')
      .crossJoin('lots')
      .crossJoin('products')
      .select(['lotBalances.id', 'lotBalances.productId', 'lotBalances.warehouseId', 'lotBalances.onHand'])
      .select(['lots.code as lotCode', 'products.code as productCode', 'products.name as productName', 'products.unit'])
      .select((eb) => eb.fn.coalesce('lots.expiresOn', eb.val('')).as('expiresOn'))
      .whereRef('lots.id', '=', 'lotBalances.lotId')
      .whereRef('products.id', '=', 'lots.productId')
      .where('lotBalances.onHand', '>', 0)
      .where('lots.expiresOn', '<=', until)
      .where('lots.deletedAt', 'is', null);
    if (cursor) {
      const { key, id } = cursor;
      query = query.where((eb) =>
        eb.or([
          eb('lots.expiresOn', '>', String(key)),
          eb.and([eb('lots.expiresOn', '=', String(key)), eb('lotBalances.id', '>', id)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('lots.expiresOn')
      .orderBy('lotBalances.id')
      .limit(limit + 1)
      .execute();
    const page = toPage(rows, limit, (row) => row.expiresOn);
    return {
      ...page,
      rows: page.rows.map((row) => ({ ...row, lifeDaysLeft: lifeDaysLeft(row.expiresOn, today) ?? 0 })),
    };
  },
});
