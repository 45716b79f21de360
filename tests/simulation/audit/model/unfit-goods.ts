/** What a picker found damaged, expired or blocked where a line led to (R20). */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import type { Act } from './command-run.ts';
import { bookedAt, bookedOpenly, type Told } from './document-words.ts';
import { bookMovements, flagNotFound, type Movement, tellEmptyPlaces } from './stock-ledger.ts';

export interface Unfit {
  readonly row: ModelRow;
  readonly missing: number;
  readonly why: string;
}

/** R20: what lay there and nobody may sell goes to quarantine, unless its lot is no longer sold anyway. */
export function keepFromSale(
  rows: BusinessRows,
  unfit: readonly Unfit[],
  of: { readonly documentId: string; readonly documentNumber: Cell; readonly pickedAt: number },
  act: Act,
  told: Told,
): void {
  const { documentId, documentNumber, pickedAt } = of;
  const { realOn, occurredAt } = bookedAt(rows, pickedAt, act);
  const movements: Movement[] = [];
  for (const { row, missing, why } of unfit) {
    const lot = rows.get('lots', row.lotId);
    const isOver = lot?.blocked === 1 || (typeof lot?.expiresOn === 'string' && lot.expiresOn < realOn);
    if (why !== 'damaged' && isOver) continue;
    const wanted = Number(row.quantity);
    const kind = `picked${why.charAt(0).toUpperCase()}${why.slice(1)}`;
    const seen = { wanted, found: wanted - missing };
    flagNotFound(rows, row, seen, { documentId, documentNumber, occurredAt }, act, kind);
    const product = rows.get('products', row.productId);
    const { lotId = null, serialId = null, locationId = null, warehouseId = null } = row;
    const isUnnamed =
      (product?.tracking === 'lot' && lotId === null) || (product?.tracking === 'serial' && serialId === null);
    if (!product || isUnnamed) continue;
    const goods = { product, warehouseId, cause: 'move', lotId, serialId };
    const id = `${act.commandId}:${row.id}`;
    movements.push(
      { ...goods, id: `${id}:out`, quantity: -missing, locationId, condition: 'saleable' },
      { ...goods, id: `${id}:in`, quantity: missing, locationId: null, condition: 'quarantine' },
    );
  }
  if (movements.length === 0) return;
  const { bookedOn } = bookedOpenly(rows, pickedAt, act, told);
  const paper = { documentId, documentNumber, occurredAt, bookedOn };
  bookMovements(rows, movements, paper, act, told);
  tellEmptyPlaces(rows, movements, paper, act, told);
}
