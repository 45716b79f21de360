import { expect, it } from 'vitest';
import { makeCompany, newId } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { importCustomersFirst } from './import-customers-first.ts';

const empty = {
  taxNumber: null,
  contactName: null,
  contactTitle: null,
  phone: null,
  email: null,
  address: null,
  city: null,
  region: null,
  postalCode: null,
  country: null,
  creditLimit: null,
  paymentTermsDays: null,
};

eachDatabase('server', (current) => {
  it('R110 creates by code, updates only what differs, and doubles nothing', async () => {
    const company = await makeCompany(current());
    const args = (change: object) => ({
      importId: 'i1',
      territoryId: company.territoryId,
      currency: 'CNY',
      paymentTermsDays: 30,
      rows: [
        { line: 2, id: newId(), code: 'ALFKI', name: 'Alfreds Futterkiste', ...empty, phone: '030-0074321', ...change },
      ],
    });
    const counts = async (change: object = {}) => {
      const outcome = await company.run(importCustomersFirst, args(change));
      return outcome.state === 'applied' ? outcome.result : outcome;
    };
    expect(await counts()).toEqual({ created: 1, updated: 0, unchanged: 0, problems: [] });
    expect(await counts()).toEqual({ created: 0, updated: 0, unchanged: 1, problems: [] });
    expect(await counts({ phone: null })).toMatchObject({ unchanged: 1 });
    expect(await counts({ city: 'Berlin', creditLimit: 5_000_0000 })).toMatchObject({ updated: 1 });
    expect(await counts({ creditLimit: 6_000_0000 })).toMatchObject({ updated: 1 });
    expect(await counts({ creditLimit: 6_000_0000 })).toMatchObject({ unchanged: 1 });
    const rows = await current()
      .kysely.selectFrom('customers')
      .selectAll()
      .where('code', '=', 'ALFKI')
      .orderBy('id')
      .execute();
    expect(rows).toMatchObject([
      { phone: '030-0074321', city: 'Berlin', paymentTermsDays: 30, territoryId: company.territoryId },
    ]);
    expect(
      await current()
        .kysely.selectFrom('creditAccounts')
        .select('limitMinor')
        .where('id', '=', rows[0]?.id ?? '')
        .executeTakeFirst(),
    ).toEqual({ limitMinor: 600_000 });
  });

  it('R110 a limit is an amount of the customer’s own currency; a code stands once', async () => {
    const company = await makeCompany(current());
    const rows = async (currency: string, ...told: { code: string; creditLimit: number }[]) => {
      const args = { importId: 'i1', territoryId: company.territoryId, currency, paymentTermsDays: 30 };
      const full = told.map((row, index) => ({ line: index + 2, id: newId(), name: row.code, ...empty, ...row }));
      return company.run(importCustomersFirst, { ...args, rows: full });
    };
    const limitOf = async (code: string) => {
      const query = current()
        .kysely.selectFrom('creditAccounts')
        .innerJoin('customers', 'customers.id', 'creditAccounts.customerId')
        .select(['creditAccounts.limitMinor', 'creditAccounts.currency'])
        .where('customers.code', '=', code);
      return query.executeTakeFirst();
    };
    await rows('JPY', { code: 'TOKYO', creditLimit: 500_000_0000 });
    await rows('KWD', { code: 'KUWAIT', creditLimit: 12_3450 });
    expect(await limitOf('TOKYO')).toEqual({ limitMinor: 500_000, currency: 'JPY' });
    expect(await limitOf('KUWAIT')).toEqual({ limitMinor: 12_345, currency: 'KWD' });
    // Later files name another currency for new customers: those that are known keep theirs.
    const outcome = await rows(
      'CNY',
      { code: 'TOKYO', creditLimit: 600_000_0000 },
      { code: 'KUWAIT', creditLimit: 12_3456 },
      { code: 'TOKYO', creditLimit: 7_0000 },
    );
    expect(await limitOf('TOKYO')).toEqual({ limitMinor: 600_000, currency: 'JPY' });
    expect(outcome).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'import.rowsLeftOut', params: { count: 2 } }],
      result: {
        updated: 1,
        problems: [
          { line: 3, column: 'creditLimit', code: 'import.not.amount', params: { cell: '12.3456' } },
          { line: 4, column: 'code', code: 'import.duplicate', params: { cell: 'TOKYO', firstLine: 2 } },
        ],
      },
    });
  });

  it('R113 needs the right to import', async () => {
    const company = await makeCompany(current());
    const args = {
      importId: 'i1',
      territoryId: company.territoryId,
      currency: 'CNY',
      paymentTermsDays: 30,
      rows: [{ line: 2, id: newId(), code: 'A', name: 'A', ...empty }],
    };
    expect(await company.run(importCustomersFirst, args, { permissions: ['sales.confirmOrder'] })).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.notPermitted', params: { permission: 'admin.importData' } },
    });
  });
});
