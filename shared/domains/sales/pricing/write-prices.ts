/**
 * Writes price lists and prices. Guards:
 * - a price is never changed but by `knownUntil`, set once; another price is another row (SYNC.md, time);
 * - of one key (product, unit, quantity, first day) one row at most has no end: a new one ends what stands there, so that
 *   what two people set stands once, as the office heard it last.
 */
import type { WriteContext } from '../../../kernel/command.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instants.ts';
import { insertRows } from '../../../kernel/prepared.ts';
import type { Row, Tx } from '../../../kernel/table.ts';
import type { PriceArgs, PriceListArgs } from '../pricing-model.ts';

/** A price list by its id; undefined where there is none. */
export function priceListById(tx: Tx, id: Id): Promise<Row<'priceLists'> | undefined> {
  return tx.selectFrom('priceLists').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst();
}

/** Whether another list has the code. */
export async function isListCodeTaken(
  tx: Tx,
  { id, code }: { readonly id: Id; readonly code: string },
): Promise<boolean> {
  const rows = await tx.selectFrom('priceLists').select('id').where('code', '=', code).orderBy('id').execute();
  return rows.some((row) => row.id !== id);
}

/** Whether a list holds prices that nobody ended. */
export async function hasPrices(tx: Tx, priceListId: Id): Promise<boolean> {
  const rows = await tx
    .selectFrom('priceListItems')
    .select('id')
    .where('priceListId', '=', priceListId)
    .where('knownUntil', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .limit(1)
    .execute();
  return rows.length > 0;
}

/** Makes a list, or changes its head. */
export async function writePriceList(
  tx: Tx,
  { id, ...head }: PriceListArgs,
  known: Row<'priceLists'> | undefined,
  context: WriteContext,
): Promise<void> {
  if (!known) return insertRows(tx, 'priceLists', [{ id, ...head, ...context.created() }]);
  await tx
    .updateTable('priceLists')
    .set({ ...head, ...context.updated() })
    .where('id', '=', id)
    .execute();
}

/** Whether customers can be in a group: it is there, and in use. */
export async function isGroupOpen(tx: Tx, groupId: Id): Promise<boolean> {
  const rows = await tx
    .selectFrom('customerGroups')
    .select('id')
    .where('id', '=', groupId)
    .where('active', '=', 1)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.length > 0;
}

type PriceKey = Pick<PriceArgs, 'productId' | 'unitRatio' | 'minQuantity' | 'validFrom'> & {
  /** A customer has prices in several; a list is in one. */
  readonly currency?: string;
};
const keyOf = ({ unitRatio, minQuantity, validFrom, currency = '' }: PriceKey): string =>
  `${unitRatio} ${minQuantity} ${validFrom} ${currency}`;

/** Rows that end: those that are replaced, and those of the same key as one that is said now. */
function ending<Standing extends PriceKey & { readonly id: Id }>(
  standing: readonly Standing[],
  prices: readonly (PriceArgs & PriceKey)[],
): readonly Standing[] {
  return standing.filter((row) =>
    prices.some(
      (price) =>
        price.productId === row.productId &&
        (price.replacesId === row.id || (price.unitPrice !== null && keyOf(price) === keyOf(row))),
    ),
  );
}

/** It ends now; one that another device's clock begins later never holds. */
const endAt = (now: Instant, { knownFrom }: { readonly knownFrom: Instant }): Instant => Math.max(now, knownFrom);

/** A new row says what of the arguments a row holds. */
function columnsOf<Price extends PriceArgs>({ replacesId: _replaced, unitPrice, ...price }: Price, knownFrom: Instant) {
  return { ...price, unitPrice: unitPrice ?? 0, knownFrom, knownUntil: null };
}

/** Sets prices of a list. */
export async function writeListPrices(
  tx: Tx,
  priceListId: Id,
  prices: readonly PriceArgs[],
  context: WriteContext,
): Promise<void> {
  const standing = await tx
    .selectFrom('priceListItems')
    .select(['id', 'productId', 'unitRatio', 'minQuantity', 'validFrom', 'knownFrom'])
    .where('priceListId', '=', priceListId)
    .where('productId', 'in', [...new Set(prices.map(({ productId }) => productId))])
    .where('knownUntil', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  for (const row of ending(standing, prices))
    await tx
      .updateTable('priceListItems')
      .set({ knownUntil: endAt(context.now, row), ...context.updated() })
      .where('id', '=', row.id)
      .execute();
  const fresh = prices.filter(({ unitPrice }) => unitPrice !== null);
  await insertRows(
    tx,
    'priceListItems',
    fresh.map((price) => ({ ...columnsOf(price, context.now), priceListId, ...context.created() })),
  );
}

export type CustomerPriceArgs = PriceArgs & { readonly currency: string; readonly note: string | null };

/** Sets what a customer pays; each currency has its own. */
export async function writeCustomerPrices(
  tx: Tx,
  customerId: Id,
  prices: readonly CustomerPriceArgs[],
  context: WriteContext,
): Promise<void> {
  const standing = await tx
    .selectFrom('customerPrices')
    .select(['id', 'productId', 'currency', 'unitRatio', 'minQuantity', 'validFrom', 'knownFrom'])
    .where('customerId', '=', customerId)
    .where('productId', 'in', [...new Set(prices.map(({ productId }) => productId))])
    .where('knownUntil', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  for (const row of ending(standing, prices))
    await tx
      .updateTable('customerPrices')
      .set({ knownUntil: endAt(context.now, row), ...context.updated() })
      .where('id', '=', row.id)
      .execute();
  const fresh = prices.filter(({ unitPrice }) => unitPrice !== null);
  await insertRows(
    tx,
    'customerPrices',
    fresh.map((price) => ({ ...columnsOf(price, context.now), customerId, ...context.created() })),
  );
}
