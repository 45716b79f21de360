/**
 * Goods that a picker found unfit at their place: damaged, expired, blocked (R20, R24). Guards:
 * - nobody sells them, and nobody is sent there for them again: what is missing of the line leaves its place for
 *   quarantine and waits to be put away, as what the packing desk finds damaged does;
 * - the office is told of each, and says what they were; what the line names without its lot or number is told alone,
 *   since nobody knows which it is (R29);
 * - a lot that the books keep from sale already, by its day or by a word, stays as it is.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { CalendarDate } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { productsAsTheyWere } from './find-goods.ts';
import { flagNotFound } from './flag-not-found.ts';
import { flagEmptyPlaces } from './move-goods.ts';
import { type MovementPaper, postMovements, type StockMovement } from './post-movements.ts';

/** Why goods at their place are not taken. */
export type UnfitReason = 'damaged' | 'expired' | 'blocked';

/** What of one line lies there and may not be sold. */
export interface UnfitGoods {
  /** As it was before anybody told of it. */
  readonly line: Row<'pickLines'>;
  readonly quantity: Quantity;
  readonly reason: UnfitReason;
}

/** What the ledger met that does not fit. */
export interface ApartTold {
  readonly kind: 'belowZero' | 'serialElsewhere' | 'placeEmpty';
  readonly params: RefusalParams;
}

const kinds = { damaged: 'pickedDamaged', expired: 'pickedExpired', blocked: 'pickedBlocked' } as const;

/**
 * Sets goods apart that nobody may sell.
 * @param paper with the day on which it was seen
 * @returns what does not fit; null: nothing was booked
 */
export async function setApart(
  tx: Tx,
  unfit: readonly UnfitGoods[],
  { realOn, ...paper }: MovementPaper & { readonly realOn: CalendarDate },
  context: WriteContext,
): Promise<ApartTold[] | null> {
  const products = await productsAsTheyWere(
    tx,
    unfit.map(({ line }) => line.productId),
  );
  const movements: StockMovement[] = [];
  for (const { line, quantity, reason } of unfit) {
    if (reason !== 'damaged' && (await isKeptFromSale(tx, line.lotId, realOn))) continue;
    const told = { line, wanted: line.quantity, found: line.quantity - quantity, kind: kinds[reason] };
    await flagNotFound(tx, told, paper, context);
    const product = products.get(line.productId);
    if (!product || !isNamed(product, line)) continue;
    const { warehouseId, lotId, serialId, locationId } = line;
    const goods = { product, warehouseId, cause: 'move' as const, lotId, serialId, unitCost: null };
    const id = `${context.commandId}:${line.id}`;
    movements.push(
      { id: `${id}:out`, ...goods, locationId, condition: 'saleable', quantity: -quantity },
      { id: `${id}:in`, ...goods, locationId: null, condition: 'quarantine', quantity },
    );
  }
  if (movements.length === 0) return null;
  const posted: ApartTold[] = await postMovements(tx, movements, paper, context);
  const empty = await flagEmptyPlaces(tx, movements, paper, context);
  return [...posted, ...empty.map(({ params }) => ({ kind: 'placeEmpty' as const, params }))];
}

/** R29: whether the line says which lot, or which piece, it is. */
function isNamed({ tracking }: Row<'products'>, { lotId, serialId }: Row<'pickLines'>): boolean {
  return tracking === 'none' || (tracking === 'lot' ? lotId !== null : serialId !== null);
}

/** R20, R30: past its day, or blocked by a word of the office. */
async function isKeptFromSale(tx: Tx, lotId: string | null, today: CalendarDate): Promise<boolean> {
  if (lotId === null) return false;
  const lot = await tx.selectFrom('lots').select(['expiresOn', 'blocked']).where('id', '=', lotId).executeTakeFirst();
  return lot !== undefined && (lot.blocked === 1 || (lot.expiresOn !== null && lot.expiresOn < today));
}
