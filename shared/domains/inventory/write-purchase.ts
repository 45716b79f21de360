/**
 * Orders at suppliers. Guards:
 * - what is still to come of an open one is expected in its warehouse, line by line, and nothing else of it is;
 * - a line on which goods came stays, and is not ordered for less than what came;
 * - what goods cost stands in a table of its own (R47): who may not see it neither writes nor erases it.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate } from '../../kernel/instants.ts';
import type { Quantity, UnitPrice } from '../../kernel/money.ts';
import { insertRows } from '../../kernel/prepared.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** A line as a person writes it. */
export interface PurchaseLine {
  readonly id: string;
  readonly product: Row<'products'>;
  /** As ordered: the unit's name and the base units in one; quantities are in base units (R31). */
  readonly unit: string;
  readonly unitRatio: number;
  readonly quantity: Quantity;
  readonly dueOn: CalendarDate | null;
  /** Null: nothing is said of it, and what was said before holds. */
  readonly unitCost: UnitPrice | null;
}

export interface Purchase {
  readonly id: string;
  readonly number: string;
  readonly supplier: Row<'suppliers'>;
  readonly warehouseId: string;
  readonly orderedOn: CalendarDate;
  readonly dueOn: CalendarDate | null;
  readonly note: string | null;
  readonly orderedByName: string;
  readonly state: 'draft' | 'open';
  readonly lines: readonly PurchaseLine[];
}

/** A purchase order by its id; undefined where there is none. */
export function purchaseById(tx: Tx, id: string): Promise<Row<'purchaseOrders'> | undefined> {
  return tx
    .selectFrom('purchaseOrders')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}

/**
 * A purchase order that can be worked on.
 * @throws Refusal `inventory.purchaseGone`, `inventory.purchaseNotOpen` with its state
 */
export async function purchaseForChange(
  tx: Tx,
  id: string,
  states: readonly Row<'purchaseOrders'>['state'][],
): Promise<Row<'purchaseOrders'>> {
  const purchase = await purchaseById(tx, id);
  if (!purchase) throw new Refusal('inventory.purchaseGone', {});
  const { number, state } = purchase;
  if (!states.includes(state)) throw new Refusal('inventory.purchaseNotOpen', { number, state });
  return purchase;
}

/** Its lines by position. */
export function linesOfPurchase(tx: Tx, purchaseOrderId: string): Promise<Row<'purchaseOrderLines'>[]> {
  return tx
    .selectFrom('purchaseOrderLines')
    .selectAll()
    .where('purchaseOrderId', '=', purchaseOrderId)
    .where('deletedAt', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** @throws Refusal `inventory.supplierGone` */
export async function supplierForPurchase(tx: Tx, id: string): Promise<Row<'suppliers'>> {
  const query = tx.selectFrom('suppliers').selectAll().where('id', '=', id).where('deletedAt', 'is', null);
  const supplier = await query.executeTakeFirst();
  if (!supplier) throw new Refusal('inventory.supplierGone', {});
  return supplier;
}

/** Units by id, for lines that are ordered in boxes. */
export async function unitsById(tx: Tx, ids: readonly string[]): Promise<Map<string, Row<'productUnits'>>> {
  if (ids.length === 0) return new Map();
  const query = tx
    .selectFrom('productUnits')
    .selectAll()
    .where('id', 'in', [...new Set(ids)]);
  const rows = await query.where('deletedAt', 'is', null).orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes a new one, or what has become of one that stands. */
export async function writePurchaseRows(
  tx: Tx,
  purchase: Purchase,
  standing: Row<'purchaseOrders'> | undefined,
  context: WriteContext,
): Promise<void> {
  const { id, supplier, lines, ...head } = purchase;
  const row = {
    ...head,
    supplierId: supplier.id,
    supplierName: supplier.name,
    currency: supplier.currency,
    lineCount: lines.length,
  };
  if (standing) {
    // The number was given once (R7), and who ordered it first is who asks the supplier.
    const { number: _number, orderedByName: _name, orderedOn, ...changes } = row;
    await tx
      .updateTable('purchaseOrders')
      .set({ ...changes, ...(standing.state === 'draft' ? { orderedOn } : {}), ...context.updated() })
      .where('id', '=', id)
      .execute();
  } else {
    await insertRows(tx, 'purchaseOrders', [{ id, ...row, ...context.created() }]);
  }
  await writeLines(tx, purchase, standing ? await linesOfPurchase(tx, id) : [], context);
  await writeCosts(tx, purchase, context);
  await expectPurchase(tx, id, context);
}

async function writeLines(
  tx: Tx,
  purchase: Purchase,
  before: readonly Row<'purchaseOrderLines'>[],
  context: WriteContext,
): Promise<void> {
  const known = new Map(before.map((line) => [line.id, line]));
  const kept = new Set(purchase.lines.map(({ id }) => id));
  for (const line of before) {
    if (kept.has(line.id)) continue;
    const { productName: product, received } = line;
    if (received > 0) throw new Refusal('inventory.lineReceived', { product, received });
    await tx
      .updateTable('purchaseOrderLines')
      .set({ deletedAt: context.now, ...context.updated() })
      .where('id', '=', line.id)
      .execute();
  }
  const fresh = purchase.lines.flatMap((line, index) => {
    const { id, product, unit, unitRatio, quantity, dueOn } = line;
    const told = { productId: product.id, productCode: product.code, productName: product.name };
    const row = { position: index + 1, ...told, unit, unitRatio, quantity, dueOn };
    if (!known.has(id)) {
      const nothing = { received: 0, rejected: 0 };
      return [{ id, purchaseOrderId: purchase.id, ...row, ...nothing, ...context.created() }];
    }
    return [];
  });
  for (const [index, { id, product, unit, unitRatio, quantity, dueOn }] of purchase.lines.entries()) {
    const line = known.get(id);
    if (!line) continue;
    if (line.productId !== product.id) throw new Refusal('inventory.lineOfOther', { product: line.productName });
    if (quantity < line.received) {
      throw new Refusal('inventory.lineReceived', { product: line.productName, received: line.received });
    }
    await tx
      .updateTable('purchaseOrderLines')
      .set({ position: index + 1, unit, unitRatio, quantity, dueOn, ...context.updated() })
      .where('id', '=', id)
      .execute();
  }
  await insertRows(tx, 'purchaseOrderLines', fresh);
}

async function writeCosts(tx: Tx, { id, supplier, lines }: Purchase, context: WriteContext): Promise<void> {
  for (const line of lines) {
    if (line.unitCost === null) continue;
    const known = await tx
      .selectFrom('purchaseLineCosts')
      .select('id')
      .where('id', '=', line.id)
      .orderBy('id')
      .execute();
    const cost = { unitCost: line.unitCost, currency: supplier.currency };
    if (known.length > 0) {
      await tx
        .updateTable('purchaseLineCosts')
        .set({ ...cost, ...context.updated() })
        .where('id', '=', line.id)
        .execute();
      continue;
    }
    const row = { id: line.id, purchaseOrderId: id, productId: line.product.id, ...cost };
    await insertRows(tx, 'purchaseLineCosts', [{ ...row, ...context.created() }]);
  }
}

/** Moves a purchase order on; what it lets be expected follows. */
export async function setPurchaseState(
  tx: Tx,
  id: string,
  state: Row<'purchaseOrders'>['state'],
  change: Partial<Pick<Row<'purchaseOrders'>, 'orderedOn'>>,
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('purchaseOrders')
    .set({ state, ...change, ...context.updated() })
    .where('id', '=', id)
    .execute();
  await expectPurchase(tx, id, context);
}

/** Lets its warehouse expect what is still to come of it: of an open one what was not received, of any other nothing. */
export async function expectPurchase(tx: Tx, id: string, context: WriteContext): Promise<void> {
  const purchase = await purchaseById(tx, id);
  if (!purchase) return;
  const lines = await tx
    .selectFrom('purchaseOrderLines')
    .selectAll()
    .where('purchaseOrderId', '=', id)
    .orderBy('position')
    .orderBy('id')
    .execute();
  await expectGoods(
    tx,
    lines.map((line) => ({
      id: line.id,
      productId: line.productId,
      warehouseId: purchase.warehouseId,
      quantity: purchase.state === 'open' && line.deletedAt === null ? line.quantity - line.received : 0,
      dueOn: line.dueOn ?? purchase.dueOn,
      origin: 'purchase' as const,
    })),
    context,
  );
}

type Expected = Pick<Row<'expectedReceipts'>, 'id' | 'productId' | 'warehouseId' | 'quantity' | 'dueOn' | 'origin'>;

/** Says what is under way by now; of what has nothing left (0 or less) the row goes. */
export async function expectGoods(tx: Tx, goods: readonly Expected[], context: WriteContext): Promise<void> {
  if (goods.length === 0) return;
  const rows = await tx
    .selectFrom('expectedReceipts')
    .selectAll()
    .where(
      'id',
      'in',
      goods.map(({ id }) => id),
    )
    .orderBy('id')
    .execute();
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const { id, ...next } of goods) {
    const row = known.get(id);
    const deletedAt = next.quantity > 0 ? null : context.now;
    if (!row) continue;
    const isSame = row.quantity === next.quantity && row.dueOn === next.dueOn && row.warehouseId === next.warehouseId;
    if (deletedAt === null ? isSame && row.deletedAt === null : row.deletedAt !== null) continue;
    const change = deletedAt === null ? { ...next, deletedAt } : { deletedAt };
    await tx
      .updateTable('expectedReceipts')
      .set({ ...change, ...context.updated() })
      .where('id', '=', id)
      .execute();
  }
  const fresh = goods.filter(({ id, quantity }) => quantity > 0 && !known.has(id));
  await insertRows(
    tx,
    'expectedReceipts',
    fresh.map((row) => ({ ...row, ...context.created() })),
  );
}
