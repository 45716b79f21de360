import { z } from 'zod';
import { type FoundPerson, namesOfHolders, ownersByWord, territoriesByWord } from '../domains/admin/api.ts';
import { paymentTermsByWord, setCreditLimits } from '../domains/billing/api.ts';
import {
  type CustomerImportRow,
  changeHolders,
  customerImportRowSchema,
  customersByCode,
  customersToAssign,
  type HolderChange,
  openCustomer,
  primaryContacts,
  saveContacts,
} from '../domains/crm/api.ts';
import { defineCommand, type WriteContext } from '../kernel/command.ts';
import { idSchema } from '../kernel/ids.ts';
import { IMPORT_CHUNK_ROWS, type ImportProblem, type ImportResult } from '../kernel/import-fields.ts';
import { currencySchema, formatDecimal, type Minor, toMinor } from '../kernel/money.ts';
import type { Row, Tx } from '../kernel/table.ts';

const ASSIGN_RIGHT = 'crm.assignCustomers';
const NET_DAYS = /^(?:[12]?\d?\d|3[0-5]\d|36[0-5])$/;

/**
 * Creates customers, or updates those whose code is known, with owner, payment terms, territory, credit limit and the
 * contact that the row names (R110). Empty cells leave old values. An owner is taken for a new customer and for one that
 * lies in the pool, and the customer's history says so (R66); whoever has a customer keeps it.
 */
export const importCustomers = defineCommand({
  name: 'crm.importCustomers',
  version: 2,
  kind: 'request',
  permission: 'admin.importData',
  args: z.strictObject({
    importId: z.string().max(60),
    /** For rows that name none. */
    territoryId: idSchema,
    currency: currencySchema,
    paymentTermsDays: z.int().min(0).max(365),
    /** A file of contacts comes after: it says who is there, and the row's contact is made only with a new customer. */
    contactsFollow: z.boolean(),
    rows: z.array(customerImportRowSchema).min(1).max(IMPORT_CHUNK_ROWS),
  }),
  reads: ['customers', 'contacts', 'creditAccounts', 'users', 'teams', 'territories', 'paymentTerms'],
  writes: ['customers', 'contacts', 'creditAccounts', 'ownerChanges'],
  refusals: { 'import.rowsLeftOut': 'adjust' },
  async run(tx, args, context): Promise<ImportResult> {
    const facts = await readFacts(tx, args.rows, args.currency, context.actor.permissions.has(ASSIGN_RIGHT));
    const problems: ImportProblem[] = [];
    const counts = { created: 0, updated: 0, unchanged: 0 };
    const saved: { customerId: string; did: 'created' | 'updated' | 'unchanged' }[] = [];
    const contacts: Parameters<typeof saveContacts>[1][number][] = [];
    const limits: { customerId: string; limitMinor: Minor; currency: string }[] = [];
    const owners: Owned[] = [];
    for (const row of args.rows) {
      const read = readRow(row, facts);
      if ('problem' in read) {
        problems.push({ line: row.line, ...read.problem });
        continue;
      }
      facts.firstLines.set(row.code, row.line);
      const known = facts.customers.get(row.code);
      const primary = known && facts.primaries.get(known.id);
      const customerId = known?.id ?? row.id;
      // Where somebody is called first already, name and phone stand with that person, and from there with the customer.
      const reached = primary
        ? {
            contactName: null,
            contactTitle: null,
            phone: primary.phone === null ? row.phone : null,
            email: primary.email === null ? row.email : null,
          }
        : {};
      saved.push({ customerId, did: await openCustomer(tx, { ...read.told, ...reached }, known, args, context) });
      if (read.limitMinor !== null) {
        limits.push({ customerId, limitMinor: read.limitMinor, currency: read.currency });
      }
      // The row's id is the customer's if it is new; either way it is nobody else's, and the first row of its history has it.
      if (read.ownerId !== null) owners.push({ changeId: row.id, customerId, ownerId: read.ownerId });
      if (row.contactName !== null && (!known || !args.contactsFollow)) {
        const { contactId: id, contactName: name, contactTitle: title, phone, email } = row;
        contacts.push({ id, customerId, name, title, phone, email, isPrimary: null, note: null });
      }
    }
    const limited = await setCreditLimits(tx, limits, context);
    const met = await saveContacts(tx, contacts, context);
    const owned = await giveToOwners(tx, owners, context);
    const changed = new Set(contacts.flatMap((contact, at) => (met[at] === 'unchanged' ? [] : contact.customerId)));
    for (const { customerId, did } of saved) {
      const isTouched = limited.has(customerId) || changed.has(customerId) || owned.has(customerId);
      counts[did === 'unchanged' && isTouched ? 'updated' : did] += 1;
    }
    if (problems.length > 0) context.adjust('import.rowsLeftOut', { count: problems.length });
    return { ...counts, problems };
  },
  subject: ({ rows, importId: group }) => ({ rows: rows.length, group }),
  makes: ({ rows }) => rows.map((row) => row.id),
});

interface Owned {
  readonly changeId: string;
  readonly customerId: string;
  readonly ownerId: string;
}

/** R66: out of the pool, as if each had been assigned. @returns whom it was done with */
async function giveToOwners(tx: Tx, owners: readonly Owned[], context: WriteContext): Promise<Set<string>> {
  if (owners.length === 0) return new Set();
  const found = await customersToAssign(
    tx,
    owners.map(({ customerId }) => customerId),
  );
  const changes = owners.flatMap(({ changeId, customerId, ownerId }): HolderChange[] => {
    const customer = found.get(customerId);
    if (!customer || customer.ownerId !== null || customer.ownerTeamId !== null) return [];
    const { territoryId } = customer;
    return [{ id: changeId, kind: 'assigned', customer, to: { territoryId, ownerId, ownerTeamId: null } }];
  });
  const { userId } = context.actor;
  const names = await namesOfHolders(tx, [userId, ...changes.map(({ to }) => to.ownerId)]);
  const moved = await changeHolders(tx, changes, {
    now: context.now,
    changedBy: userId,
    changedByName: names.get(userId) ?? '',
    deviceCode: context.device.code,
    reason: null,
    names,
    created: context.created(),
    updated: context.updated(),
  });
  return new Set(moved.map(({ customer }) => customer.id));
}

interface Facts {
  readonly customers: ReadonlyMap<string, Row<'customers'>>;
  readonly primaries: ReadonlyMap<string, Pick<Row<'contacts'>, 'phone' | 'email'>>;
  readonly owners: (word: string) => FoundPerson;
  readonly territories: ReadonlyMap<string, string>;
  readonly terms: ReadonlyMap<string, Row<'paymentTerms'>>;
  readonly currency: string;
  readonly mayAssign: boolean;
  readonly firstLines: Map<string, number>;
}

async function readFacts(
  tx: Tx,
  rows: readonly CustomerImportRow[],
  currency: string,
  mayAssign: boolean,
): Promise<Facts> {
  const customers = await customersByCode(
    tx,
    rows.map((row) => row.code),
  );
  return {
    customers,
    primaries: await primaryContacts(
      tx,
      [...customers.values()].map((customer) => customer.id),
    ),
    owners: await ownersByWord(
      tx,
      rows.flatMap((row) => row.ownerLogin ?? []),
    ),
    territories: await territoriesByWord(tx),
    terms: await paymentTermsByWord(tx),
    currency,
    mayAssign,
    firstLines: new Map(),
  };
}

type Problem = Omit<ImportProblem, 'line'>;
type Told = Parameters<typeof openCustomer>[1];

/** A row with what its words stand for, or why it cannot be taken. */
function readRow(
  row: CustomerImportRow,
  facts: Facts,
): { told: Told; ownerId: string | null; limitMinor: Minor | null; currency: string } | { problem: Problem } {
  const bad = (column: string, code: string, params: Problem['params']) => ({ problem: { column, code, params } });
  const { line: _line, creditLimit, ownerLogin, paymentTerms, territory, contactId: _contactId, ...plain } = row;
  const firstLine = facts.firstLines.get(row.code);
  if (firstLine !== undefined) return bad('code', 'import.duplicate', { cell: row.code, firstLine });
  const known = facts.customers.get(row.code);
  if (known && row.currency !== null && row.currency !== known.currency) {
    return bad('currency', 'import.currencyFixed', { cell: row.currency, currency: known.currency });
  }
  const currency = known?.currency ?? row.currency ?? facts.currency;
  const limitMinor = creditLimit === null ? null : toMinor(creditLimit, currency);
  if (creditLimit !== null && limitMinor === null) {
    return bad('creditLimit', 'import.not.amount', { cell: formatDecimal(creditLimit, 4) });
  }
  const owner = ownerLogin === null ? null : facts.owners(ownerLogin);
  if (owner === 'nobody') return bad('ownerLogin', 'import.unknownUser', { cell: ownerLogin ?? '' });
  if (owner === 'several') return bad('ownerLogin', 'import.severalUsers', { cell: ownerLogin ?? '' });
  if (owner !== null && !facts.mayAssign) return bad('ownerLogin', 'import.noRightToAssign', {});
  const territoryId = territory === null ? null : facts.territories.get(territory);
  if (territoryId === undefined) return bad('territory', 'import.unknownTerritory', { cell: territory ?? '' });
  const terms = paymentTerms === null ? null : facts.terms.get(paymentTerms);
  // "30" under a heading that may hold terms: net days.
  const days = terms === undefined && NET_DAYS.test(paymentTerms ?? '') ? Number(paymentTerms) : null;
  if (terms === undefined && days === null)
    return bad('paymentTerms', 'import.unknownTerms', { cell: paymentTerms ?? '' });
  const told = {
    ...plain,
    territoryId,
    paymentTermsId: terms?.id ?? null,
    paymentTermsDays: row.paymentTermsDays ?? terms?.days ?? days,
  };
  return { told, ownerId: owner?.id ?? null, limitMinor, currency };
}
