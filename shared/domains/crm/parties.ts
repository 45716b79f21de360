/** Whose shop a customer is, who is billed and who pays for it, and at whose prices it buys (R11, R40). */
import type { WriteContext } from '../../kernel/command.ts';
import type { Row, Tx } from '../../kernel/table.ts';

export type Parties = Pick<
  Row<'customers'>,
  'parentId' | 'billToId' | 'payerId' | 'groupId' | 'priceListId' | 'taxCode'
>;

/** A chain of parents is no longer; what is longer goes in a circle. */
const MOST_PARENTS = 20;

/** A customer by its id, in whoever's reach: it is only named. Undefined where there is none. */
export function partyById(tx: Tx, id: string): Promise<Pick<Row<'customers'>, 'id' | 'name' | 'currency'> | undefined> {
  return tx
    .selectFrom('customers')
    .select(['id', 'name', 'currency'])
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
}

/** Whether a customer stands above another, or is the same: parent of a parent, and so on. */
export async function isBelow(tx: Tx, customerId: string, parentId: string): Promise<boolean> {
  let above: string | null = parentId;
  for (let step = 0; above !== null && step < MOST_PARENTS; step += 1) {
    if (above === customerId) return true;
    const row: { parentId: string | null } | undefined = await tx
      .selectFrom('customers')
      .select('parentId')
      .where('id', '=', above)
      .executeTakeFirst();
    above = row?.parentId ?? null;
  }
  return above !== null;
}

/** Documents that come take them; those that stand keep theirs. */
export async function writeParties(
  tx: Tx,
  customerId: string,
  parties: Partial<Parties>,
  context: WriteContext,
): Promise<void> {
  if (Object.keys(parties).length === 0) return;
  await tx
    .updateTable('customers')
    .set({ ...parties, ...context.updated() })
    .where('id', '=', customerId)
    .execute();
}
