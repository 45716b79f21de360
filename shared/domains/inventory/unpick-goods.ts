/**
 * Goods that were picked and cannot be packed: a fact (R24, R25). Guards:
 * - the list asks for no more of it, so that packed can be what was picked; what the customer waits for stays on order;
 * - what is damaged leaves its place for quarantine, and waits there to be put away (R20);
 * - what is missing stays in the books until a count says otherwise (R28): the line says so, and so do the warehouse's
 *   differences.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { productsAsTheyWere } from './find-goods.ts';
import { flagNotFound } from './flag-not-found.ts';
import { flagEmptyPlaces, type MoveTold } from './move-goods.ts';
import { type MovementPaper, postMovements, type StockMovement } from './post-movements.ts';
import { settleList } from './settle-list.ts';
import type { StockTold } from './write-receipt.ts';

/** What of one line of a pick list is not packed. */
export interface UnpickedLine {
  readonly pickLineId: string;
  readonly quantity: Quantity;
  readonly reason: 'damaged' | 'notFound';
  /** Of the movements of what is damaged. */
  readonly outId: string;
  readonly inId: string;
}

export type UnpickTold = MoveTold | StockTold<'inventory.notPicked' | 'inventory.foreignWarehouse'>;

/**
 * Takes goods off what was picked for an order.
 * @param paper without its number: the list's is used
 * @returns what does not fit, in the order of the lines
 */
export async function unpickGoods(
  tx: Tx,
  { lines, why }: { readonly lines: readonly UnpickedLine[]; readonly why: string | null },
  paper: Omit<MovementPaper, 'documentNumber'>,
  context: WriteContext,
): Promise<UnpickTold[]> {
  const told: UnpickTold[] = [];
  const rows = await tx
    .selectFrom('pickLines')
    .selectAll()
    .where(
      'id',
      'in',
      lines.map(({ pickLineId }) => pickLineId),
    )
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const now = new Map(rows.map((row) => [row.id, row]));
  const products = await productsAsTheyWere(
    tx,
    rows.map(({ productId }) => productId),
  );
  const lists = new Map<string, string>();
  for (const id of new Set(rows.map(({ pickListId }) => pickListId))) {
    const list = await tx.selectFrom('pickLists').select('number').where('id', '=', id).executeTakeFirst();
    lists.set(id, list?.number ?? '');
  }
  if (rows.some(({ warehouseId }) => !context.actor.sees(`warehouse:${warehouseId}`))) {
    told.push({ code: 'inventory.foreignWarehouse', params: {} });
  }
  const movements: StockMovement[] = [];
  for (const line of lines) {
    const row = now.get(line.pickLineId);
    const quantity = row ? Math.max(0, Math.min(line.quantity, row.picked - row.shipped)) : 0;
    if (quantity < line.quantity) {
      const params = { product: row?.productName ?? '', quantity: line.quantity - quantity, unit: row?.unit ?? '' };
      told.push({ code: 'inventory.notPicked', params });
    }
    const product = row ? products.get(row.productId) : undefined;
    if (!row || !product) continue;
    if (quantity > 0) now.set(row.id, await takeOff(tx, row, { ...line, quantity }, context));
    if (quantity > 0 && line.reason === 'notFound') {
      const wanted = row.picked - row.shipped;
      const missed = { ...paper, documentNumber: lists.get(row.pickListId) ?? null };
      await flagNotFound(tx, { line: row, wanted, found: wanted - quantity }, missed, context);
    }
    if (line.reason !== 'damaged') continue;
    const { warehouseId, lotId, serialId, locationId } = row;
    const goods = { product, warehouseId, cause: 'move' as const, lotId, serialId, unitCost: null, reason: why };
    const [from, to] = [
      { locationId, condition: 'saleable' } as const,
      { locationId: null, condition: 'quarantine' } as const,
    ];
    movements.push(
      { id: line.outId, ...goods, ...from, quantity: -line.quantity },
      { id: line.inId, ...goods, ...to, quantity: line.quantity },
    );
  }
  const [number = null] = lists.values();
  const whole = { ...paper, documentNumber: number };
  for (const { kind, params } of await postMovements(tx, movements, whole, context)) {
    told.push({ code: `inventory.${kind}`, params });
  }
  told.push(...(await flagEmptyPlaces(tx, movements, whole, context)));
  for (const id of lists.keys()) await settleList(tx, id, context);
  return told;
}

/** Where and what was told of, by warehouse: lines of lists that are nowhere say nothing. */
export async function goodsUnpicked(tx: Tx, lines: readonly UnpickedLine[]) {
  const rows = await tx
    .selectFrom('pickLines')
    .innerJoin('pickLists', 'pickLists.id', 'pickLines.pickListId')
    .select(['pickLines.id', 'pickLines.productId', 'pickLines.warehouseId', 'pickLists.number'])
    .where(
      'pickLines.id',
      'in',
      lines.map(({ pickLineId }) => pickLineId),
    )
    .where('pickLines.deletedAt', 'is', null)
    .orderBy('pickLines.id')
    .execute();
  const named = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(rows.map(({ warehouseId }) => warehouseId))].sort().map((warehouseId) => {
    const own = rows.filter((row) => row.warehouseId === warehouseId);
    const goods = lines.flatMap(({ pickLineId, quantity }) => {
      const row = named.get(pickLineId);
      return row?.warehouseId === warehouseId ? [{ productId: row.productId, quantity }] : [];
    });
    return { warehouseId, documentNumber: own[0]?.number ?? null, lines: goods };
  });
}

async function takeOff(
  tx: Tx,
  row: Row<'pickLines'>,
  { quantity, reason: shortReason }: UnpickedLine,
  context: WriteContext,
): Promise<Row<'pickLines'>> {
  const picked = row.picked - quantity;
  const allocated = Math.max(0, Math.min(row.allocated, picked - row.shipped));
  const next = { picked, allocated, packed: Math.min(row.packed, picked), shortReason };
  await tx
    .updateTable('pickLines')
    .set({ ...next, ...context.updated() })
    .where('id', '=', row.id)
    .execute();
  return { ...row, ...next };
}
