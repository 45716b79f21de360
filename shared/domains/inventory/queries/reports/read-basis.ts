/** What every report of stock stands on: whose figures, of which warehouses, in which currency, as of which day. */
import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { idSchema } from '../../../../kernel/ids.ts';
import { type CalendarDate, calendarDateAt, startOfDay } from '../../../../kernel/instants.ts';
import { type CurrencyCode, extendPrice, type Minor, type Quantity, type UnitPrice } from '../../../../kernel/money.ts';
import { defineQuery, type QueryContext } from '../../../../kernel/query.ts';
import type { Reader, TableName } from '../../../../kernel/table.ts';
import type {} from '../../../admin/tables.ts';

/** Whoever may see the reports of the warehouse; value is another right (R47). */
export const REPORT_RIGHT = 'inventory.seeReports';
const COST_RIGHT = 'inventory.seeCost';

/** As many products as a company may have: a file holds them all. */
export const REPORT_LIMIT_ROWS = 20_000;

/** Arguments that every report takes. */
export const reportArgs = {
  /** Null: every warehouse within reach. */
  warehouseId: idSchema.nullable(),
  /** Null: all. */
  category: z.string().max(200).nullable(),
  /** The bar whose rows are wanted; null: all. */
  slice: z.string().max(200).nullable(),
  limitRows: z.int().min(1).max(REPORT_LIMIT_ROWS),
} as const;

/** The tables behind `readBasis`, which every report declares. */
export const basisTables: readonly TableName[] = ['settings', 'userScopes', 'warehouses'];

export interface ReportBasis {
  readonly today: CalendarDate;
  readonly offsetMinutes: number;
  readonly currency: CurrencyCode;
  /** Never empty, so that it can stand in a condition. */
  readonly warehouseIds: readonly string[];
  readonly seesCost: boolean;
}

export async function readBasis(
  db: Reader,
  warehouseId: string | null,
  context: Pick<QueryContext, 'now' | 'actor'>,
): Promise<ReportBasis> {
  const rows = await db
    .selectFrom('settings')
    .select(['id', 'value'])
    .where('id', 'in', ['company.utcOffsetMinutes', 'company.currency'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const setting = (id: string) => rows.find((row) => row.id === id)?.value;
  const offsetMinutes = Number(setting('company.utcOffsetMinutes') ?? 480);
  const { warehouses } = await readReach(db, context.actor.userId);
  const reached = warehouses.map(({ id }) => id).filter((id) => warehouseId === null || id === warehouseId);
  return {
    today: calendarDateAt(context.now, offsetMinutes),
    offsetMinutes,
    currency: setting('company.currency') ?? 'CNY',
    warehouseIds: reached.length > 0 ? reached : [''],
    seesCost: context.actor.permissions.has(COST_RIGHT),
  };
}

/** What reports cover for the person who asks (R93). */
export interface ReportReach {
  /** Whose ledger this device holds, by code. */
  readonly warehouses: readonly { readonly id: string; readonly name: string }[];
  /** There are others. */
  readonly isPartial: boolean;
}

export const reportReach = defineQuery({
  name: 'inventory.reportReach',
  permission: REPORT_RIGHT,
  args: z.strictObject({}),
  reads: ['userScopes', 'warehouses'],
  run: (db, _args, { actor }): Promise<ReportReach> => readReach(db, actor.userId),
});

async function readReach(db: Reader, userId: string): Promise<ReportReach> {
  const scopes = await db
    .selectFrom('userScopes')
    .select('scope')
    .where('userId', '=', userId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const held = new Set(scopes.map(({ scope }) => scope));
  const all = await db
    .selectFrom('warehouses')
    .select(['id', 'name'])
    .where('deletedAt', 'is', null)
    .orderBy('code')
    .orderBy('id')
    .execute();
  const warehouses = all.filter(({ id }) => held.has('warehouse:*') || held.has(`warehouse:${id}`));
  return { warehouses, isPartial: warehouses.length < all.length };
}

/** A product as a report names it. */
export interface ReportProduct {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly category: string | null;
  readonly unit: string;
  readonly discontinued: 0 | 1;
}

/** Products by id, of a category or all; also those that are gone: what is left of them counts. */
export async function readProducts(db: Reader, category: string | null): Promise<Map<string, ReportProduct>> {
  let query = db.selectFrom('products').select(['id', 'code', 'name', 'category', 'unit', 'discontinued']);
  if (category !== null) query = query.where('category', '=', category);
  const rows = await query.orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Values quantities; null where the cost is not known, or not for this person to see. */
export type Valuer = (productId: string, quantity: Quantity) => Minor | null;

/** At today's moving average (R32). */
export async function readValuer(db: Reader, { currency, seesCost }: ReportBasis): Promise<Valuer> {
  const rows = await db
    .selectFrom('productCosts')
    .select(['productId', 'averageCost'])
    .where('currency', '=', currency)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return valuer(seesCost ? new Map(rows.map((row) => [row.productId, row.averageCost])) : new Map(), currency);
}

/**
 * At the moving average as it stood at the end of a day: that of what was booked last until then, also where it had
 * happened earlier; what came late to a closed month is on its books' day (`movementCosts.occurredAt`). Where nothing is
 * known of that time, today's.
 */
export async function readValuerAt(db: Reader, basis: ReportBasis, end: number): Promise<Valuer> {
  const { currency, seesCost } = basis;
  const last = db
    .selectFrom('movementCosts')
    .select(({ fn }) => ['productId', fn.max('occurredAt').as('at')])
    .where('occurredAt', '<', end)
    .where('currency', '=', currency)
    .groupBy('productId')
    .as('last');
  const rows = await db
    .selectFrom('movementCosts')
    .innerJoin(last, (join) =>
      join.onRef('last.productId', '=', 'movementCosts.productId').onRef('last.at', '=', 'movementCosts.occurredAt'),
    )
    .select(['movementCosts.productId', 'movementCosts.averageAfter'])
    .where('movementCosts.currency', '=', currency)
    .orderBy('movementCosts.productId')
    // Of several in one instant the one that was booked last: ids rise.
    .orderBy('movementCosts.id')
    .execute();
  const today = await readValuer(db, basis);
  const costs = new Map(seesCost ? rows.map((row) => [row.productId, row.averageAfter]) : []);
  const then = valuer(costs, currency);
  return (productId, quantity) => then(productId, quantity) ?? today(productId, quantity);
}

function valuer(costs: ReadonlyMap<string, UnitPrice>, currency: CurrencyCode): Valuer {
  return (productId, quantity) => {
    const cost = costs.get(productId);
    return cost === undefined ? null : extendPrice(quantity, cost, [], currency);
  };
}

/** The instant at which the day after a day begins. */
export function endOfDay(on: CalendarDate, offsetMinutes: number): number {
  return startOfDay(on, offsetMinutes) + 86_400_000;
}

/** The end of a day, as the clock and as the books say it. */
export interface DayEnd {
  readonly on: CalendarDate;
  /** The instant at which that day ends. */
  readonly end: number;
}

// biome-ignore lint/suspicious/noExplicitAny: the builder's tables are checked where it is made
type MovementBuilder = ExpressionBuilder<any, 'stockMovements'>;

/**
 * On which day a movement is, for every figure of a date: the books' day where it has one (R12), else that on which it
 * happened. These movements came after the day; `bookedUntil` are all others.
 */
export function bookedAfter(eb: MovementBuilder, { on, end }: DayEnd) {
  return eb.or([
    eb.and([eb('stockMovements.bookedOn', 'is', null), eb('stockMovements.occurredAt', '>=', end)]),
    eb.and([eb('stockMovements.bookedOn', 'is not', null), eb('stockMovements.bookedOn', '>', on)]),
  ]);
}

/** Movements of the day or before it, as the books have them. */
export function bookedUntil(eb: MovementBuilder, { on, end }: DayEnd) {
  return eb.or([
    eb.and([eb('stockMovements.bookedOn', 'is', null), eb('stockMovements.occurredAt', '<', end)]),
    eb.and([eb('stockMovements.bookedOn', 'is not', null), eb('stockMovements.bookedOn', '<=', on)]),
  ]);
}
