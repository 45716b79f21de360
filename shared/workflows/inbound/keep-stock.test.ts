// Quotas (R20) and flags (R33), on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase } from '../../../tests/support/databases.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { explainFlag } from './explain-flag.ts';
import { giveBackQuota, grantQuota } from './manage-quotas.ts';
import { scrapStock } from './move-stock.ts';

const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
  });
  const grant = (pieces: number, change: object = {}) => {
    const quotaId = newId();
    const args = { quotaId, userId: company.userId, warehouseId: company.warehouseId, productId: company.mug.id };
    return company.run(grantQuota, { ...args, quantity: u(pieces), validUntil: null, ...change });
  };
  const held = async () =>
    (
      await from()
        .selectFrom('stockBalances')
        .select('quota')
        .where('id', '=', `${company.mug.id}:${company.warehouseId}`)
        .executeTakeFirstOrThrow()
    ).quota;

  it('R20 a quota is held back from everybody else until it is used or given back', async () => {
    expect(await grant(30)).toMatchObject({ state: 'applied', result: { userName: '周文斌' } });
    expect(await held()).toBe(u(30));
    const [given] = await from().selectFrom('stockQuotas').select(['id', 'left']).execute();
    const quotaId = given?.id ?? '';
    const foreign = { userId: newId(), permissions: ['inventory.see'] };
    expect(await company.run(giveBackQuota, { quotaId, quantity: null }, foreign)).toMatchObject({
      reason: { code: 'inventory.quotaGone' },
    });
    const own = { permissions: ['inventory.see'] };
    expect(await company.run(giveBackQuota, { quotaId, quantity: u(4) }, own)).toMatchObject({ state: 'applied' });
    expect(await company.run(giveBackQuota, { quotaId, quantity: u(29) })).toMatchObject({
      adjustments: [{ code: 'inventory.quotaLess', params: { given: u(26) } }],
    });
    expect(await held()).toBe(0);
  });

  it.each([
    ['inventory.quotaBeyondStock', { quantity: u(141) }],
    ['inventory.quotaForNobody', { userId: newId() }],
    ['inventory.warehouseGone', { warehouseId: newId() }],
    ['inventory.productGone', { productId: newId() }],
  ])('%s: refused, and nothing is held back', async (code, change) => {
    expect(await grant(1, change)).toMatchObject({ state: 'rejected', reason: { code } });
    expect(await from().selectFrom('stockQuotas').selectAll().execute()).toEqual([]);
  });

  it('R33 below zero stays before the warehouse until somebody of it says why', async () => {
    const line = { movementId: newId(), productId: company.mug.id, lotId: null, serialId: null, locationId: null };
    const lines = [{ ...line, condition: 'saleable', quantity: u(145) }];
    const { warehouseId } = company;
    const args = { scrapId: newId(), number: null, warehouseId, scrappedAt: NOW, reason: '水浸', lines };
    expect(await company.run(scrapStock, args)).toMatchObject({ flags: [{ code: 'inventory.belowZero' }] });
    const flagId = `${args.scrapId}:belowZero:${company.mug.id}`;
    const said = { flagId, explanation: '期初少录 5 件' };
    expect(await company.run(explainFlag, said, { scopes: [] })).toMatchObject({
      reason: { code: 'inventory.flagGone' },
    });
    expect((await company.run(explainFlag, said)).state).toBe('applied');
    expect(await from().selectFrom('stockFlags').selectAll().execute()).toMatchObject([
      { state: 'explained', explanation: '期初少录 5 件', explainedByName: '周文斌', explainedAt: NOW },
    ]);
    expect(await company.run(explainFlag, said)).toMatchObject({
      reason: { code: 'inventory.flagExplained', params: { by: '周文斌' } },
    });
  });
});
