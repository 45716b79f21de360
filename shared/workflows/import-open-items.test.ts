import { expect, it } from 'vitest';
import { makeCompany, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { savePaymentTerms } from '../domains/billing/commands/save-payment-terms.ts';
import type { ImportResult } from '../kernel/import-fields.ts';
import { assignPaymentTerms } from './assign-payment-terms.ts';
import { importOpenItems } from './import-open-items.ts';

const YUAN = 10_000;

eachDatabase('server', (current) => {
  const bring = async (company: TestCompany, kind: 'receivable' | 'prepayment', rows: object[]) => {
    const plain = { customerCode: 'C0001', documentDate: '2026-03-01', dueOn: null, amount: null, currency: null };
    const full = rows.map((row, at) => ({ line: at + 2, id: newId(), ...plain, ...row }));
    const outcome = await company.run(importOpenItems, { importId: 'i1', kind, rows: full });
    if (outcome.state === 'rejected') throw new Error(outcome.reason.code);
    return outcome.result as ImportResult;
  };
  const entries = () => current().kysely.selectFrom('exposureEntries').selectAll().orderBy('documentNumber').execute();
  const exposure = (company: TestCompany) =>
    current()
      .kysely.selectFrom('exposures')
      .select(['receivablesMinor', 'prepaymentsMinor'])
      .where('id', '=', `${company.customerId}:CNY`)
      .executeTakeFirst();

  it('R110 R54 what is owed and paid ahead counts at once, document by document, and not twice', async () => {
    const company = await makeCompany(current());
    const rows = [
      { documentNumber: 'INV-1', amount: 1_000 * YUAN, openAmount: 400 * YUAN, dueOn: '2026-04-15' },
      { documentNumber: 'INV-2', openAmount: 250_5000 },
      { documentNumber: 'CN-1', amount: -100 * YUAN, openAmount: -30 * YUAN },
    ];
    expect(await bring(company, 'receivable', rows)).toMatchObject({ created: 3, problems: [] });
    expect(await bring(company, 'receivable', rows)).toMatchObject({ created: 0, unchanged: 3 });
    expect(await bring(company, 'prepayment', [{ documentNumber: 'INV-1', openAmount: 70 * YUAN }])).toMatchObject({
      created: 1,
    });
    expect(await exposure(company)).toEqual({ receivablesMinor: 40_000 + 25_050 - 3_000, prepaymentsMinor: 7_000 });
    const [, , second] = await entries();
    expect(await entries()).toMatchObject([
      { documentNumber: 'CN-1', amountMinor: -3_000, originalMinor: -10_000 },
      { documentNumber: 'INV-1' },
      { documentNumber: 'INV-1' },
      // R11: net 30 days of the customer.
      { documentNumber: 'INV-2', dueOn: '2026-03-31', originalMinor: 25_050, openingMinor: 25_050 },
    ]);
    expect(second).toBeDefined();
  });

  it('R11 without a day of its own an item is due by the terms of its customer', async () => {
    const company = await makeCompany(current());
    const id = newId();
    const terms = { id, code: 'EOM30', name: '月结 30 天', kind: 'monthEnd', days: 30, active: 1 };
    await company.run(savePaymentTerms, terms);
    await company.run(assignPaymentTerms, { customerId: company.customerId, paymentTermsId: id });
    await bring(company, 'receivable', [{ documentNumber: 'INV-1', openAmount: YUAN, documentDate: '2026-02-03' }]);
    expect(await entries()).toMatchObject([{ documentDate: '2026-02-03', dueOn: '2026-03-30' }]);
  });

  it('R110 a second import adds only the difference: what was paid in between stays paid', async () => {
    const company = await makeCompany(current());
    const row = { documentNumber: 'INV-1', amount: 1_000 * YUAN, openAmount: 400 * YUAN };
    await bring(company, 'receivable', [row]);
    await writeAs(company.database, 'command', async (tx) => {
      await tx.updateTable('exposureEntries').set({ amountMinor: 10_000 }).execute();
    });
    expect(await bring(company, 'receivable', [row])).toMatchObject({ unchanged: 1 });
    expect(await bring(company, 'receivable', [{ ...row, openAmount: 450 * YUAN }])).toMatchObject({ updated: 1 });
    expect(await entries()).toMatchObject([{ amountMinor: 15_000, openingMinor: 45_000 }]);
    await writeAs(company.database, 'command', async (tx) => {
      await tx.updateTable('exposureEntries').set({ deletedAt: 5 }).execute();
    });
    expect(await bring(company, 'receivable', [{ ...row, openAmount: 450 * YUAN }])).toMatchObject({ unchanged: 1 });
    expect(await exposure(company)).toMatchObject({ receivablesMinor: 0 });
    expect(await bring(company, 'receivable', [{ ...row, openAmount: 460 * YUAN }])).toMatchObject({ updated: 1 });
    expect(await exposure(company)).toMatchObject({ receivablesMinor: 1_000 });
  });

  it('R110 names what cannot be taken', async () => {
    const company = await makeCompany(current());
    await bring(company, 'receivable', [{ documentNumber: 'INV-9', openAmount: YUAN }]);
    const result = await bring(company, 'receivable', [
      { customerCode: 'NONE', documentNumber: 'INV-1', openAmount: YUAN },
      { documentNumber: 'INV-2', openAmount: 12 },
      { documentNumber: 'INV-3', amount: YUAN, openAmount: 2 * YUAN },
      { documentNumber: 'INV-4', amount: -YUAN, openAmount: YUAN },
      { documentNumber: 'INV-5', openAmount: YUAN, dueOn: '2026-02-01' },
      { documentNumber: 'INV-9', openAmount: YUAN, currency: 'USD' },
      { documentNumber: 'INV-6', openAmount: YUAN },
      { documentNumber: 'INV-6', openAmount: YUAN },
    ]);
    expect(result.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'customerCode', 'import.unknownCustomer'],
      [3, 'openAmount', 'import.not.amount'],
      [4, 'openAmount', 'import.openBeyondAmount'],
      [5, 'openAmount', 'import.openBeyondAmount'],
      [6, 'dueOn', 'import.dueBeforeDate'],
      [7, 'currency', 'import.currencyFixed'],
      [9, 'documentNumber', 'import.duplicate'],
    ]);
    const negative = await bring(company, 'prepayment', [{ documentNumber: 'P', openAmount: -YUAN }]);
    expect(negative.problems).toMatchObject([{ column: 'openAmount', code: 'import.negative' }]);
  });
});
