import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import { customerContacts } from './customer-contacts.ts';

eachDatabase('server', (current) => {
  it('gives the people at a customer, the primary one first, without those who left', async () => {
    const { customerId, otherCustomerId, userId } = await makeCompany(current());
    const contact = (name: string, given: object = {}) => ({
      id: newId(),
      customerId,
      name,
      title: null,
      phone: null,
      email: null,
      isPrimary: 0 as const,
      note: null,
      ...audited,
      ...given,
    });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('contacts')
        .values([
          contact('Chen'),
          contact('Zhao', { isPrimary: 1 }),
          contact('Bao'),
          contact('Gone', { deletedAt: 9 }),
          contact('Elsewhere', { customerId: otherCustomerId }),
        ])
        .execute(),
    );
    const actor = { userId, permissions: new Set<string>() };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    const rows = await customerContacts.run(current().kysely, { customerId }, context);
    expect(rows.map((row) => row.name)).toEqual(['Zhao', 'Bao', 'Chen']);
    const scopes = await current()
      .kysely.selectFrom('scopeLog')
      .select('scope')
      .where('tableName', '=', 'contacts')
      .distinct()
      .orderBy('scope')
      .execute();
    expect(scopes.every(({ scope }) => /^(territory|holder):/.test(scope))).toBe(true);
  });
});
