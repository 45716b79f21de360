import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { audited } from '../../../../tests/support/sample-rows.ts';
import { addDays } from '../../../kernel/instants.ts';
import { openReceivables, receivablesAgeing } from './receivables-ageing.ts';

const today = '2026-11-23';

eachDatabase('server', (current) => {
  const context = (company: TestCompany) => ({
    actor: { userId: company.userId, permissions: new Set<string>() },
    now: NOW,
    search: async () => [],
    findByCodes: async () => [],
  });

  async function withReceivables(): Promise<TestCompany> {
    const company = await makeCompany(current());
    const entry = (customerId: string, amountMinor: number, days: number | null, given: object = {}) => ({
      id: newId(),
      customerId,
      documentId: newId(),
      documentNumber: `SO-${amountMinor}`,
      documentDate: '2026-01-05',
      kind: 'receivable' as const,
      amountMinor,
      currency: 'CNY',
      dueOn: days === null ? null : addDays(today, days),
      ...audited,
      ...given,
    });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('exposureEntries')
        .values([
          entry(company.customerId, 1, 5),
          entry(company.customerId, 2, 0),
          entry(company.customerId, 4, null),
          entry(company.customerId, 8, -1),
          entry(company.customerId, 16, -30),
          entry(company.customerId, 32, -31),
          entry(company.customerId, 64, -90),
          entry(company.customerId, 128, -91),
          entry(company.customerId, 9_000, -5, { deletedAt: 9 }),
          entry(company.customerId, 9_000, -5, { currency: 'USD' }),
          entry(company.customerId, 9_000, -5, { kind: 'prepayment' }),
          entry(company.otherCustomerId, 256, -61),
        ])
        .execute(),
    );
    return company;
  }

  it('R58 ages one customer, and all with totals, who owes most overdue first', async () => {
    const company = await withReceivables();
    const ask = (customerId: string | null, cursor: { key: number; id: string } | null = null, limit = 10) =>
      receivablesAgeing.run(current().kysely, { customerId, currency: 'CNY', today, cursor, limit }, context(company));
    const amounts = { notDue: 7, upTo30: 24, upTo60: 32, upTo90: 64, over90: 128, totalMinor: 255, overdueMinor: 248 };
    const one = await ask(company.customerId);
    expect(one.totals).toEqual({ ...amounts, customers: 1 });
    expect(one.rows).toMatchObject([{ ...amounts, id: company.customerId, oldestDueOn: addDays(today, -91) }]);
    const all = await ask(null);
    expect(all.totals).toMatchObject({ upTo90: 320, totalMinor: 511, overdueMinor: 504, customers: 2 });
    expect(all.rows.map((row) => [row.id, row.overdueMinor])).toEqual([
      [company.otherCustomerId, 256],
      [company.customerId, 248],
    ]);
    const first = await ask(null, null, 1);
    expect(first.totals).toEqual(all.totals);
    expect((await ask(null, { key: 256, id: company.otherCustomerId }, 1)).rows).toEqual(all.rows.slice(1));
    expect(first.next).toEqual({ key: 256, id: company.otherCustomerId });
    // A device may hold an entry whose customer it does not hold.
    await writeAs(current(), 'apply', (tx) =>
      tx.deleteFrom('customers').where('id', '=', company.otherCustomerId).execute(),
    );
    const held = await ask(null);
    expect(held.totals).toEqual({ ...amounts, customers: 1 });
    expect(held.rows).toHaveLength(1);
  });

  it('R93 names the documents behind it, and nobody who owes nothing', async () => {
    const company = await withReceivables();
    const rows = await openReceivables.run(
      current().kysely,
      { customerId: company.customerId, currency: 'CNY', today },
      context(company),
    );
    expect(rows.map((row) => [row.amountMinor, row.daysOverdue])).toEqual([
      [4, 0],
      [128, 91],
      [64, 90],
      [32, 31],
      [16, 30],
      [8, 1],
      [2, 0],
      [1, 0],
    ]);
    const none = await receivablesAgeing.run(
      current().kysely,
      { customerId: newId(), currency: 'CNY', today, cursor: null, limit: 10 },
      context(company),
    );
    expect(none).toMatchObject({ totals: { totalMinor: 0, over90: 0, customers: 0 }, rows: [], next: null });
  });
});
