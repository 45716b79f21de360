import type { Actor, WriteContext } from '../../kernel/command.ts';
import { isWithinReach } from '../../kernel/reach.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tx } from '../../kernel/table.ts';
import type { CustomerImportRow } from './model.ts';
import { customers } from './tables.ts';

export { customerImportRowSchema } from './model.ts';
export { composeAddress } from './rules/compose-address.ts';

/**
 * The customer that a document is made for.
 * @throws Refusal `crm.customerGone`, also when the customer is not the actor's
 */
export async function customerForDocument(tx: Tx, customerId: string, actor: Actor): Promise<Row<'customers'>> {
  const customer = await tx
    .selectFrom('customers')
    .selectAll()
    .where('id', '=', customerId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (!customer || !isWithinReach(actor, customers, customer)) throw new Refusal('crm.customerGone', {});
  return customer;
}

/**
 * Customers by the company's own code; codes that nobody has are missing from the map. For imports, whose right is the
 * company's: a code is one customer, in whoever's territory.
 */
export async function customersByCode(tx: Tx, codes: readonly string[]): Promise<Map<string, Row<'customers'>>> {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('customers')
    .selectAll()
    .where('code', 'in', [...codes])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.code, row]));
}

/** Writes an imported customer under its code: a new row, or only what differs (R110). Empty cells leave old values. */
export async function saveImportedCustomer(
  tx: Tx,
  row: CustomerImportRow,
  known: Row<'customers'> | undefined,
  defaults: { territoryId: string; currency: string; paymentTermsDays: number },
  context: WriteContext,
): Promise<{ customerId: string; did: 'created' | 'updated' | 'unchanged' }> {
  const { line: _line, id, creditLimitMinor: _creditLimitMinor, paymentTermsDays, ...told } = row;
  if (!known) {
    await tx
      .insertInto('customers')
      .values({
        ...told,
        id,
        paymentTermsDays: paymentTermsDays ?? defaults.paymentTermsDays,
        territoryId: defaults.territoryId,
        ownerId: null,
        currency: defaults.currency,
        ...context.created(),
      })
      .execute();
    return { customerId: id, did: 'created' };
  }
  const wanted = { ...told, paymentTermsDays };
  const changes = Object.fromEntries(
    Object.entries(wanted).filter(
      ([column, value]) => value !== null && value !== known[column as keyof typeof wanted],
    ),
  );
  if (Object.keys(changes).length === 0) return { customerId: known.id, did: 'unchanged' };
  await tx
    .updateTable('customers')
    .set({ ...changes, ...context.updated() })
    .where('id', '=', known.id)
    .execute();
  return { customerId: known.id, did: 'updated' };
}
