/** Lots in stock by their days: since they came, and until their last day. */
import { z } from 'zod';
import { type CalendarDate, daysBetween } from '../../../../kernel/instants.ts';
import type { CurrencyCode, Minor, Quantity } from '../../../../kernel/money.ts';
import { defineQuery } from '../../../../kernel/query.ts';
import type { Reader } from '../../../../kernel/table.ts';
import { AGE_BOUNDS, classesOf, classOfDays, EXPIRY_BOUNDS } from '../../rules/report-classes.ts';
import { type ReportTable, sumKnown, tabulateReport } from '../../rules/report-table.ts';
import { basisTables, REPORT_RIGHT, type ReportBasis, readBasis, readValuer, reportArgs } from './read-basis.ts';

/** One lot in one warehouse. */
export interface LotRow {
  /** productId:warehouseId:lotId. */
  readonly id: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly lotId: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly lotCode: string;
  readonly warehouseName: string;
  readonly receivedOn: CalendarDate;
  readonly ageDays: number;
  readonly expiresOn: CalendarDate | null;
  /** 0 on its last day, below zero once it is over (R30); null: it does not expire. */
  readonly daysLeft: number | null;
  readonly onHand: Quantity;
  /** A class of days; `expired`. */
  readonly slice: string;
  readonly valueMinor: Minor | null;
}

export interface LotReport extends ReportTable<LotRow> {
  readonly currency: CurrencyCode;
  readonly seesCost: boolean;
  readonly totalMinor: Minor | null;
  /** All lots of the report, whichever bar is chosen. */
  readonly lotCount: number;
}

const lotTables = ['products', 'productCosts', 'lots', 'lotBalances'] as const;

/** Ageing of lots by the days since they were received, the oldest first. */
export const lotAgeing = defineQuery({
  name: 'inventory.lotAgeing',
  permission: REPORT_RIGHT,
  args: z.strictObject(reportArgs),
  reads: [...basisTables, ...lotTables],
  isSlow: true,
  async run(db, { warehouseId, category, slice, limitRows }, context): Promise<LotReport> {
    const basis = await readBasis(db, warehouseId, context);
    const rows = (await readLots(db, basis, category)).map((row) => ({
      ...row,
      slice: classOfDays(row.ageDays, AGE_BOUNDS),
    }));
    rows.sort((left, right) => right.ageDays - left.ageDays || (left.id < right.id ? -1 : 1));
    return lotReport(rows, classesOf(AGE_BOUNDS), { slice, limitRows }, basis);
  },
});

/** Lots whose last day comes within so many days, or is over: what expires first comes first. */
export const expiryOutlook = defineQuery({
  name: 'inventory.expiryOutlook',
  permission: REPORT_RIGHT,
  args: z.strictObject({ ...reportArgs, withinDays: z.int().min(0).max(3_650) }),
  reads: [...basisTables, ...lotTables],
  isSlow: true,
  async run(db, { withinDays, warehouseId, category, slice, limitRows }, context): Promise<LotReport> {
    const basis = await readBasis(db, warehouseId, context);
    const rows = (await readLots(db, basis, category)).flatMap((row) => {
      if (row.daysLeft === null || row.daysLeft > withinDays) return [];
      return [{ ...row, slice: row.daysLeft < 0 ? 'expired' : classOfDays(row.daysLeft, EXPIRY_BOUNDS) }];
    });
    rows.sort((left, right) => (left.daysLeft ?? 0) - (right.daysLeft ?? 0) || (left.id < right.id ? -1 : 1));
    const bounds = EXPIRY_BOUNDS.filter((_bound, at) => withinDays > (EXPIRY_BOUNDS[at - 1] ?? -1)).map(String);
    return lotReport(rows, ['expired', ...bounds], { slice, limitRows }, basis);
  },
});

async function readLots(db: Reader, basis: ReportBasis, category: string | null): Promise<LotRow[]> {
  const worthOf = await readValuer(db, basis);
  let query = db
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .innerJoin('products', 'products.id', 'lotBalances.productId')
    .innerJoin('warehouses', 'warehouses.id', 'lotBalances.warehouseId')
    .select(['lotBalances.id', 'lotBalances.productId', 'lotBalances.warehouseId', 'lotBalances.lotId'])
    .select(['lotBalances.onHand', 'lots.code as lotCode', 'lots.receivedOn', 'lots.expiresOn'])
    .select(['products.code', 'products.name', 'products.unit', 'warehouses.name as warehouseName'])
    .where('lotBalances.onHand', '>', 0)
    .where('lotBalances.warehouseId', 'in', basis.warehouseIds);
  if (category !== null) query = query.where('products.category', '=', category);
  const rows = await query
    .orderBy('lotBalances.productId')
    .orderBy('lotBalances.warehouseId')
    .orderBy('lotBalances.id')
    .execute();
  return rows.map((row) => ({
    ...row,
    slice: '',
    ageDays: Math.max(0, daysBetween(row.receivedOn, basis.today)),
    daysLeft: row.expiresOn === null ? null : daysBetween(basis.today, row.expiresOn),
    valueMinor: worthOf(row.productId, row.onHand),
  }));
}

function lotReport(
  rows: readonly LotRow[],
  keys: readonly string[],
  { slice, limitRows }: { readonly slice: string | null; readonly limitRows: number },
  { currency, seesCost }: ReportBasis,
): LotReport {
  return {
    ...tabulateReport(rows, keys, slice, limitRows),
    ...{ currency, seesCost },
    totalMinor: sumKnown(rows),
    lotCount: rows.length,
  };
}
