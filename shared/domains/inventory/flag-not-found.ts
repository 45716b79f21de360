import type { WriteContext } from '../../kernel/command.ts';
import type { Quantity } from '../../kernel/money.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import { flag, type MovementPaper } from './post-movements.ts';

/** What a line of a pick list led to, and how much of it was there. */
export interface NotFound {
  /** As it was before anybody told that something is missing. */
  readonly line: Row<'pickLines'>;
  readonly wanted: Quantity;
  readonly found: Quantity;
  /** Left out: nobody found them. */
  readonly kind?: 'pickedShort' | 'pickedDamaged' | 'pickedExpired' | 'pickedBlocked';
}

/**
 * Sets before the warehouse that goods were not where the books have them (R24, R28). The books stay as they are: a count
 * says what is there, and whoever explains it what became of the rest.
 * @param paper what tells it: the pick list, or the packing desk's word on it
 */
export async function flagNotFound(
  tx: Tx,
  { line, wanted, found, kind = 'pickedShort' }: NotFound,
  paper: Omit<MovementPaper, 'bookedOn'>,
  context: WriteContext,
): Promise<void> {
  const { warehouseId, lotId, lotCode, serialId, locationId, locationCode } = line;
  await flag(
    tx,
    {
      kind,
      product: { id: line.productId, name: line.productName },
      ...{ warehouseId, lotId, lotCode, serialId, locationId, locationCode },
      ...{ wanted, found, quantity: wanted - found },
      part: line.id,
    },
    { ...paper, bookedOn: null },
    context,
  );
}

/** They were found after all (R104): what one paper told of a line is no difference any more, unless somebody explained it. */
export async function dropNotFound(
  tx: Tx,
  line: Pick<Row<'pickLines'>, 'productId' | 'lotId' | 'serialId' | 'locationId'>,
  documentId: string,
  context: WriteContext,
): Promise<void> {
  const told = await tx
    .selectFrom('stockFlags')
    .select(['id', 'lotId', 'serialId', 'locationId'])
    .where('productId', '=', line.productId)
    .where('documentId', '=', documentId)
    .where('kind', '=', 'pickedShort')
    .where('state', '=', 'open')
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const ofLine = told.find(
    ({ lotId, serialId, locationId }) =>
      lotId === line.lotId && serialId === line.serialId && locationId === line.locationId,
  );
  if (!ofLine) return;
  await tx
    .updateTable('stockFlags')
    .set({ deletedAt: context.now, ...context.updated() })
    .where('id', '=', ofLine.id)
    .execute();
}
