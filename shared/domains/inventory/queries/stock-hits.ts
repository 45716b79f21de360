/** Stock of what was typed: products by their words and codes, then those of lots whose code it is. */
import { isCodeOf, orderHits, readHits, readInOrder } from '../../../kernel/hits.ts';
import { HITS_LIMIT_ROWS } from '../../../kernel/paging.ts';
import { type PreparedQuery, prepareQuery } from '../../../kernel/prepared.ts';
import type { QueryContext } from '../../../kernel/query.ts';
import type { Reader } from '../../../kernel/table.ts';
import { readBackOrders } from './select-projection.ts';
import { type AskedBy, type Filter, fitsRow, hasExpiringLots, selectStock } from './select-stock.ts';
import type { StockRow } from './stock-flow.ts';

/** A statement takes so many values. */
const STEP_PRODUCTS = 100;
/** Lots that are looked at for one search, those that changed last first. */
const LIMIT_LOTS = 100;

interface Hit extends StockRow {
  readonly shelves: StockRow[];
}

/**
 * As the product picker finds them: a discontinued one too when its code was typed in full. Lots are asked for where their
 * products are not enough: whoever types the beginning of a code wants the product.
 * @returns with what cannot be promised of them
 */
export async function readStockHits(
  db: Reader,
  question: AskedBy,
  filter: Filter | null,
  context: Pick<QueryContext, 'search'>,
  enough: number,
): Promise<StockRow[]> {
  // Most of what is read is passed over or cut: its lots and quotas are looked up only where the filter asks for them.
  const isWhole = filter === 'out';
  const rows = (await findRows(db, question, filter, isWhole, context, enough)).slice(0, enough);
  return isWhole ? rows : withUnsaleable(db, question, rows);
}

/** All that fits what was typed, as far as a search goes, with what cannot be promised of it. */
export function readAllStockHits(
  db: Reader,
  question: AskedBy,
  context: Pick<QueryContext, 'search'>,
): Promise<StockRow[]> {
  return findRows(db, question, null, true, context, HITS_LIMIT_ROWS);
}

async function findRows(
  db: Reader,
  question: AskedBy,
  filter: Filter | null,
  isWhole: boolean,
  context: Pick<QueryContext, 'search'>,
  enough: number,
): Promise<StockRow[]> {
  const { search: typed } = question;
  const waiting = await readBackOrders(db);
  const fitting = { question, filter, waiting, isWhole };
  const read = (ids: string[]) => readFitting(db, fitting, ids);
  const hits = orderHits(await readHits(context, { table: 'products', typed, enough }, read), typed, byCode);
  const rows = hits.flatMap(({ shelves }) => shelves);
  if (rows.length >= enough) return rows;
  const known = new Set(hits.map(({ id }) => id));
  return [...rows, ...(await readByLots(db, fitting, known, context))];
}

/** Shelves of one product stand together, so a page has as many products at most. */
async function withUnsaleable(db: Reader, question: AskedBy, rows: readonly StockRow[]): Promise<StockRow[]> {
  const whole = new Map<string, StockRow>();
  const ids = [...new Set(rows.map(({ productId }) => productId))];
  for (let from = 0; from < ids.length; from += STEP_PRODUCTS) {
    const step = ids.slice(from, from + STEP_PRODUCTS);
    for (const row of await readShelves(db, question, { isExpiring: false, isWhole: true }, step))
      whole.set(row.id, row);
  }
  return rows.map((row) => {
    const { unsaleable = 0, heldForOthers = 0 } = whole.get(row.id) ?? {};
    return { ...row, unsaleable, heldForOthers };
  });
}

const byCode = ({ code }: StockRow): string => code;

/**
 * The stock of lots where they lie; of those that lie nowhere any more, of their product. Whose code was typed in full is
 * shown though its product is sold no more.
 */
async function readByLots(
  db: Reader,
  fitting: Fitting,
  known: ReadonlySet<string>,
  context: Pick<QueryContext, 'search'>,
): Promise<StockRow[]> {
  const { search } = fitting.question;
  const lotIds = await context.search('lots', search, LIMIT_LOTS);
  if (lotIds.length === 0) return [];
  const lots = new Map<string, string[]>();
  for (const { productId, code } of await lotsOf(db, { lotIds })) {
    if (!known.has(productId)) lots.set(productId, [...(lots.get(productId) ?? []), code]);
  }
  const isInFull = [...lots.values()].flat().some((code) => isCodeOf({ code }, search));
  const question = { ...fitting.question, withDiscontinued: fitting.question.withDiscontinued || isInFull };
  const lying = new Set((await shelvesOf(db, { lotIds })).map((row) => `${row.productId}:${row.warehouseId}`));
  const hits = await readInOrder([...lots.keys()], (ids) => readFitting(db, { ...fitting, question }, ids));
  return hits.flatMap(({ productId, shelves }) => {
    const there = shelves.filter(({ id }) => lying.has(id));
    const foundLots = lots.get(productId) ?? [];
    return (there.length > 0 ? there : shelves).map((row) => ({ ...row, foundLots }));
  });
}

const lotsOf = prepareQuery((tx, given: { lotIds: readonly string[] }) =>
  tx
    .selectFrom('lots')
    .select(['id', 'productId', 'code'])
    .where('id', 'in', given.lotIds)
    .where('deletedAt', 'is', null)
    .orderBy('productId')
    .orderBy('code')
    .orderBy('id'),
);

const shelvesOf = prepareQuery((tx, given: { lotIds: readonly string[] }) =>
  tx
    .selectFrom('lotBalances')
    .select(['productId', 'warehouseId'])
    .where('lotId', 'in', given.lotIds)
    .where('onHand', '<>', 0)
    .groupBy(['productId', 'warehouseId'])
    .orderBy('productId')
    .orderBy('warehouseId'),
);

interface Fitting {
  readonly question: AskedBy;
  readonly filter: Filter | null;
  readonly waiting: ReadonlyMap<string, number>;
  readonly isWhole: boolean;
}

/** Products with those of their shelves that the question and its filter leave. */
async function readFitting(db: Reader, { question, filter, waiting, isWhole }: Fitting, ids: string[]): Promise<Hit[]> {
  const { search, withDiscontinued } = question;
  const byProduct = new Map<string, Hit>();
  for (const found of await readShelves(db, question, { isExpiring: filter === 'expiring', isWhole }, ids)) {
    const row = { ...found, backOrdered: waiting.get(found.id) ?? 0 };
    if (!withDiscontinued && row.discontinued === 1 && !isCodeOf(row, search)) continue;
    if (filter !== null && filter !== 'expiring' && !fitsRow(row, filter)) continue;
    const known = byProduct.get(row.productId);
    if (known) known.shelves.push(row);
    else byProduct.set(row.productId, { ...row, id: row.productId, shelves: [row] });
  }
  return [...byProduct.values()];
}

type ShelfValues = Readonly<Record<'warehouseId' | 'category' | 'expiringBy' | 'userId' | 'today', string>> & {
  readonly ids: readonly string[];
  readonly deviceCodes: readonly string[];
};

/** By what is asked, not by which values: building the statement takes longer than to run it. */
const shelves = new Map<string, PreparedQuery<ShelfValues, StockRow>>();

function readShelves(
  db: Reader,
  asked: AskedBy,
  { isExpiring, isWhole }: { readonly isExpiring: boolean; readonly isWhole: boolean },
  ids: readonly string[],
): Promise<StockRow[]> {
  const { warehouseId, category, expiringBy, userId, today, deviceCodes } = asked;
  const kind = [warehouseId !== null, category !== null, isExpiring, isWhole, deviceCodes !== undefined].join();
  let prepared = shelves.get(kind);
  if (!prepared) {
    prepared = prepareQuery((tx, given: ShelfValues) => {
      const question = {
        ...{ search: '', withDiscontinued: true, expiringBy: given.expiringBy },
        ...{ userId: given.userId, today: given.today },
        ...(deviceCodes === undefined ? {} : { deviceCodes: given.deviceCodes }),
        warehouseId: warehouseId === null ? null : given.warehouseId,
        category: category === null ? null : given.category,
      };
      const query = selectStock(tx, question, null, { isBare: true, without: !isWhole }).where(
        'products.id',
        'in',
        given.ids,
      );
      return (isExpiring ? query.where((eb) => hasExpiringLots(eb, question)) : query)
        .orderBy('products.id')
        .orderBy('id');
    });
    shelves.set(kind, prepared);
  }
  return prepared(db, {
    ...{ ids, warehouseId: warehouseId ?? '', category: category ?? '', expiringBy, userId, today },
    deviceCodes: deviceCodes ?? [],
  });
}
