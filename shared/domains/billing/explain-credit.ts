/**
 * What used a payer's credit, for the person whose order is held. Guards: only this payer's own documents are named,
 * whom the person sells to; asked only for orders that are held; every read is bounded.
 */
import type { WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import { prepareQuery } from '../../kernel/prepared.ts';
import type { RefusalParams } from '../../kernel/refusal.ts';
import type { Tx } from '../../kernel/table.ts';

/**
 * Parameters that explain a credit hold: `officeUsedDocument`, `officeUsedMinor`, `officeUsedAt`, `officeUsedBy` the
 * newest order of somebody else that the device cannot have seen; `officeOverdueDocument`, `officeOverdueSince` the
 * oldest receivable.
 * @param dataAsOf up to when the device's data was whole; null when it did not say
 */
export async function explainCredit(
  tx: Tx,
  held: { customerId: string; currency: string; because: string; dataAsOf: Instant | null },
  nameUsers: (userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  context: WriteContext,
): Promise<RefusalParams> {
  const { customerId, currency, because, dataAsOf } = held;
  if (because === 'overdue') {
    const [oldest] = await oldestOpen(tx, { customerId });
    if (!oldest) return {};
    const { documentNumber, dueOn } = oldest;
    return { context: 'since', officeOverdueDocument: documentNumber, officeOverdueSince: dueOn };
  }
  if (because !== 'limitExceeded' || dataAsOf === null) return {};
  const [used] = await usedSince(tx, { customerId, currency, since: dataAsOf, userId: context.actor.userId });
  if (!used) return {};
  const name = (await nameUsers([used.createdBy])).get(used.createdBy);
  return {
    officeUsedDocument: used.documentNumber,
    officeUsedMinor: used.amountMinor,
    officeUsedAt: used.createdAt,
    ...(name === undefined ? {} : { context: 'used', officeUsedBy: name }),
  };
}

const usedSince = prepareQuery((tx, given: { customerId: string; currency: string; since: number; userId: string }) =>
  tx
    .selectFrom('exposureEntries')
    .select(['documentNumber', 'amountMinor', 'createdAt', 'createdBy'])
    .where('customerId', '=', given.customerId)
    .where('currency', '=', given.currency)
    .where('createdAt', '>', given.since)
    .where('createdBy', '!=', given.userId)
    .where('amountMinor', '>', 0)
    .where('deletedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(1),
);

const oldestOpen = prepareQuery((tx, given: { customerId: string }) =>
  tx
    .selectFrom('exposureEntries')
    .select(['documentNumber', 'dueOn'])
    .where('customerId', '=', given.customerId)
    .where('kind', '=', 'receivable')
    .where('deletedAt', 'is', null)
    .where('dueOn', 'is not', null)
    .orderBy('dueOn')
    .orderBy('id')
    .limit(1),
);
