/** Stock of an opening day in the ledger (R110): by the one way in, so that counts stand (R28) and shortages are told (R33). */
import type { WriteContext } from '../../kernel/command.ts';
import type { ImportResult } from '../../kernel/import-fields.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { Tx } from '../../kernel/table.ts';
import { postMovements, type StockDisagreement, type StockMovement } from './post-movements.ts';

/** What came of the rows of an import, with what does not fit of what they brought. */
export interface OpenedRows {
  readonly result: ImportResult;
  readonly told: readonly StockDisagreement[];
}

/** A movement as opening stock makes it: at no place, saleable, worth the average. */
export function openingMovement(
  goods: Pick<StockMovement, 'id' | 'product' | 'warehouseId' | 'quantity' | 'lotId'>,
): StockMovement {
  const plain = { serialId: null, locationId: null, condition: 'saleable', unitCost: null } as const;
  return { ...goods, cause: 'openingBalance', ...plain };
}

/** Books them; no document brought them. @returns what does not fit */
export function postOpening(
  tx: Tx,
  movements: readonly StockMovement[],
  occurredAt: Instant,
  context: WriteContext,
): Promise<StockDisagreement[]> {
  return postMovements(tx, movements, { documentId: null, documentNumber: null, occurredAt, bookedOn: null }, context);
}
