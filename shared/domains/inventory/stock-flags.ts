/** What the books cannot hold and happened all the same, until somebody says why (R33). */
import type { WriteContext } from '../../kernel/command.ts';
import type { Row, Tx } from '../../kernel/table.ts';

/** A flag by its id; undefined where there is none. */
export function flagById(tx: Tx, id: string): Promise<Row<'stockFlags'> | undefined> {
  return tx.selectFrom('stockFlags').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirst();
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
