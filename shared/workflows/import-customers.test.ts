import { expect, it } from 'vitest';
import { makeCompany, newId } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { importCustomers } from './import-customers.ts';

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
  creditLimitMinor: null,
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
      const outcome = await company.run(importCustomers, args(change));
      return outcome.state === 'applied' ? outcome.result : outcome;
    };
    expect(await counts()).toEqual({ created: 1, updated: 0, unchanged: 0, problems: [] });
    expect(await counts()).toEqual({ created: 0, updated: 0, unchanged: 1, problems: [] });
    expect(await counts({ phone: null })).toMatchObject({ unchanged: 1 });
    expect(await counts({ city: 'Berlin', creditLimitMinor: 5_000_00 })).toMatchObject({ updated: 1 });
    expect(await counts({ creditLimitMinor: 6_000_00 })).toMatchObject({ updated: 1 });
    expect(await counts({ creditLimitMinor: 6_000_00 })).toMatchObject({ unchanged: 1 });
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

  it('R113 needs the right to import', async () => {
    const company = await makeCompany(current());
    const args = {
      importId: 'i1',
      territoryId: company.territoryId,
      currency: 'CNY',
      paymentTermsDays: 30,
      rows: [{ line: 2, id: newId(), code: 'A', name: 'A', ...empty }],
    };
    expect(await company.run(importCustomers, args, { permissions: ['sales.confirmOrder'] })).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.notPermitted', params: { permission: 'admin.importData' } },
    });
  });
});
