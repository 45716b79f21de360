import { z } from 'zod';
import type { Instant } from '../../../kernel/instants.ts';
import { defineQuery } from '../../../kernel/query.ts';
import type { AuditColumns, Row, TableName } from '../../../kernel/table.ts';

/** Rates of currencies that are shown, the newest first. */
const LIMIT_RATES = 1_000;

type Told<Name extends TableName> = Omit<Row<Name>, keyof AuditColumns>;

export interface SettingRow {
  readonly id: string;
  readonly value: string;
  readonly changedAt: Instant;
  /** Null: by the server itself, or by somebody whom this device does not know. */
  readonly changedBy: string | null;
}

/** A territory or a warehouse, those that are out of use last. */
export interface PlaceRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** Null: it is in use. */
  readonly outOfUseSince: Instant | null;
}

/** Everything that the company says of itself: some hundred rows, which every device holds. */
export interface CompanyBook {
  readonly entities: readonly Told<'legalEntities'>[];
  readonly territories: readonly PlaceRow[];
  readonly warehouses: readonly PlaceRow[];
  readonly series: readonly Told<'documentSeries'>[];
  readonly settings: readonly SettingRow[];
  readonly periods: readonly Told<'periods'>[];
  readonly taxRates: readonly Told<'taxRates'>[];
  readonly currencies: readonly Told<'currencies'>[];
  readonly exchangeRates: readonly Told<'exchangeRates'>[];
  readonly terms: readonly Told<'paymentTerms'>[];
  readonly holidays: readonly Told<'holidays'>[];
}

export const companyBook = defineQuery({
  name: 'admin.companyBook',
  args: z.strictObject({}),
  reads: [
    'legalEntities',
    'territories',
    'warehouses',
    'documentSeries',
    'settings',
    'users',
    'periods',
    'taxRates',
    'currencies',
    'exchangeRates',
    'paymentTerms',
    'holidays',
  ],
  async run(db): Promise<CompanyBook> {
    return {
      entities: await db.selectFrom('legalEntities').selectAll().orderBy('code').orderBy('id').execute(),
      territories: (
        await db
          .selectFrom('territories')
          .select(['id', 'code', 'name', 'deletedAt as outOfUseSince'])
          .orderBy('code')
          .orderBy('id')
          .execute()
      ).sort(inUseFirst),
      warehouses: (
        await db
          .selectFrom('warehouses')
          .select(['id', 'code', 'name', 'deletedAt as outOfUseSince'])
          .orderBy('code')
          .orderBy('id')
          .execute()
      ).sort(inUseFirst),
      series: await db.selectFrom('documentSeries').selectAll().orderBy('kind').orderBy('id').execute(),
      settings: await db
        .selectFrom('settings')
        .leftJoin('users', 'users.id', 'settings.updatedBy')
        .select(['settings.id', 'settings.value', 'settings.updatedAt as changedAt', 'users.name as changedBy'])
        .orderBy('settings.id')
        .execute(),
      periods: await db.selectFrom('periods').selectAll().orderBy('month').orderBy('id').execute(),
      taxRates: await db
        .selectFrom('taxRates')
        .selectAll()
        .where('deletedAt', 'is', null)
        .orderBy('code')
        .orderBy('validFrom', 'desc')
        .orderBy('id')
        .execute(),
      currencies: await db.selectFrom('currencies').selectAll().orderBy('code').orderBy('id').execute(),
      exchangeRates: await db
        .selectFrom('exchangeRates')
        .selectAll()
        .orderBy('validFrom', 'desc')
        .orderBy('id')
        .limit(LIMIT_RATES)
        .execute(),
      terms: await db.selectFrom('paymentTerms').selectAll().orderBy('code').orderBy('id').execute(),
      holidays: await db
        .selectFrom('holidays')
        .selectAll()
        .where('deletedAt', 'is', null)
        .orderBy('day')
        .orderBy('id')
        .execute(),
    };
  },
});

const inUseFirst = (a: PlaceRow, b: PlaceRow): number =>
  Number(a.outOfUseSince !== null) - Number(b.outOfUseSince !== null);

const LIMIT_HELD = 5_000;

/** How many open orders of each month (`2026-10`) of a year are held: what a person looks at before closing it. */
export const heldOrders = defineQuery({
  name: 'admin.heldOrders',
  permission: 'admin.managePeriods',
  args: z.strictObject({ year: z.int().min(2000).max(2999) }),
  reads: ['orders'],
  async run(db, { year }): Promise<Record<string, number>> {
    const orders = await db
      .selectFrom('orders')
      .select('orderedOn')
      .where('state', '=', 'open')
      .where('orderedOn', '>=', `${year}-01-01`)
      .where('orderedOn', '<=', `${year}-12-31`)
      .where((eb) => eb.or([eb('creditHold', '=', 1), eb('approvalHold', '=', 1), eb('manualHold', '=', 1)]))
      .orderBy('orderedOn')
      .orderBy('id')
      .limit(LIMIT_HELD)
      .execute();
    const counts: Record<string, number> = {};
    for (const { orderedOn } of orders) {
      const month = orderedOn.slice(0, 7);
      counts[month] = (counts[month] ?? 0) + 1;
    }
    return counts;
  },
});
