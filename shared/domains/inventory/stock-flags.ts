/** What the books cannot hold and happened all the same, until somebody says why (R33). */
import type { WriteContext } from '../../kernel/command.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** A flag by its id; undefined where there is none. */
export function flagById(tx: Tx, id: string): Promise<Row<'stockFlags'> | undefined> {
  return tx.selectFrom('stockFlags').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst();
}

/** R29: a piece that was in two places of the books is in one: what was flagged of it is explained by the count that told so. */
export async function explainElsewhere(
  tx: Tx,
  { id, productId }: Pick<Row<'serials'>, 'id' | 'productId'>,
  { number: explanation, name }: { readonly number: string; readonly name: string },
  context: WriteContext,
): Promise<void> {
  const explained = { state: 'explained' as const, explanation, explainedAt: context.now, explainedByName: name };
  await tx
    .updateTable('stockFlags')
    .set({ ...explained, ...context.updated() })
    .where('productId', '=', productId)
    .where('serialId', '=', id)
    .where('kind', '=', 'serialElsewhere')
    .where('state', '=', 'open')
    .where('deletedAt', 'is', null)
    .execute();
}

/** Writes down why it was so. */
export async function explainFlagRow(
  tx: Tx,
  id: string,
  { explanation, name }: { readonly explanation: string; readonly name: string },
  context: WriteContext,
): Promise<void> {
  const explained = { state: 'explained' as const, explanation, explainedAt: context.now, explainedByName: name };
  await tx
    .updateTable('stockFlags')
    .set({ ...explained, ...context.updated() })
    .where('id', '=', id)
    .execute();
}
