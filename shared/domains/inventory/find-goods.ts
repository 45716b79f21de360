/**
 * Goods, as a fact names them that was made elsewhere and comes late. Guards:
 * - a product that was taken away since is still the one that was handled;
 * - of two lots or pieces that desks made for one code without a network the first stays; the second's row is kept,
 *   deleted, and whatever names it means the first.
 */
import { prepareQuery } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** Products by id, those too that were taken away; ids that were never one are missing. */
export async function productsAsTheyWere(tx: Tx, productIds: readonly string[]): Promise<Map<string, Row<'products'>>> {
  if (productIds.length === 0) return new Map();
  const rows = await everyProduct(tx, { ids: [...new Set(productIds)] });
  return new Map(rows.map((row) => [row.id, row]));
}

const everyProduct = prepareQuery((tx, given: { ids: readonly string[] }) =>
  tx.selectFrom('products').selectAll().where('id', 'in', given.ids).orderBy('id'),
);

const present = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

/** The lots that ids mean, by the id that was given; ids of no lot are missing. */
export async function livingLots(tx: Tx, lotIds: readonly (string | null)[]): Promise<Map<string, Row<'lots'>>> {
  const ids = present(lotIds);
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('lots').selectAll().where('id', 'in', ids).orderBy('id').execute();
  const aliases = rows.filter(({ deletedAt }) => deletedAt !== null);
  const living = await lotsByCode(tx, aliases);
  return meant(rows, living);
}

/** Living lots of the products by their codes. */
export async function lotsByCode(
  tx: Tx,
  wanted: readonly { readonly productId: string; readonly code: string }[],
): Promise<Map<string, Row<'lots'>>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .selectFrom('lots')
    .selectAll()
    .where('productId', 'in', present(wanted.map(({ productId }) => productId)))
    .where('code', 'in', present(wanted.map(({ code }) => code)))
    .where('deletedAt', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [`${row.productId}:${row.code}`, row]));
}

/** The pieces that ids mean, by the id that was given; ids of no piece are missing. */
export async function livingSerials(
  tx: Tx,
  serialIds: readonly (string | null)[],
): Promise<Map<string, Row<'serials'>>> {
  const ids = present(serialIds);
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('serials').selectAll().where('id', 'in', ids).orderBy('id').execute();
  const aliases = rows.filter(({ deletedAt }) => deletedAt !== null);
  return meant(rows, await serialsByCode(tx, aliases));
}

/** Living pieces of the products by their numbers. */
export async function serialsByCode(
  tx: Tx,
  wanted: readonly { readonly productId: string; readonly code: string }[],
): Promise<Map<string, Row<'serials'>>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .selectFrom('serials')
    .selectAll()
    .where('productId', 'in', present(wanted.map(({ productId }) => productId)))
    .where('code', 'in', present(wanted.map(({ code }) => code)))
    .where('deletedAt', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [`${row.productId}:${row.code}`, row]));
}

interface Coded {
  readonly id: string;
  readonly productId: string;
  readonly code: string;
  readonly deletedAt: number | null;
}

function meant<Found extends Coded>(rows: readonly Found[], living: ReadonlyMap<string, Found>): Map<string, Found> {
  return new Map(
    rows.flatMap((row) => {
      const found = row.deletedAt === null ? row : living.get(`${row.productId}:${row.code}`);
      return found ? [[row.id, found] as const] : [];
    }),
  );
}

/** Places by id, those too that are closed. */
export async function locationsById(
  tx: Tx,
  locationIds: readonly (string | null)[],
): Promise<Map<string, Row<'locations'>>> {
  const ids = present(locationIds);
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('locations').selectAll().where('id', 'in', ids).orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, row]));
}

type Numbered = 'purchaseOrders' | 'receipts' | 'transfers' | 'stockCounts' | 'goodsReturns';

/** R7: a number is given once: the wanted one, or `PO-K7-000123-2` and so on, where another document has it. */
export async function freeStockNumber(tx: Tx, table: Numbered, wanted: string): Promise<string> {
  for (let suffix = 1; ; suffix += 1) {
    const number = suffix === 1 ? wanted : `${wanted}-${suffix}`;
    const taken = await tx.selectFrom(table).select('id').where('number', '=', number).orderBy('id').execute();
    if (taken.length === 0) return number;
  }
}
