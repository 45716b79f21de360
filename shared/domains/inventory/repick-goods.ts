/**
 * What the packing desk told of goods is taken back (R104): they are good, or were found after all. Guards:
 * - the list asks for them again as it did, and for no more than it did at first (R24);
 * - the order still holds them back, and no other list takes them (R22);
 * - what was told to be missing is no difference of the warehouse any more (R28);
 * - what was set apart lies where it was put: what somebody put away, freed, sent back or scrapped since is not undone by
 *   a key of the packing desk (R20), and nothing is taken back twice.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { isBookedBefore } from './booked-before.ts';
import { productsAsTheyWere } from './find-goods.ts';
import { dropNotFound } from './flag-not-found.ts';
import { heldByLine } from './move-reserved.ts';
import { type MovementPaper, postMovements, type StockDisagreement, type StockMovement } from './post-movements.ts';
import { settleList } from './settle-list.ts';

/** What was told of one line (`unpickGoods`), as it was sent. */
export interface ToldUnpicked {
  /** The booking, and the movements of what was damaged. */
  readonly unpickId: string;
  readonly outId: string;
  readonly inId: string;
  readonly quantity: Quantity;
  readonly reason: 'damaged' | 'notFound';
}

/** Why it stays as it was told. */
export interface StandsAgainst {
  readonly code: 'inventory.unpickGone' | 'inventory.unpickSettled' | 'inventory.unpickNotHeld';
  readonly params: RefusalParams;
}

/** A line of a pick list; undefined where there is none. */
export function pickLineById(tx: Tx, id: string): Promise<Row<'pickLines'> | undefined> {
  return tx.selectFrom('pickLines').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst();
}

/** The movement that takes another one back, so that none does it twice. */
const backId = (movementId: string): string => `${movementId}:back`;

/** What stands against taking it back; null: nothing does. */
export async function whatHoldsUnpicked(
  tx: Tx,
  row: Row<'pickLines'>,
  told: ToldUnpicked,
): Promise<StandsAgainst | null> {
  const { quantity } = told;
  const params = { product: row.productName, quantity, unit: row.unit };
  const isTold = row.shortReason !== null && row.picked + quantity <= row.quantity;
  const isSetApart = told.reason === 'damaged';
  if (!isTold || (isSetApart && !(await isStillBooked(tx, row, told)))) return { code: 'inventory.unpickGone', params };
  if (isSetApart && (await waitsSetApart(tx, row)) < quantity) return { code: 'inventory.unpickSettled', params };
  const { free } = await heldByLine(tx, row);
  return free < quantity ? { code: 'inventory.unpickNotHeld', params } : null;
}

async function isStillBooked(tx: Tx, row: Row<'pickLines'>, told: ToldUnpicked): Promise<boolean> {
  const booked = await tx
    .selectFrom('stockMovements')
    .select('id')
    .where('id', 'in', [told.outId, told.inId])
    .where('documentId', '=', told.unpickId)
    .where('productId', '=', row.productId)
    .where('quantity', 'in', [told.quantity, -told.quantity])
    .orderBy('id')
    .execute();
  return booked.length === 2 && !(await isBookedBefore(tx, [backId(told.outId), backId(told.inId)]));
}

/** How much of a line's goods is set apart and lies at no place yet: of its piece, else of its lot and product. */
async function waitsSetApart(tx: Tx, { productId, warehouseId, lotId, serialId }: Row<'pickLines'>): Promise<Quantity> {
  const sum = (rows: readonly { readonly quarantined: Quantity }[]) =>
    rows.reduce((total, { quarantined }) => total + quarantined, 0);
  const stock = await tx
    .selectFrom('stockBalances')
    .select('quarantined')
    .where('productId', '=', productId)
    .where('warehouseId', '=', warehouseId)
    .orderBy('id')
    .execute();
  const placed = await tx
    .selectFrom('locationBalances')
    .select('quarantined')
    .where('productId', '=', productId)
    .where('warehouseId', '=', warehouseId)
    .orderBy('id')
    .execute();
  const loose = sum(stock) - sum(placed);
  if (serialId !== null) {
    const piece = await tx
      .selectFrom('serials')
      .select(['state', 'warehouseId', 'locationId'])
      .where('id', '=', serialId)
      .executeTakeFirst();
    const isHere = piece?.state === 'inStock' && piece.warehouseId === warehouseId && piece.locationId === null;
    return isHere ? loose : 0;
  }
  if (lotId === null) return loose;
  const lot = await tx
    .selectFrom('lotBalances')
    .select('quarantined')
    .where('productId', '=', productId)
    .where('warehouseId', '=', warehouseId)
    .where('lotId', '=', lotId)
    .orderBy('id')
    .execute();
  const lotPlaced = await tx
    .selectFrom('locationLotBalances')
    .select('quarantined')
    .where('productId', '=', productId)
    .where('warehouseId', '=', warehouseId)
    .where('lotId', '=', lotId)
    .orderBy('id')
    .execute();
  return Math.min(loose, sum(lot) - sum(lotPlaced));
}

/**
 * Puts goods back among what was picked, and what was set apart for it back where it lay.
 * @param paper without its number: the list's is used
 * @returns what does not fit
 */
export async function repickGoods(
  tx: Tx,
  row: Row<'pickLines'>,
  told: ToldUnpicked & { readonly why: string | null },
  paper: Omit<MovementPaper, 'documentNumber'>,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  const { quantity } = told;
  const picked = row.picked + quantity;
  const shortReason = picked < row.quantity ? row.shortReason : null;
  await tx
    .updateTable('pickLines')
    .set({ picked, allocated: row.allocated + quantity, shortReason, ...context.updated() })
    .where('id', '=', row.id)
    .execute();
  if (told.reason === 'notFound') await dropNotFound(tx, row, told.unpickId, context);
  const disagreements = told.reason === 'damaged' ? await moveBack(tx, row, told, paper, context) : [];
  await settleList(tx, row.pickListId, context);
  return disagreements;
}

async function moveBack(
  tx: Tx,
  { productId, warehouseId, lotId, serialId, locationId, pickListId }: Row<'pickLines'>,
  { outId, inId, quantity, why }: ToldUnpicked & { readonly why: string | null },
  paper: Omit<MovementPaper, 'documentNumber'>,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  const product = (await productsAsTheyWere(tx, [productId])).get(productId);
  if (!product) return [];
  const list = await tx.selectFrom('pickLists').select('number').where('id', '=', pickListId).executeTakeFirst();
  const goods = { product, warehouseId, cause: 'move' as const, lotId, serialId, unitCost: null, reason: why };
  const movements: StockMovement[] = [
    {
      ...{ id: backId(inId), ...goods, quantity: -quantity, reversesId: inId },
      ...{ locationId: null, condition: 'quarantine' },
    },
    {
      ...{ id: backId(outId), ...goods, quantity, reversesId: outId },
      ...{ locationId, condition: 'saleable' },
    },
  ];
  return postMovements(tx, movements, { ...paper, documentNumber: list?.number ?? '' }, context);
}
