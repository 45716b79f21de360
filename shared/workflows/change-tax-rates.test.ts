import { expect, it } from 'vitest';
import { makeCompany, newId } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { saveCurrency, setExchangeRate } from '../domains/billing/commands/save-currency.ts';
import { savePaymentTerms } from '../domains/billing/commands/save-payment-terms.ts';
import { assignPaymentTerms } from './assign-payment-terms.ts';
import { addTaxRate, removeTaxRate } from './change-tax-rates.ts';

const rejected = (code: string, params: object = {}) => ({ state: 'rejected', reason: { code, params } });

eachDatabase('server', (current) => {
  it('R43 a rate begins on a day to come; one that documents used is never changed', async () => {
    const company = await makeCompany(current());
    const add = (code: string, rate: number, validFrom: string) =>
      company.run(addTaxRate, { id: newId(), code, rate, validFrom });
    const remove = (code: string, validFrom: string) => company.run(removeTaxRate, { code, validFrom });
    const rates = () =>
      current()
        .kysely.selectFrom('taxRates')
        .select(['rate', 'validFrom'])
        .where('code', '=', 'standard')
        .where('deletedAt', 'is', null)
        .orderBy('validFrom')
        .execute();
    const standing = await rates();
    expect(await add('standard', 1_200, '2026-11-01')).toMatchObject(rejected('billing.taxRateInUse'));
    expect(await add('standard', 1_200, '2027-01-01')).toMatchObject({ state: 'applied' });
    expect(await add('standard', 1_100, '2027-01-01')).toMatchObject(rejected('billing.taxRateExists'));
    expect(await remove('standard', standing.at(-1)?.validFrom ?? '')).toMatchObject(rejected('billing.taxRateInUse'));
    expect(await remove('standard', '2027-01-01')).toMatchObject({ state: 'applied' });
    expect(await rates()).toEqual(standing);
    expect(await remove('standard', '2027-01-01')).toMatchObject(rejected('billing.taxRateGone'));
    expect(await add('standard', 1_100, '2027-01-01')).toMatchObject({ state: 'applied' });
    expect(await rates()).toEqual([...standing, { rate: 1_100, validFrom: '2027-01-01' }]);
    expect(await add('levy', 300, '2009-01-01')).toMatchObject({ state: 'applied' });
  });

  it('R46 a currency is worth something from a day on; a mistake is corrected under the same day', async () => {
    const company = await makeCompany(current());
    const rate = (currency: string, value: number) =>
      company.run(setExchangeRate, { id: newId(), currency, validFrom: '2026-11-01', rate: value });
    expect(await rate('USD', 7_100_000)).toMatchObject(rejected('billing.unknownCurrency', { currency: 'USD' }));
    expect(await company.run(saveCurrency, { id: newId(), code: 'USD', active: 1 })).toMatchObject({
      state: 'applied',
    });
    expect(await rate('USD', 71_000_000)).toMatchObject({ state: 'applied' });
    expect(await rate('USD', 7_100_000)).toMatchObject({ state: 'applied' });
    expect(await company.run(saveCurrency, { id: newId(), code: 'USD', active: 0 })).toMatchObject({
      state: 'applied',
    });
    const found = await current().kysely.selectFrom('exchangeRates').select(['currency', 'rate']).execute();
    expect(found).toEqual([{ currency: 'USD', rate: 7_100_000 }]);
    const known = await current().kysely.selectFrom('currencies').select(['code', 'active']).execute();
    expect(known).toEqual([{ code: 'USD', active: 0 }]);
  });

  it('R11 a customer is given terms; terms that are no longer offered are refused', async () => {
    const company = await makeCompany(current());
    const id = newId();
    const terms = { id, code: 'EOM30', name: '月结 30 天', kind: 'monthEnd', days: 30, active: 1 };
    await company.run(savePaymentTerms, terms);
    expect(await company.run(savePaymentTerms, { ...terms, id: newId() })).toMatchObject(rejected('admin.codeTaken'));
    const { customerId } = company;
    const assign = () =>
      company.run(assignPaymentTerms, { customerId, paymentTermsId: id }, { permissions: ['crm.assignPaymentTerms'] });
    expect(await assign()).toMatchObject({ state: 'applied' });
    const customer = await current()
      .kysely.selectFrom('customers')
      .select(['paymentTermsId', 'paymentTermsDays'])
      .where('id', '=', customerId)
      .executeTakeFirst();
    expect(customer).toEqual({ paymentTermsId: id, paymentTermsDays: 30 });
    await company.run(savePaymentTerms, { ...terms, active: 0 });
    expect(await assign()).toMatchObject(rejected('billing.termsGone'));
    const cash = { ...terms, id: newId(), code: 'CASH', kind: 'cash', days: 30 };
    await company.run(savePaymentTerms, cash);
    const row = await current()
      .kysely.selectFrom('paymentTerms')
      .select('days')
      .where('code', '=', 'CASH')
      .executeTakeFirst();
    expect(row).toEqual({ days: 0 });
  });
});
