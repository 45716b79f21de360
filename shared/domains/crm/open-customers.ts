import type { Insertable } from 'kysely';
import type { WriteContext } from '../../kernel/command.ts';
import type { Row, Tables, Tx } from '../../kernel/table.ts';
import { holderOf } from './rules/holder.ts';

type Customer = Row<'customers'>;
type Told = Pick<
  Customer,
  | 'code'
  | 'name'
  | 'taxNumber'
  | 'contactName'
  | 'contactTitle'
  | 'phone'
  | 'email'
  | 'address'
  | 'city'
  | 'region'
  | 'postalCode'
  | 'country'
>;

/** A customer as it is known on opening day; null: the file says nothing of it. */
export interface OpeningCustomer extends Told {
  readonly id: string;
  readonly territoryId: string | null;
  readonly paymentTermsId: string | null;
  readonly paymentTermsDays: number | null;
  readonly currency: string | null;
}

/**
 * Writes a customer under its code: new, in the pool of its territory, or only what differs (R110). Who has it is another
 * matter (`changeHolders`), and moving one that is known is not the work of an import (R66).
 * @param known the customer that has the code, if one has
 */
export async function openCustomer(
  tx: Tx,
  told: OpeningCustomer,
  known: Customer | undefined,
  defaults: { readonly territoryId: string; readonly currency: string; readonly paymentTermsDays: number },
  context: WriteContext,
): Promise<'created' | 'updated' | 'unchanged'> {
  if (!known) {
    const place = { territoryId: told.territoryId ?? defaults.territoryId, ownerId: null, ownerTeamId: null };
    const customer: Insertable<Tables['customers']> = {
      ...told,
      ...place,
      holderId: holderOf(place),
      heldSince: null,
      currency: told.currency ?? defaults.currency,
      paymentTermsDays: told.paymentTermsDays ?? defaults.paymentTermsDays,
      ...context.created(),
    };
    await tx.insertInto('customers').values(customer).execute();
    return 'created';
  }
  const { id: _id, territoryId: _territoryId, ...plain } = told;
  const changes = Object.fromEntries(
    Object.entries(plain).filter(([column, value]) => value !== null && value !== known[column as keyof Customer]),
  );
  if (Object.keys(changes).length === 0) return 'unchanged';
  await tx
    .updateTable('customers')
    .set({ ...changes, ...context.updated() })
    .where('id', '=', known.id)
    .execute();
  return 'updated';
}

/** A person at a customer; null: the file says nothing of it. */
export interface OpeningContact {
  readonly id: string;
  readonly customerId: string;
  readonly name: string;
  readonly title: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly isPrimary: 0 | 1 | null;
  readonly note: string | null;
}

/**
 * Writes people under their customer and name, each once: new, or only what differs. The first of a customer is its
 * primary one; where another is said to be, it takes the place, and the customer's own row names it, as documents do.
 * @returns what was done with each
 */
export async function saveContacts(
  tx: Tx,
  told: readonly OpeningContact[],
  context: WriteContext,
): Promise<('created' | 'updated' | 'unchanged')[]> {
  if (told.length === 0) return [];
  const customerIds = [...new Set(told.map((contact) => contact.customerId))];
  const rows = await tx
    .selectFrom('contacts')
    .selectAll()
    .where('customerId', 'in', customerIds)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  const people: Person[] = rows.map(({ id, customerId, name, title, phone, email, isPrimary, note }) => ({
    id,
    customerId,
    name,
    title,
    phone,
    email,
    isPrimary,
    note,
  }));
  const done: ('created' | 'updated' | 'unchanged')[] = [];
  for (const contact of told) done.push(await saveContact(tx, contact, people, context));
  return done;
}

type Person = Pick<Row<'contacts'>, 'id' | 'customerId' | 'name' | 'title' | 'phone' | 'email' | 'isPrimary' | 'note'>;

/** @param people everybody at these customers; kept up to date */
async function saveContact(
  tx: Tx,
  told: OpeningContact,
  people: Person[],
  context: WriteContext,
): Promise<'created' | 'updated' | 'unchanged'> {
  const colleagues = people.filter((person) => person.customerId === told.customerId);
  const place = people.findIndex((person) => person.customerId === told.customerId && person.name === told.name);
  const known = people[place];
  const first = colleagues.find((person) => person.isPrimary === 1);
  const isPrimary = told.isPrimary === 1 || first === undefined || first === known ? 1 : 0;
  if (isPrimary === 1 && first && first !== known) {
    await tx
      .updateTable('contacts')
      .set({ isPrimary: 0, ...context.updated() })
      .where('id', '=', first.id)
      .execute();
    people[people.indexOf(first)] = { ...first, isPrimary: 0 };
  }
  const person: Person = {
    id: known?.id ?? told.id,
    customerId: told.customerId,
    name: told.name,
    title: told.title ?? known?.title ?? null,
    phone: told.phone ?? known?.phone ?? null,
    email: told.email ?? known?.email ?? null,
    isPrimary,
    note: told.note ?? known?.note ?? null,
  };
  const isSame =
    known !== undefined && Object.entries(person).every(([key, value]) => known[key as keyof Person] === value);
  if (isSame) return 'unchanged';
  if (known) {
    const { id, customerId: _customerId, ...changes } = person;
    await tx
      .updateTable('contacts')
      .set({ ...changes, ...context.updated() })
      .where('id', '=', id)
      .execute();
    people[place] = person;
  } else {
    await tx
      .insertInto('contacts')
      .values({ ...person, ...context.created() })
      .execute();
    people.push(person);
  }
  if (isPrimary === 1) await nameAtCustomer(tx, person, context);
  return known ? 'updated' : 'created';
}

/** The customer's own row names its primary contact, as documents take it. */
async function nameAtCustomer(tx: Tx, { customerId, name, title, phone, email }: Person, context: WriteContext) {
  const customer = await tx
    .selectFrom('customers')
    .select(['contactName', 'contactTitle', 'phone', 'email'])
    .where('id', '=', customerId)
    .executeTakeFirst();
  if (!customer) return;
  const named = {
    contactName: name,
    contactTitle: title ?? (customer.contactName === name ? customer.contactTitle : null),
    phone: phone ?? customer.phone,
    email: email ?? customer.email,
  };
  if (Object.entries(named).every(([key, value]) => customer[key as keyof typeof named] === value)) return;
  await tx
    .updateTable('customers')
    .set({ ...named, ...context.updated() })
    .where('id', '=', customerId)
    .execute();
}

/** Whom a customer's people call first, by customer. */
export async function primaryContacts(
  tx: Tx,
  customerIds: readonly string[],
): Promise<Map<string, Pick<Row<'contacts'>, 'phone' | 'email'>>> {
  if (customerIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('contacts')
    .select(['customerId', 'phone', 'email'])
    .where('customerId', 'in', [...customerIds])
    .where('isPrimary', '=', 1)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.customerId, row]));
}
