// Whose shop a customer is, who pays for it and at whose prices it buys, on both databases (R11, R40).
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { type PriceRows, writePriceRows } from '../../../tests/support/price-rows.ts';
import { setParties } from './set-parties.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let rows: PriceRows;
  beforeEach(async () => {
    company = await makeCompany(current());
    rows = await writePriceRows(company);
  });
  const set = async (parties: object, customerId = company.customerId, options = {}) => {
    const outcome = await company.run(setParties, { customerId, parties }, options);
    return outcome.state === 'rejected' ? outcome.reason : outcome.state;
  };
  const row = (id = company.customerId) =>
    current()
      .kysely.selectFrom('customers')
      .select(['parentId', 'billToId', 'payerId', 'groupId', 'priceListId', 'taxCode'])
      .where('id', '=', id)
      .executeTakeFirst();

  it('R11 a shop of a parent that pays for it; what is left out stays', async () => {
    const { otherCustomerId } = company;
    expect(await set({ parentId: otherCustomerId, payerId: otherCustomerId })).toBe('applied');
    expect(await set({ billToId: company.customerId })).toBe('applied');
    expect(await row()).toMatchObject({
      ...{ parentId: otherCustomerId, payerId: otherCustomerId, billToId: company.customerId },
      ...{ groupId: rows.groupId, priceListId: null, taxCode: null },
    });
    expect(await set({ parentId: null, payerId: null, billToId: null })).toBe('applied');
    expect(await row()).toMatchObject({ parentId: null, payerId: null, billToId: null });
  });

  it('R11 nobody is a shop of its own shops; a payer pays in the same currency, and is there', async () => {
    const { customerId, otherCustomerId } = company;
    await set({ parentId: otherCustomerId });
    expect(await set({ parentId: customerId }, otherCustomerId)).toMatchObject({ code: 'crm.partyCircle' });
    expect(await set({ parentId: customerId })).toMatchObject({ code: 'crm.partyCircle' });
    expect(await set({ payerId: newId() })).toMatchObject({ code: 'crm.partyGone' });
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('customers').set({ currency: 'USD' }).where('id', '=', otherCustomerId).execute(),
    );
    expect(await set({ payerId: otherCustomerId })).toEqual({
      code: 'crm.payerCurrencyDiffers',
      params: { payer: '荆州古城礼品', currency: 'USD' },
    });
    expect(await set({}, newId())).toMatchObject({ code: 'crm.customerGone' });
    expect(await set({}, customerId, { permissions: [] })).toMatchObject({ code: 'kernel.notPermitted' });
  });

  it('R40 a group and a list in use are chosen; what is said again is not asked again', async () => {
    const { groupId, priceListId } = rows;
    expect(await set({ priceListId })).toMatchObject({ code: 'sales.priceListGone' });
    await writeAs(current(), 'command', async (tx) => {
      await tx.updateTable('priceLists').set({ kind: 'list', groupId: null }).where('id', '=', priceListId).execute();
      await tx.updateTable('customerGroups').set({ active: 0 }).where('id', '=', groupId).execute();
    });
    expect(await set({ priceListId, groupId, taxCode: 'standard' })).toBe('applied');
    expect(await row()).toMatchObject({ priceListId, groupId, taxCode: 'standard' });
    expect(await set({ groupId: null })).toBe('applied');
    expect(await set({ groupId }, company.customerId, { now: NOW + 1 })).toMatchObject({ code: 'sales.groupGone' });
    expect(await set({ taxCode: 'none' })).toEqual({ code: 'billing.taxCodeUnknown', params: { taxCode: 'none' } });
  });
});
