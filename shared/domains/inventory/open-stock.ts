import type { WriteContext } from '../../kernel/command.ts';
import type { Id } from '../../kernel/ids.ts';
import type { ImportProblem } from '../../kernel/import-fields.ts';
import type { CalendarDate, Instant } from '../../kernel/instants.ts';
import type { Reason } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { productsByCode, warehouseForDocument, warehousesByWord } from './api.ts';
import type { StockImportRow } from './model.ts';
import { type OpenedStock, readOpenedStock } from './opened-stock.ts';
import { averageOf, type CostShare, setOpeningCosts } from './opening-costs.ts';
import type { StockMovement } from './post-movements.ts';
import { type OpenedRows, openingMovement, postOpening } from './post-opening.ts';

const COST_RIGHT = 'inventory.seeCost';

/** What an import of opening stock says, beside its rows. */
interface OpeningStock {
  /** For rows that name none. */
  readonly warehouseId: Id;
  /** When a lot came of which the file does not say it. */
  readonly openedOn: CalendarDate;
  readonly rows: readonly StockImportRow[];
}

/**
 * Books opening stock by product, warehouse and lot, with what it cost, and goods under way (R110): only the difference to
 * what opening balances brought before, so sales in between stay as they are. The cost of a product is the average over
 * its rows in the command (R32).
 * @param occurredAt when the movements count (R12)
 * @returns with what does not fit among `told`
 * @throws Refusal `inventory.warehouseGone`
 */
export async function openStock(
  tx: Tx,
  { warehouseId: otherwise, openedOn, rows }: OpeningStock,
  occurredAt: Instant,
  context: WriteContext,
): Promise<OpenedRows> {
  await warehouseForDocument(tx, otherwise);
  const products = await productsByCode(
    tx,
    rows.map((row) => row.productCode),
  );
  const opened = await readOpenedStock(
    tx,
    [...products.values()].map((product) => product.id),
  );
  const maySeeCost = context.actor.permissions.has(COST_RIGHT);
  const places = await warehousesByWord(tx);
  const taken = new TakenRows();
  const problems: ImportProblem[] = [];
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const shares = new Map<string, CostShare[]>();
  const done: { productId: string; did: 'created' | 'updated' | 'unchanged' }[] = [];
  const movements: StockMovement[] = [];
  const booking = { opened, openedOn, movements };
  for (const row of rows) {
    const product = products.get(row.productCode);
    const warehouseId = row.warehouseCode === null ? otherwise : places.get(row.warehouseCode);
    const problem = problemOf(row, product, warehouseId, maySeeCost) ?? taken.take(row, warehouseId ?? '');
    if (problem) problems.push({ line: row.line, ...problem });
    if (problem || !product || warehouseId === undefined) continue;
    const place = { productId: product.id, warehouseId, product };
    done.push({ productId: product.id, did: await bookRow(tx, row, place, booking, context) });
    if (row.unitCost !== null) {
      shares.set(product.id, [...(shares.get(product.id) ?? []), { quantity: row.onHand, unitCost: row.unitCost }]);
    }
  }
  const currencies = new Map([...products.values()].map((product) => [product.id, product.currency]));
  const costs = [...shares].flatMap(([productId, each]) => {
    const averageCost = averageOf(each);
    const currency = currencies.get(productId);
    return averageCost === null || currency === undefined ? [] : [{ productId, averageCost, currency }];
  });
  const recosted = await setOpeningCosts(tx, costs, context);
  // After their cost, which is what they are worth.
  const told = await postOpening(tx, movements, occurredAt, context);
  for (const { productId, did } of done) if (did !== 'unchanged') recosted.delete(productId);
  for (const { productId, did } of done) {
    // Where nothing else of a product changed, the first of its rows tells that its cost did.
    counts[did === 'unchanged' && recosted.delete(productId) ? 'updated' : did] += 1;
  }
  return { result: { ...counts, problems }, told };
}

type Problem = Omit<ImportProblem, 'line'>;

function problemOf(
  row: StockImportRow,
  product: Row<'products'> | undefined,
  warehouseId: string | undefined,
  maySeeCost: boolean,
): Problem | null {
  const at = (column: string, code: string, params: Reason['params'] = {}): Problem => ({ column, code, params });
  const { productCode, lotCode, unit } = row;
  if (!product) return at('productCode', 'import.unknownProduct', { cell: productCode });
  if (warehouseId === undefined)
    return at('warehouseCode', 'import.unknownWarehouse', { cell: row.warehouseCode ?? '' });
  if (unit !== null && unit !== product.unit) return at('unit', 'import.otherUnit', { cell: unit, unit: product.unit });
  if (row.unitCost !== null && !maySeeCost) return at('unitCost', 'import.noRightToCost');
  if (product.tracking === 'lot' && lotCode === null && row.onHand !== 0) return at('lotCode', 'import.lotMissing');
  if (product.tracking === 'none' && lotCode !== null) return at('lotCode', 'import.lotNotTracked', { cell: lotCode });
  if (lotCode === null && row.expiresOn !== null) return at('expiresOn', 'import.expiryWithoutLot');
  return null;
}

/** What the rows before have said already. */
class TakenRows {
  readonly #lines = new Map<string, number>();
  readonly #orderLines = new Map<string, number>();
  readonly #expiries = new Map<string, string>();

  /** @returns why a row cannot be taken after those before it */
  take(row: StockImportRow, warehouseId: string): Problem | null {
    const { line, productCode, lotCode, onOrder, expiresOn } = row;
    const shelf = `${productCode}\n${warehouseId}`;
    const key = `${shelf}\n${lotCode ?? ''}`;
    const firstLine = this.#lines.get(key);
    if (firstLine !== undefined) {
      const column = lotCode === null ? 'productCode' : 'lotCode';
      return { column, code: 'import.duplicate', params: { cell: lotCode ?? productCode, firstLine } };
    }
    const orderLine = this.#orderLines.get(shelf);
    if (onOrder !== null && orderLine !== undefined) {
      return { column: 'onOrder', code: 'import.duplicate', params: { cell: productCode, firstLine: orderLine } };
    }
    const lot = `${productCode}\n${lotCode ?? ''}`;
    const expiry = this.#expiries.get(lot);
    if (expiry !== undefined && expiresOn !== null && expiry !== expiresOn) {
      return { column: 'expiresOn', code: 'import.lotOtherExpiry', params: { cell: expiresOn, day: expiry } };
    }
    this.#lines.set(key, line);
    if (onOrder !== null) this.#orderLines.set(shelf, line);
    if (expiresOn !== null) this.#expiries.set(lot, expiresOn);
    return null;
  }
}

interface Place {
  readonly productId: string;
  readonly warehouseId: string;
  readonly product: Row<'products'>;
}

interface Booking {
  readonly opened: OpenedStock;
  readonly openedOn: CalendarDate;
  /** Those of the rows are added. */
  readonly movements: StockMovement[];
}

async function bookRow(
  tx: Tx,
  row: StockImportRow,
  place: Place,
  { opened, openedOn, movements }: Booking,
  context: WriteContext,
): Promise<'created' | 'updated' | 'unchanged'> {
  const lot =
    row.lotCode === null ? null : await lotOf(tx, row, row.lotCode, place.productId, opened, openedOn, context);
  const before = opened.quantity(place.productId, place.warehouseId, lot?.id ?? null);
  const quantity = row.onHand - before;
  if (quantity !== 0) {
    const { product, warehouseId } = place;
    movements.push(openingMovement({ id: row.movementId, product, warehouseId, quantity, lotId: lot?.id ?? null }));
  }
  const isOrderChanged = await bookUnderWay(tx, row, place, opened, context);
  if (quantity !== 0 && before === 0) return 'created';
  return quantity !== 0 || isOrderChanged || lot?.isChanged ? 'updated' : 'unchanged';
}

/** The lot of a row: made where it is new, told its day where the file knows another. */
async function lotOf(
  tx: Tx,
  row: StockImportRow,
  code: string,
  productId: string,
  opened: OpenedStock,
  openedOn: CalendarDate,
  context: WriteContext,
): Promise<{ id: string; isChanged: boolean }> {
  const known = opened.lots.get(`${productId}:${code}`);
  if (!known) {
    const lot = { id: row.lotId, productId, code, expiresOn: row.expiresOn, receivedOn: row.receivedOn ?? openedOn };
    await tx
      .insertInto('lots')
      .values({ ...lot, ...context.created() })
      .execute();
    opened.lots.set(`${productId}:${code}`, lot);
    return { id: lot.id, isChanged: true };
  }
  const expiresOn = row.expiresOn ?? known.expiresOn;
  const receivedOn = row.receivedOn ?? known.receivedOn;
  if (expiresOn === known.expiresOn && receivedOn === known.receivedOn) return { id: known.id, isChanged: false };
  await tx
    .updateTable('lots')
    .set({ expiresOn, receivedOn, ...context.updated() })
    .where('id', '=', known.id)
    .execute();
  opened.lots.set(`${productId}:${code}`, { ...known, expiresOn, receivedOn });
  return { id: known.id, isChanged: true };
}

/** Empty cells leave what is known, the day as well as the quantity. */
async function bookUnderWay(
  tx: Tx,
  row: StockImportRow,
  place: Place,
  opened: OpenedStock,
  context: WriteContext,
): Promise<boolean> {
  const known = opened.underWay.get(`${place.productId}:${place.warehouseId}`);
  if (!known) {
    if (row.onOrder === null || row.onOrder === 0) return false;
    const { productId, warehouseId } = place;
    const goods = { productId, warehouseId, quantity: row.onOrder, dueOn: row.dueOn };
    const receipt = { id: row.receiptId, ...goods, origin: 'import' as const };
    await tx
      .insertInto('expectedReceipts')
      .values({ ...receipt, ...context.created() })
      .execute();
    opened.underWay.set(`${place.productId}:${place.warehouseId}`, receipt);
    return true;
  }
  if (row.onOrder === null) return false;
  const dueOn = row.dueOn ?? known.dueOn;
  if (known.quantity === row.onOrder && known.dueOn === dueOn) return false;
  await tx
    .updateTable('expectedReceipts')
    .set({ quantity: row.onOrder, dueOn, ...context.updated() })
    .where('id', '=', known.id)
    .execute();
  return true;
}
