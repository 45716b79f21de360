import { expect, it } from 'vitest';
import { makeCompany, newId, type RunOptions, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import type { ImportResult } from '../kernel/import-fields.ts';
import { importContacts } from './import-contacts.ts';
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
  creditLimit: null,
  paymentTermsDays: null,
  ownerLogin: null,
  paymentTerms: null,
  territory: null,
  currency: null,
};
const audit = { createdAt: 1, createdBy: 'u', updatedAt: 1, updatedBy: 'u', deletedAt: null };

eachDatabase('server', (current) => {
  const bring = async (company: TestCompany, rows: object[], contactsFollow = false, options?: RunOptions) => {
    const full = rows.map((row, at) => ({
      line: at + 2,
      id: newId(),
      contactId: newId(),
      name: 'N',
      ...empty,
      ...row,
    }));
    const { territoryId } = company;
    const args = { importId: 'i1', territoryId, currency: 'CNY', paymentTermsDays: 30, contactsFollow, rows: full };
    const outcome = await company.run(importCustomers, args, options);
    if (outcome.state === 'rejected') throw new Error(outcome.reason.code);
    return outcome.result as ImportResult;
  };
  const meet = async (company: TestCompany, rows: object[]) => {
    const plain = { title: null, phone: null, email: null, isPrimary: null, note: null };
    const full = rows.map((row, at) => ({ line: at + 2, id: newId(), ...plain, ...row }));
    const outcome = await company.run(importContacts, { importId: 'i1', rows: full });
    if (outcome.state === 'rejected') throw new Error(outcome.reason.code);
    return outcome.result as ImportResult;
  };
  const customer = (code: string) =>
    current().kysely.selectFrom('customers').selectAll().where('code', '=', code).executeTakeFirstOrThrow();
  const people = () =>
    current().kysely.selectFrom('contacts').select(['name', 'phone', 'isPrimary']).orderBy('name').execute();

  it('R110 R66 R11 brings owner, terms, territory and currency, and doubles nothing', async () => {
    const company = await makeCompany(current());
    await writeAs(company.database, 'command', async (tx) => {
      const terms = { code: 'ME30', name: '月结30天', kind: 'monthEnd' as const, days: 30, active: 1 as const };
      await tx
        .insertInto('paymentTerms')
        .values({ id: 'terms1', ...terms, ...audit })
        .execute();
    });
    const row = {
      code: 'A1',
      ownerLogin: 'zhou',
      paymentTerms: '月结30天',
      territory: '湖北',
      currency: 'JPY',
      creditLimit: 500 * 10_000,
    };
    expect(await bring(company, [row])).toMatchObject({ created: 1, problems: [] });
    expect(await bring(company, [row])).toMatchObject({ unchanged: 1 });
    expect(await customer('A1')).toMatchObject({
      ownerId: company.userId,
      holderId: company.userId,
      paymentTermsId: 'terms1',
      paymentTermsDays: 30,
      territoryId: company.territoryId,
      currency: 'JPY',
    });
    // A customer of the pool gets its owner; one that somebody has stays where it is.
    expect(await bring(company, [{ code: 'C0002', name: '荆州古城礼品', ownerLogin: 'zhou' }])).toMatchObject({
      updated: 1,
    });
    expect((await customer('C0002')).holderId).toBe(company.userId);
    // Each change of hands stands in the customer's history, as an assignment does.
    const history = await current()
      .kysely.selectFrom('ownerChanges')
      .selectAll()
      .orderBy('customerCode')
      .orderBy('id')
      .execute();
    const told = { kind: 'assigned', fromOwnerId: null, toOwnerId: company.userId, changedBy: company.userId };
    const own = await current()
      .kysely.selectFrom('users')
      .select('name')
      .where('id', '=', company.userId)
      .executeTakeFirst();
    expect(history).toMatchObject([
      { ...told, customerCode: 'A1', toOwnerName: own?.name, deviceCode: 'K7' },
      { ...told, customerCode: 'C0002', toOwnerName: own?.name },
    ]);
    // By name as well, where one person is called so.
    expect(await bring(company, [{ code: 'B8', ownerLogin: own?.name }])).toMatchObject({ created: 1, problems: [] });
    expect((await customer('B8')).ownerId).toBe(company.userId);
    await writeAs(company.database, 'command', async (tx) => {
      const same = { login: 'other', name: own?.name ?? '', roleId: 'r', active: 1 as const, phone: null, email: null };
      await tx
        .insertInto('users')
        .values({ id: newId(), ...same, ...audit })
        .execute();
    });
    expect((await bring(company, [{ code: 'B9', ownerLogin: own?.name }])).problems).toMatchObject([
      { column: 'ownerLogin', code: 'import.severalUsers' },
    ]);
    const bad = await bring(company, [
      { code: 'B1', ownerLogin: 'nobody' },
      { code: 'B2', paymentTerms: 'COD' },
      { code: 'B3', territory: '火星' },
      { code: 'A1', currency: 'USD' },
      { code: 'B4' },
      { code: 'B4' },
      { code: 'B5', currency: 'JPY', creditLimit: 5_000 },
    ]);
    expect(bad.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'ownerLogin', 'import.unknownUser'],
      [3, 'paymentTerms', 'import.unknownTerms'],
      [4, 'territory', 'import.unknownTerritory'],
      [5, 'currency', 'import.currencyFixed'],
      [7, 'code', 'import.duplicate'],
      [8, 'creditLimit', 'import.not.amount'],
    ]);
    expect(await bring(company, [{ code: 'B7', paymentTerms: '45' }])).toMatchObject({ created: 1, problems: [] });
    expect(await customer('B7')).toMatchObject({ paymentTermsId: null, paymentTermsDays: 45 });
    const blind = await bring(company, [{ code: 'B6', ownerLogin: 'zhou' }], false, {
      permissions: ['admin.importData'],
    });
    expect(blind.problems).toMatchObject([{ code: 'import.noRightToAssign' }]);
  });

  it('R110 several contacts a customer: one is called first, the customer names it, a second run changes nothing', async () => {
    const company = await makeCompany(current());
    const customers = [{ code: 'A1', contactName: '李红梅', phone: '027-1' }];
    const contacts = [
      { customerCode: 'A1', name: '李红梅', phone: '138-1' },
      { customerCode: 'A1', name: '王磊', phone: '138-2', isPrimary: 1 },
      { customerCode: 'NONE', name: '谁' },
      { customerCode: 'A1', name: '王磊' },
    ];
    await bring(company, customers, true);
    const first = await meet(company, contacts);
    expect(first).toMatchObject({ created: 1, updated: 1 });
    expect(first.problems.map(({ line, code }) => [line, code])).toEqual([
      [4, 'import.unknownCustomer'],
      [5, 'import.duplicate'],
    ]);
    expect(await people()).toEqual([
      { name: '李红梅', phone: '138-1', isPrimary: 0 },
      { name: '王磊', phone: '138-2', isPrimary: 1 },
    ]);
    expect(await customer('A1')).toMatchObject({ contactName: '王磊', phone: '138-2' });
    expect(await bring(company, customers, true)).toMatchObject({ unchanged: 1 });
    expect(await meet(company, contacts)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await customer('A1')).toMatchObject({ contactName: '王磊', phone: '138-2' });
  });

  it('R110 without a file of contacts the row says who is there', async () => {
    const company = await makeCompany(current());
    await bring(company, [{ code: 'A1', contactName: '李红梅', phone: '027-1' }]);
    expect(await bring(company, [{ code: 'A1', contactName: '李红梅', phone: '027-2' }])).toMatchObject({ updated: 1 });
    expect(await people()).toEqual([{ name: '李红梅', phone: '027-2', isPrimary: 1 }]);
    expect(await customer('A1')).toMatchObject({ contactName: '李红梅', phone: '027-2' });
    expect(await bring(company, [{ code: 'A1', contactName: '李红梅', phone: '027-2' }])).toMatchObject({
      unchanged: 1,
    });
  });
});
