/**
 * A receipt that was written wrongly is taken back (R8). Guards:
 * - only what still lies where it was put, be it on no shelf yet, and what nobody else counts on, can be taken back;
 * - a piece with a number of its own is in this warehouse, or it is gone;
 * - the purchase order waits again for what it had got, unless somebody closed it by hand;
 * - the average cost gives back what the receipt had brought (R32), at the office alone (R47).
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { costsOfMovements } from './cost-movements.ts';
import { productsAsTheyWere } from './find-goods.ts';
import { type MovementPaper, postMovements, type StockDisagreement, type StockMovement } from './post-movements.ts';
import { type HeldBack, mayTakeBack } from './rules/take-back.ts';
import { linesOfPurchase, purchaseById, setPurchaseState } from './write-purchase.ts';

export interface WholeReceipt {
  readonly head: Row<'receipts'>;
  readonly lines: readonly Row<'receiptLines'>[];
}

/** What a reversal writes. */
export const receiptReversalTables = [
  ...(['receipts', 'receiptLines', 'purchaseOrders', 'purchaseOrderLines', 'expectedReceipts'] as const),
  ...(['stockMovements', 'stockBalances', 'lotBalances', 'locationBalances', 'locationLotBalances'] as const),
  ...(['serials', 'movementCosts', 'productCosts', 'stockFlags'] as const),
] as const;

/** A receipt by its id, with its lines in their order; null where this database does not hold it. */
export async function receiptById(tx: Tx, id: string): Promise<WholeReceipt | null> {
  const head = await tx
    .selectFrom('receipts')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!head) return null;
  const lines = await tx
    .selectFrom('receiptLines')
    .selectAll()
    .where('receiptId', '=', id)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return { head, lines };
}

/** The first line of a receipt that cannot be taken back, and why. */
export interface StandsInTheWay {
  readonly word: 'gone' | 'promised';
  readonly product: string;
  readonly quantity: Quantity;
  readonly unit: string;
}

/** R8: what stands in the way of taking a receipt back; null: nothing does. */
export async function whatHoldsReceipt(tx: Tx, { head, lines }: WholeReceipt): Promise<StandsInTheWay | null> {
  const shelves = await shelvesOf(tx, head.warehouseId, lines);
  const wanted = new Map<string, Quantity>();
  for (const line of lines) {
    for (const key of keysOf(line)) wanted.set(key, (wanted.get(key) ?? 0) + line.quantity);
  }
  for (const line of lines) {
    const words = keysOf(line).map((key) => mayTakeBack(wanted.get(key) ?? 0, shelves.get(key)));
    const word = words.find((each) => each === 'gone') ?? words.find((each) => each === 'promised');
    if (word) return { word, product: line.productName, quantity: line.quantity, unit: line.unit };
  }
  return null;
}

/** What was put on no shelf: all that there is, less what lies on shelves. */
const NOWHERE = '';

/** All that a line of a receipt has to be found in. */
function keysOf({ productId, condition, lotId, locationId, serialId }: Row<'receiptLines'>): string[] {
  return [
    `${condition}:${productId}`,
    ...(lotId === null ? [] : [`lot:${lotId}`]),
    `place:${locationId ?? NOWHERE}:${productId}`,
    ...(lotId === null ? [] : [`lotPlace:${locationId ?? NOWHERE}:${lotId}`]),
    ...(serialId === null ? [] : [`serial:${serialId}`]),
  ];
}

async function shelvesOf(
  tx: Tx,
  warehouseId: string,
  lines: readonly Row<'receiptLines'>[],
): Promise<Map<string, HeldBack>> {
  const productIds = [...new Set(lines.map(({ productId }) => productId))];
  const serialIds = [...new Set(lines.flatMap(({ serialId }) => serialId ?? []))];
  const found = new Map<string, HeldBack>();
  const away = new Map<string, Quantity>();
  const takeAway = (key: string, quantity: Quantity) => away.set(key, (away.get(key) ?? 0) + quantity);
  const stock = await tx
    .selectFrom('stockBalances')
    .select(['productId', 'onHand', 'reserved', 'quarantined', 'quota'])
    .where('productId', 'in', productIds)
    .where('warehouseId', '=', warehouseId)
    .orderBy('id')
    .execute();
  for (const { productId, onHand, reserved, quarantined, quota } of stock) {
    found.set(`saleable:${productId}`, { onHand: onHand - quarantined, spoken: reserved + quota });
    found.set(`quarantine:${productId}`, { onHand: quarantined, spoken: 0 });
  }
  const lots = await tx
    .selectFrom('lotBalances')
    .select(['lotId', 'onHand', 'allocated'])
    .where('productId', 'in', productIds)
    .where('warehouseId', '=', warehouseId)
    .orderBy('id')
    .execute();
  for (const { lotId, onHand, allocated } of lots) found.set(`lot:${lotId}`, { onHand, spoken: allocated });
  const places = await tx
    .selectFrom('locationBalances')
    .select(['locationId', 'productId', 'onHand', 'allocated'])
    .where('productId', 'in', productIds)
    .where('warehouseId', '=', warehouseId)
    .orderBy('id')
    .execute();
  for (const { locationId, productId, onHand, allocated } of places) {
    found.set(`place:${locationId}:${productId}`, { onHand, spoken: allocated });
    takeAway(productId, onHand);
  }
  const lotPlaces = await tx
    .selectFrom('locationLotBalances')
    .select(['locationId', 'lotId', 'onHand', 'allocated'])
    .where('productId', 'in', productIds)
    .where('warehouseId', '=', warehouseId)
    .orderBy('id')
    .execute();
  for (const { locationId, lotId, onHand, allocated } of lotPlaces) {
    found.set(`lotPlace:${locationId}:${lotId}`, { onHand, spoken: allocated });
    takeAway(lotId, onHand);
  }
  // What others count on of it is said of the whole product or lot.
  for (const { productId, onHand } of stock) {
    const rest = onHand - (away.get(productId) ?? 0);
    found.set(`place:${NOWHERE}:${productId}`, { onHand: rest, spoken: 0 });
  }
  for (const { lotId, onHand } of lots) {
    found.set(`lotPlace:${NOWHERE}:${lotId}`, { onHand: onHand - (away.get(lotId) ?? 0), spoken: 0 });
  }
  if (serialIds.length === 0) return found;
  const pieces = await tx
    .selectFrom('serials')
    .select(['id', 'state', 'warehouseId'])
    .where('id', 'in', serialIds)
    .orderBy('id')
    .execute();
  for (const { id, state, warehouseId: isIn } of pieces) {
    const isHere = state === 'inStock' && isIn === warehouseId;
    found.set(`serial:${id}`, { onHand: isHere ? Number.MAX_SAFE_INTEGER : 0, spoken: 0 });
  }
  return found;
}

export interface ReceiptReversal {
  readonly head: Omit<Row<'receipts'>, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy' | 'deletedAt'>;
  readonly original: WholeReceipt;
  readonly paper: MovementPaper;
}

/** Writes the receipt below zero beside the one that it takes back; both name each other. @returns what does not fit */
export async function writeReceiptReversal(
  tx: Tx,
  { head, original, paper }: ReceiptReversal,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  const { lines } = original;
  const products = await productsAsTheyWere(
    tx,
    lines.map(({ productId }) => productId),
  );
  await insertRows(tx, 'receipts', [{ ...head, ...context.created() }]);
  const back = lines.map((line, index) => {
    const { createdAt: _1, createdBy: _2, updatedAt: _3, updatedBy: _4, deletedAt: _5, ...same } = line;
    const id = `${head.id}:${index + 1}`;
    return { ...same, id, receiptId: head.id, quantity: -line.quantity, ...context.created() };
  });
  await insertRows(tx, 'receiptLines', back);
  await tx
    .updateTable('receipts')
    .set({ reversesId: head.id, ...context.updated() })
    .where('id', '=', original.head.id)
    .execute();
  const cameBy = await movementsOf(tx, original);
  const costs = await costsOfMovements(tx, [...cameBy.values()], context);
  const movements = back.flatMap((line, index): StockMovement[] => {
    const product = products.get(line.productId);
    if (!product) return [];
    const { id, lotId, serialId, locationId, condition, quantity } = line;
    const reversesId = cameBy.get(lines[index]?.id ?? '');
    const unitCost = (reversesId === undefined ? undefined : costs.get(reversesId)) ?? null;
    const where = { warehouseId: head.warehouseId, lotId, serialId, locationId, condition };
    const cause = head.sentBack === 1 ? ('sentBack' as const) : ('receipt' as const);
    const taken = { id, product, quantity, cause, unitCost, ...where };
    return [reversesId === undefined ? taken : { ...taken, reversesId }];
  });
  const told = await postMovements(tx, movements, paper, context);
  await waitForPurchase(tx, original, context);
  return told;
}

/** By which movement each line came: the receipt's own of the same goods at the same place. */
async function movementsOf(tx: Tx, { head, lines }: WholeReceipt): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('stockMovements')
    .select(['id', 'productId', 'lotId', 'serialId', 'locationId', 'condition', 'quantity'])
    .where(
      'productId',
      'in',
      lines.map(({ productId }) => productId),
    )
    .where('warehouseId', '=', head.warehouseId)
    .where('occurredAt', '=', head.receivedAt)
    .where('documentId', '=', head.id)
    .where('cause', 'in', ['receipt', 'sentBack'])
    .orderBy('id')
    .execute();
  const left = [...rows];
  const found = new Map<string, string>();
  for (const line of lines) {
    const at = left.findIndex(
      (row) =>
        row.productId === line.productId &&
        row.lotId === line.lotId &&
        row.serialId === line.serialId &&
        row.locationId === line.locationId &&
        row.condition === line.condition &&
        row.quantity === line.quantity,
    );
    const [row] = at < 0 ? [] : left.splice(at, 1);
    if (row) found.set(line.id, row.id);
  }
  return found;
}

/** The order at the supplier waits for its goods again; one that was closed by hand stays closed. */
async function waitForPurchase(tx: Tx, { head, lines }: WholeReceipt, context: WriteContext): Promise<void> {
  const purchase = head.purchaseOrderId === null ? undefined : await purchaseById(tx, head.purchaseOrderId);
  if (!purchase) return;
  const before = await linesOfPurchase(tx, purchase.id);
  for (const line of before) {
    const taken = lines.filter((each) => each.purchaseOrderLineId === line.id && each.productId === line.productId);
    if (taken.length === 0) continue;
    const sum = (rows: typeof taken) => rows.reduce((total, { quantity }) => total + quantity, 0);
    const rejected = line.rejected - sum(taken.filter(({ condition }) => condition === 'quarantine'));
    await tx
      .updateTable('purchaseOrderLines')
      .set({
        received: Math.max(0, line.received - sum(taken)),
        rejected: Math.max(0, rejected),
        ...context.updated(),
      })
      .where('id', '=', line.id)
      .execute();
  }
  const hadCome = before.every(({ quantity, received }) => received >= quantity);
  await setPurchaseState(
    tx,
    purchase.id,
    purchase.state === 'closed' && hadCome ? 'open' : purchase.state,
    {},
    context,
  );
}
