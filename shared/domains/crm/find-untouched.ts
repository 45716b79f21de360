import type { Instant } from '../../kernel/instants.ts';
import type { Reader, Row } from '../../kernel/table.ts';

/**
 * R66: customers that somebody has and has had no contact with since `before`: neither held since then, nor an order
 * confirmed since then; whoever has an open order is in contact. The oldest ids first, at most `limitRows`.
 */
export async function findUntouched(db: Reader, before: Instant, limitRows: number): Promise<Row<'customers'>[]> {
  return db
    .selectFrom('customers')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where((eb) => eb.or([eb('ownerId', 'is not', null), eb('ownerTeamId', 'is not', null)]))
    .where((eb) => eb(eb.fn.coalesce('heldSince', 'createdAt'), '<', before))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('orders')
            .select('orders.id')
            .whereRef('orders.customerId', '=', 'customers.id')
            .where('orders.deletedAt', 'is', null)
            .where((eb) =>
              eb.or([
                eb('orders.state', '=', 'open'),
                eb.and([eb('orders.state', '=', 'closed'), eb('orders.confirmedAt', '>=', before)]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('id')
    .limit(limitRows)
    .execute();
}
