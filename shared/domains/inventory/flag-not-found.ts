import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { flag } from './post-movements.ts';

/** What a line of a pick list led to, and how much of it was there. */
export interface NotFound {
  /** As it was before anybody told that something is missing. */
  readonly line: Row<'pickLines'>;
  readonly wanted: Quantity;
  readonly found: Quantity;
}

/**
 * Sets before the warehouse that goods were not where the books have them (R24, R28). The books stay as they are: a count
 * says what is there, and whoever explains it what became of the rest.
 * @param told the number of the pick list, and when they were missed
 */
export async function flagNotFound(
  tx: Tx,
  { line, wanted, found }: NotFound,
  { number, occurredAt }: { readonly number: string | null; readonly occurredAt: Instant },
  context: WriteContext,
): Promise<void> {
  const { warehouseId, lotId, lotCode, serialId, locationId, locationCode } = line;
  await flag(
    tx,
    {
      kind: 'pickedShort',
      product: { id: line.productId, name: line.productName },
      ...{ warehouseId, lotId, lotCode, serialId, locationId, locationCode },
      ...{ wanted, found, quantity: wanted - found },
      part: line.id,
    },
    { documentId: line.pickListId, documentNumber: number, occurredAt, bookedOn: null },
    context,
  );
}
