// Quotas (R20) and flags (R33), on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type RunOptions, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { stockByWarehouse } from '../../domains/inventory/queries/stock-by-warehouse.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { explainFlag } from './explain-flag.ts';
import { giveBackQuota, grantQuota } from './manage-quotas.ts';
import { scrapStock } from './move-stock.ts';
import { askTransfer, sendTransfer } from './transfer-goods.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
  });
  const grant = (pieces: number, change: object = {}, options: RunOptions = {}) => {
    const quotaId = newId();
    const args = { quotaId, userId: company.userId, warehouseId: company.warehouseId, productId: company.mug.id };
    return company.run(grantQuota, { ...args, quantity: u(pieces), validUntil: null, ...change }, options);
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

  it('R20 what its holder may have promised without a network is not taken back by another, unless they say so', async () => {
    await grant(30);
    const [given] = await from().selectFrom('stockQuotas').select('id').execute();
    const args = { quotaId: given?.id ?? '', quantity: null };
    const manager = { userId: newId(), permissions: ['inventory.see', 'inventory.manageQuotas'] };
    expect(await company.run(giveBackQuota, args, manager)).toMatchObject({
      reason: { code: 'inventory.quotaHeldElsewhere', params: { person: '周文斌' } },
    });
    expect(await held()).toBe(u(30));
    expect((await company.run(giveBackQuota, { ...args, withoutHolder: true }, manager)).state).toBe('applied');
    expect(await held()).toBe(0);
  });

  it('R20 a quota that names a computer is promised, and given back, on that one alone', async () => {
    const way = outbound(company, current());
    await grant(100, { deviceCode: 'M2' });
    const [given] = await from().selectFrom('stockQuotas').select(['id', 'deviceCode']).execute();
    expect(given?.deviceCode).toBe('M2');
    const heldBack = async (...deviceCodes: string[]) => {
      const actor = { userId: company.userId, permissions: new Set<string>() };
      const context = { actor, now: NOW, deviceCodes, search: async () => [], findByCodes: async () => [] };
      const rows = await stockByWarehouse.run(from(), { productIds: [company.mug.id] }, context);
      return rows.find(({ warehouseId }) => warehouseId === company.warehouseId)?.heldForOthers;
    };
    expect([await heldBack('K7', 'K6'), await heldBack('M2')]).toEqual([u(100), 0]);
    // Commands of these tests come from K7, which was K6 before.
    const first = await way.order([{ product: company.mug, pieces: 60 }]);
    expect(await way.orderLine(first.orderId)).toMatchObject({ reserved: u(40), backOrdered: u(20) });
    const args = { quotaId: given?.id ?? '', quantity: null, withoutHolder: true };
    expect(await company.run(giveBackQuota, args, { permissions: ['inventory.see'] })).toMatchObject({
      reason: { code: 'inventory.quotaHeldElsewhere', params: { person: '周文斌', device: 'M2', context: 'onDevice' } },
    });
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('stockQuotas').set({ deviceCode: 'K6' }).where('id', '=', args.quotaId).execute(),
    );
    const second = await way.order([{ product: company.mug, pieces: 70 }]);
    expect(await way.orderLine(second.orderId)).toMatchObject({ reserved: u(70), backOrdered: 0 });
    expect((await company.run(giveBackQuota, args, { permissions: ['inventory.see'] })).state).toBe('applied');
    expect(await held()).toBe(0);
  });

  it('R20 nothing is held for a computer that the server knows not to be its holder’s; where it cannot say, it is', async () => {
    const server = { isDeviceOf: (userId: string, code: string) => userId === company.userId && code === 'M2' };
    expect(await grant(3, { deviceCode: 'ZZ9' }, server)).toMatchObject({
      reason: { code: 'inventory.quotaForNoDevice', params: { person: '周文斌', device: 'ZZ9' } },
    });
    expect(await held()).toBe(0);
    expect((await grant(3, { deviceCode: 'M2' }, server)).state).toBe('applied');
    expect((await grant(4, { deviceCode: null }, server)).state).toBe('applied');
    expect((await grant(5, { deviceCode: 'ZZ9' })).state).toBe('applied');
    expect(await held()).toBe(u(12));
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
    const [found] = await from().selectFrom('stockFlags').selectAll().execute();
    expect(found).toMatchObject({ documentId: args.scrapId, kind: 'belowZero', productId: company.mug.id });
    const flagId = found?.id;
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

  it('R33 below zero once more by the same document, after the first was explained, is open again', async () => {
    const [transferId, lineId] = [newId(), newId()];
    const way = { fromWarehouseId: company.warehouseId, toWarehouseId: company.otherWarehouseId };
    const asked = { id: lineId, productId: company.mug.id, lotId: null, quantity: u(400) };
    const head = { transferId, number: 'TR-K7-000001', ...way, dueOn: null, note: null };
    await company.run(askTransfer, { ...head, lines: [asked] });
    const send = (pieces: number, sentAt: number) => {
      const goods = { lineId, movementId: newId(), lotId: null, serialId: null, locationId: null };
      return company.run(
        sendTransfer,
        { transferId, sentAt, lines: [{ ...goods, quantity: u(pieces) }] },
        { now: sentAt },
      );
    };
    const flags = () =>
      from().selectFrom('stockFlags').select(['id', 'state', 'quantity']).orderBy('quantity', 'desc').execute();
    await send(141, NOW + 1);
    const [first] = await flags();
    expect((await company.run(explainFlag, { flagId: first?.id, explanation: '期初少录' })).state).toBe('applied');
    await send(150, NOW + 2);
    expect(await flags()).toMatchObject([
      { state: 'explained', quantity: -u(1) },
      { state: 'open', quantity: -u(151) },
    ]);
  });

  it('R33 a lot below zero is told though another lot has enough', async () => {
    const [short, long] = [newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      for (const [id, code] of [
        [short, 'L-A'],
        [long, 'L-B'],
      ] as const) {
        const lot = { id, productId: company.box.id, code, expiresOn: null, receivedOn: '2026-11-01', ...audit };
        await tx.insertInto('lots').values(lot).execute();
        const goods = { productId: company.box.id, warehouseId: company.warehouseId, lotId: id, quantity: u(5) };
        const receipt = {
          id: newId(),
          ...goods,
          cause: 'receipt' as const,
          documentId: null,
          occurredAt: NOW,
          ...audit,
        };
        await tx.insertInto('stockMovements').values(receipt).execute();
      }
    });
    const scrap = (lotIds: readonly string[], pieces: number) => {
      const lines = lotIds.map((lotId) => {
        const goods = { productId: company.box.id, lotId, serialId: null, locationId: null, condition: 'saleable' };
        return { movementId: newId(), ...goods, quantity: u(pieces) };
      });
      const { warehouseId } = company;
      return company.run(scrapStock, {
        scrapId: newId(),
        number: null,
        warehouseId,
        scrappedAt: NOW,
        reason: '破',
        lines,
      });
    };
    const params = { product: expect.any(String), lot: 'L-A', missing: u(2), context: 'ofLot' };
    expect(await scrap([short], 7)).toMatchObject({ flags: [{ code: 'inventory.belowZero', params }] });
    expect(await from().selectFrom('stockFlags').selectAll().execute()).toMatchObject([
      { kind: 'belowZero', state: 'open', lotId: short, quantity: -u(2) },
    ]);
    // Once the whole is below zero, that is what is told.
    expect(await scrap([short, long], 4)).toMatchObject({
      flags: [{ code: 'inventory.belowZero', params: { missing: u(5) } }],
    });
  });
});
