import { expect, it } from 'vitest';
import { makeCompany, newId } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { importSuppliers } from './import-suppliers.ts';

const empty = {
  taxNumber: null,
  contactName: null,
  phone: null,
  email: null,
  address: null,
  city: null,
  country: null,
  currency: null,
  paymentTermsDays: null,
  leadDays: null,
};

eachDatabase('server', (current) => {
  it('R110 suppliers come by code, again only what differs, and only from who may see them', async () => {
    const company = await makeCompany(current());
    const args = (change: object = {}) => ({
      importId: 'i1',
      currency: 'CNY',
      paymentTermsDays: 30,
      rows: [
        { line: 2, id: newId(), code: 'V1', name: 'Exotic Liquids', ...empty, leadDays: 14, ...change },
        { line: 3, id: newId(), code: 'V1', name: 'Again', ...empty },
      ],
    });
    const count = async (change?: object) => (await company.run(importSuppliers, args(change))) as { result: unknown };
    const duplicate = { line: 3, column: 'code', code: 'import.duplicate', params: { cell: 'V1', firstLine: 2 } };
    expect((await count()).result).toEqual({ created: 1, updated: 0, unchanged: 0, problems: [duplicate] });
    expect((await count({ leadDays: null })).result).toMatchObject({ unchanged: 1 });
    expect((await count({ currency: 'USD' })).result).toMatchObject({ updated: 1 });
    const rows = await current().kysely.selectFrom('suppliers').selectAll().orderBy('id').execute();
    expect(rows).toMatchObject([{ code: 'V1', currency: 'USD', paymentTermsDays: 30, leadDays: 14 }]);
    expect(await company.run(importSuppliers, args(), { permissions: ['admin.importData'] })).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.notPermitted', params: { permission: 'inventory.seeSuppliers' } },
    });
  });
});
