import type { Insertable } from 'kysely';
import type { WriteContext } from '../../kernel/command.ts';
import type { Id } from '../../kernel/ids.ts';
import type { ImportProblem } from '../../kernel/import-fields.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { Row, Tables, Tx } from '../../kernel/table.ts';
import { productsByCode, warehouseForDocument } from './api.ts';
import type { StockImportRowFirst } from './model.ts';
import type { StockMovement } from './post-movements.ts';
import { type OpenedRows, openingMovement, postOpening } from './post-opening.ts';

/**
 * Books opening stock and goods under way, by product code and warehouse (R110), as imports brought them first: only the
 * difference to what opening balances brought before, so sales in between stay as they are.
 * @param occurredAt when the movements count (R12)
 * @throws Refusal `inventory.warehouseGone`
 */
export async function openStockFirst(
  tx: Tx,
  { warehouseId, rows }: { readonly warehouseId: Id; readonly rows: readonly StockImportRowFirst[] },
  occurredAt: Instant,
  context: WriteContext,
): Promise<OpenedRows> {
  await warehouseForDocument(tx, warehouseId);
  const products = await productsByCode(
    tx,
    rows.map((row) => row.productCode),
  );
  const problems: ImportProblem[] = [];
  const productIds = [...products.values()].map((product) => product.id);
  const opened = await openingStock(tx, warehouseId, productIds);
  const underWay = await receiptsUnderWay(tx, warehouseId, productIds);
  const place = { warehouseId, opened, underWay };
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const movements: StockMovement[] = [];
  const receipts: Insertable<Tables['expectedReceipts']>[] = [];
  const firstLines = new Map<string, number>();
  for (const row of rows) {
    const { line, productCode } = row;
    const product = products.get(productCode);
    const firstLine = firstLines.get(productCode);
    if (!product || firstLine !== undefined) {
      const params = { cell: productCode, ...(firstLine === undefined ? {} : { firstLine }) };
      const code = product ? 'import.duplicate' : 'import.unknownProduct';
      problems.push({ line, column: 'productCode', code, params });
      continue;
    }
    firstLines.set(productCode, line);
    const movement = movementFor(row, product, place);
    if (movement) movements.push(movement);
    const receipt = receiptFor(row, product.id, place, context);
    if (receipt) receipts.push(receipt);
    const changed = receipt === null ? await changeUnderWay(tx, row, underWay.get(product.id), context) : true;
    if (movement && (opened.get(product.id) ?? 0) === 0) counts.created += 1;
    else counts[movement || changed ? 'updated' : 'unchanged'] += 1;
  }
  const told = await postOpening(tx, movements, occurredAt, context);
  if (receipts.length > 0) await tx.insertInto('expectedReceipts').values(receipts).execute();
  return { result: { ...counts, problems }, told };
}

/** What opening balances brought so far, by product; nothing for a product that has no balance. */
async function openingStock(tx: Tx, warehouseId: string, productIds: readonly string[]): Promise<Map<string, number>> {
  if (productIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'opening'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', productIds)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.productId, row.opening]));
}

type UnderWay = Pick<Row<'expectedReceipts'>, 'id' | 'productId' | 'quantity' | 'dueOn'>;

/** What an import said before to be under way, by product. */
async function receiptsUnderWay(
  tx: Tx,
  warehouseId: string,
  productIds: readonly string[],
): Promise<Map<string, UnderWay>> {
  if (productIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('expectedReceipts')
    .select(['id', 'productId', 'quantity', 'dueOn'])
    .where('warehouseId', '=', warehouseId)
    .where('productId', 'in', productIds)
    .where('origin', '=', 'import')
    .where('deletedAt', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.productId, row]));
}

interface Place {
  readonly warehouseId: string;
  readonly opened: ReadonlyMap<string, number>;
  readonly underWay: ReadonlyMap<string, UnderWay>;
}

function movementFor(
  row: StockImportRowFirst,
  product: Row<'products'>,
  { warehouseId, opened }: Place,
): StockMovement | null {
  const quantity = row.onHand - (opened.get(product.id) ?? 0);
  return quantity === 0 ? null : openingMovement({ id: row.movementId, product, warehouseId, quantity, lotId: null });
}

function receiptFor(
  row: StockImportRowFirst,
  productId: string,
  { warehouseId, underWay }: Place,
  context: WriteContext,
) {
  if (underWay.has(productId) || row.onOrder === null || row.onOrder === 0) return null;
  return {
    id: row.receiptId,
    productId,
    warehouseId,
    quantity: row.onOrder,
    dueOn: row.dueOn,
    origin: 'import' as const,
    ...context.created(),
  };
}

/** Empty cells leave what is known, the day as well as the quantity. */
async function changeUnderWay(
  tx: Tx,
  row: StockImportRowFirst,
  known: UnderWay | undefined,
  context: WriteContext,
): Promise<boolean> {
  if (!known) return false;
  const quantity = row.onOrder ?? known.quantity;
  const dueOn = row.dueOn ?? known.dueOn;
  if (known.quantity === quantity && known.dueOn === dueOn) return false;
  await tx
    .updateTable('expectedReceipts')
    .set({ quantity, dueOn, ...context.updated() })
    .where('id', '=', known.id)
    .execute();
  return true;
}
