import type { Instant } from '../../../kernel/instants.ts';
import { prepareQuery } from '../../../kernel/prepared.ts';
import type { Reader } from '../../../kernel/table.ts';
import { countingStep } from '../rules/counting-step.ts';
import { COVER_LOOK_BACK_DAYS } from '../rules/cover.ts';
import { suggestedOrder } from '../rules/replenishment.ts';
import type { StockListRow } from './stock-list.ts';

const MS_PER_DAY = 86_400_000;

/** A row as the balances say it, before what comes and goes is known. */
export type StockRow = Omit<StockListRow, 'incomingDueOn' | 'shipped' | 'nextExpiryOn' | 'suggested'>;

/** What comes and what goes: the due day of goods under way, the shipments of late, the first lot to expire, what to order. */
export async function withFlow(db: Reader, rows: readonly StockRow[], now: Instant): Promise<StockListRow[]> {
  const productIds = [...new Set(rows.map((row) => row.productId))];
  if (productIds.length === 0) return [];
  const due = await dueDays(db, { productIds });
  const warehouseIds = [...new Set(rows.flatMap((row) => row.warehouseId ?? []))];
  const since = now - COVER_LOOK_BACK_DAYS * MS_PER_DAY;
  const shipped = warehouseIds.length === 0 ? [] : await shippedSince(db, { productIds, warehouseIds, since });
  const expiring = await firstExpiries(db, { productIds });
  const rules = await multiples(db, { productIds });
  const key = (row: { productId: string; warehouseId: string }) => `${row.productId}:${row.warehouseId}`;
  const dueOn = new Map(due.map((row) => [key(row), row.dueOn]));
  const left = new Map(shipped.map((row) => [key(row), -Number(row.quantity)]));
  const expiresOn = new Map(expiring.map((row) => [key(row), row.expiresOn]));
  // Of two rules that met from two desks the older one holds: it is put in last.
  const multipleOf = new Map(rules.map((row) => [key(row), row.multiple]));
  return rows.map((row) => ({
    ...row,
    incomingDueOn: dueOn.get(row.id) ?? null,
    shipped: left.get(row.id) ?? 0,
    nextExpiryOn: expiresOn.get(row.id) ?? null,
    suggested: suggestedUpTo(row, multipleOf.get(row.id) ?? 0),
  }));
}

/** Where a maximum says up to what; else it depends on demand, which a list does not read. */
function suggestedUpTo(row: StockRow, multiple: number): number {
  if (row.discontinued === 1 || row.maximum <= row.reorderPoint) return 0;
  return suggestedOrder({ ...row, multiple, cover: 0, step: countingStep(row) });
}

const multiples = prepareQuery((tx, given: { productIds: readonly string[] }) =>
  tx
    .selectFrom('reorderRules')
    .select(['productId', 'warehouseId', 'multiple'])
    .where('productId', 'in', given.productIds)
    .where('deletedAt', 'is', null)
    .orderBy('id', 'desc'),
);

const dueDays = prepareQuery((tx, given: { productIds: readonly string[] }) =>
  tx
    .selectFrom('expectedReceipts')
    .select(({ fn }) => ['productId', 'warehouseId', fn.min('dueOn').as('dueOn')])
    .where('productId', 'in', given.productIds)
    .where('deletedAt', 'is', null)
    .groupBy(['productId', 'warehouseId'])
    .orderBy('productId')
    .orderBy('warehouseId'),
);

/** With the warehouse named, the index leads to the movements of late, and not to all that a product ever had. */
const shippedSince = prepareQuery(
  (tx, given: { productIds: readonly string[]; warehouseIds: readonly string[]; since: number }) =>
    tx
      .selectFrom('stockMovements')
      .select(({ fn }) => ['productId', 'warehouseId', fn.sum<number>('quantity').as('quantity')])
      .where('productId', 'in', given.productIds)
      .where('warehouseId', 'in', given.warehouseIds)
      .where('cause', '=', 'shipment')
      .where('occurredAt', '>=', given.since)
      .where('deletedAt', 'is', null)
      .groupBy(['productId', 'warehouseId'])
      .orderBy('productId')
      .orderBy('warehouseId'),
);

const firstExpiries = prepareQuery((tx, given: { productIds: readonly string[] }) =>
  tx
    .selectFrom('lotBalances')
    .innerJoin('lots', 'lots.id', 'lotBalances.lotId')
    .select(({ fn }) => ['lotBalances.productId', 'lotBalances.warehouseId', fn.min('lots.expiresOn').as('expiresOn')])
    .where('lotBalances.productId', 'in', given.productIds)
    .where('lotBalances.onHand', '>', 0)
    .where('lots.expiresOn', 'is not', null)
    .groupBy(['lotBalances.productId', 'lotBalances.warehouseId'])
    .orderBy('lotBalances.productId')
    .orderBy('lotBalances.warehouseId'),
);
