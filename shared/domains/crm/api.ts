import type { Insertable } from 'kysely';
import type { Actor, WriteContext } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/instants.ts';
import { prepareQuery } from '../../kernel/prepared.ts';
import { isWithinReach } from '../../kernel/reach.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Row, Tables, Tx } from '../../kernel/table.ts';
import type { CustomerImportRowFirst } from './model.ts';
import { holderOf } from './rules/holder.ts';
import { customers } from './tables.ts';

export {
  changeHolders,
  countOthersOf,
  customersToAssign,
  HOLDER_LIMIT_CUSTOMERS,
  type HolderChange,
  reachesCustomer,
  seesPoolOf,
  whoTookCustomer,
} from './change-holder.ts';
export { findUntouched } from './find-untouched.ts';
export type { CustomerImportRow, CustomerImportRowFirst } from './model.ts';
export { contactImportRowSchema, customerImportRowFirstSchema, customerImportRowSchema } from './model.ts';
export { openCustomer, primaryContacts, saveContacts } from './open-customers.ts';
export { isBelow, type Parties, partyById, writeParties } from './parties.ts';
export { composeAddress } from './rules/compose-address.ts';

/**
 * The customer that a document is made for.
 * @throws Refusal `crm.customerGone`, also when the customer is not the actor's
 */
export async function customerForDocument(tx: Tx, customerId: string, actor: Actor): Promise<Row<'customers'>> {
  const [customer] = await customerById(tx, { id: customerId });
  if (!customer || !isWithinReach(actor, customers, customer)) throw new Refusal('crm.customerGone', {});
  return customer;
}

/** Who took a customer of the actor's away, and when; null when nobody did, or it was never the actor's. */
export async function whoRemovedCustomer(
  tx: Tx,
  customerId: string,
  actor: Actor,
): Promise<{ name: string; userId: string; at: Instant } | null> {
  const [customer] = await removedCustomer(tx, { id: customerId });
  if (!customer || customer.deletedAt === null || !isWithinReach(actor, customers, customer)) return null;
  return { name: customer.name, userId: customer.updatedBy, at: customer.deletedAt };
}

const removedCustomer = prepareQuery((tx, given: { id: string }) =>
  tx
    .selectFrom('customers')
    .select(['name', 'territoryId', 'holderId', 'updatedBy', 'deletedAt'])
    .where('id', '=', given.id)
    .where('deletedAt', 'is not', null)
    .orderBy('id'),
);

/** Whose territory a customer is, or was until it was removed; null when it is not one of the actor's. */
export async function territoryOfCustomer(tx: Tx, customerId: string, actor: Actor): Promise<string | null> {
  const customer =
    (await customerById(tx, { id: customerId }))[0] ?? (await removedCustomer(tx, { id: customerId }))[0];
  return customer && isWithinReach(actor, customers, customer) ? customer.territoryId : null;
}

/** Asks ahead for a document's customer. */
export const askForCustomer = (tx: Tx, id: string): Promise<void> => customerById.ahead(tx, { id });

const customerById = prepareQuery((tx, given: { id: string }) =>
  tx.selectFrom('customers').selectAll().where('id', '=', given.id).where('deletedAt', 'is', null).orderBy('id'),
);

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

/** R11: gives a customer terms of payment; `days` are what orders take where the terms say no more. */
export async function setPaymentTerms(
  tx: Tx,
  { customerId, paymentTermsId, days }: { customerId: string; paymentTermsId: string; days: number },
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ paymentTermsId, paymentTermsDays: days, ...context.updated() })
    .where('id', '=', customerId)
    .execute();
}

/** R30: how long goods must still be good for when they are sent to a customer; orders that come take it. */
export async function setMinimumLife(
  tx: Tx,
  { customerId, minimumLifeDays }: { readonly customerId: string; readonly minimumLifeDays: number },
  context: WriteContext,
): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ minimumLifeDays, ...context.updated() })
    .where('id', '=', customerId)
    .execute();
}

/** What an import did with a row, and the customer that it is about. */
export interface SavedCustomer {
  readonly row: CustomerImportRowFirst;
  readonly customerId: string;
  readonly did: 'created' | 'updated' | 'unchanged';
}

/**
 * Writes imported customers under their codes, each code once: new rows, or only what differs (R110). Empty cells leave
 * old values.
 */
export async function saveImportedCustomers(
  tx: Tx,
  rows: readonly CustomerImportRowFirst[],
  known: ReadonlyMap<string, Row<'customers'>>,
  defaults: { territoryId: string; currency: string; paymentTermsDays: number },
  context: WriteContext,
): Promise<SavedCustomer[]> {
  const saved: SavedCustomer[] = [];
  const fresh: Insertable<Tables['customers']>[] = [];
  for (const row of rows) {
    const { line: _line, id, creditLimit: _creditLimit, ...told } = row;
    const customer = known.get(row.code);
    if (!customer) {
      const paymentTermsDays = told.paymentTermsDays ?? defaults.paymentTermsDays;
      const { territoryId, currency } = defaults;
      const holder = { territoryId, ownerId: null, ownerTeamId: null };
      fresh.push({
        ...told,
        id,
        paymentTermsDays,
        currency,
        ...holder,
        holderId: holderOf(holder),
        ...context.created(),
      });
      saved.push({ row, customerId: id, did: 'created' });
      continue;
    }
    const changes = Object.fromEntries(
      Object.entries(told).filter(
        ([column, value]) => value !== null && value !== customer[column as keyof typeof told],
      ),
    );
    const isChanged = Object.keys(changes).length > 0;
    saved.push({ row, customerId: customer.id, did: isChanged ? 'updated' : 'unchanged' });
    if (!isChanged) continue;
    await tx
      .updateTable('customers')
      .set({ ...changes, ...context.updated() })
      .where('id', '=', customer.id)
      .execute();
  }
  if (fresh.length > 0) await tx.insertInto('customers').values(fresh).execute();
  return saved;
}

/** How many customers a team has (R66); on a device, of those that are here. */
export async function countCustomersOfTeam(tx: Tx, teamId: string): Promise<number> {
  const rows = await tx
    .selectFrom('customers')
    .select('id')
    .where('ownerTeamId', '=', teamId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.length;
}

/** How many customers a territory has, whoever has them; on a device, of those that are here. */
export async function countCustomersOfTerritory(tx: Tx, territoryId: string): Promise<number> {
  const row = await tx
    .selectFrom('customers')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('territoryId', '=', territoryId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
