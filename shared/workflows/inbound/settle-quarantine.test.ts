// R20, R26, R32, R113: goods that were set apart are freed or go back to their supplier, on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { quarantinedGoods, suppliersOfReceipts } from '../../domains/inventory/queries/quarantined-goods.ts';
import { receipt } from '../../domains/inventory/queries/receipts.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { moveStock } from './move-stock.ts';
import { receiveGoods } from './receive-goods.ts';
import { reverseReceipt } from './reverse-receipt.ts';
import { freeQuarantine, sendBack } from './settle-quarantine.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let lotId: string;
  let supplierId: string;
  let places: Readonly<Record<string, string>>;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
    const way = outbound(company, current());
    places = { ...(await way.putLocations(['A-01'])), ...(await way.putLocations(['Q-01'], 'quarantine')) };
    [lotId, supplierId] = [newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      const nothing = { taxNumber: null, contactName: null, phone: null, email: null, address: null };
      const place = { city: null, country: null, paymentTermsDays: 30, leadDays: 7 };
      await tx
        .insertInto('suppliers')
        .values({ id: supplierId, code: 'V1', name: '景德镇瓷厂', currency: 'CNY', ...nothing, ...place, ...audit })
        .execute();
      const id = company.jug.id;
      await tx
        .insertInto('productCosts')
        .values({ id, productId: id, averageCost: 1_000, currency: 'CNY', ...audit })
        .execute();
    });
    const lot = { lotId, lotCode: 'L-1', expiresOn: '2027-05-01', serialId: null, serialCode: null };
    const goods = { productId: company.jug.id, purchaseOrderLineId: null, locationId: null };
    const part = (pieces: number, condition: string) => ({
      ...{ id: newId(), movementId: newId(), ...lot, ...goods, quantity: u(pieces), condition },
      rejectReason: condition === 'saleable' ? null : '破损',
    });
    const head = { receiptId: newId(), number: 'GR-K7-000001', warehouseId: company.warehouseId };
    const rest = { purchaseOrderId: null, supplierId, deliveryNote: null, receivedAt: NOW, note: null };
    const lines = [part(10, 'saleable'), part(4, 'quarantine')];
    expect((await company.run(receiveGoods, { ...head, ...rest, lines })).state).toBe('applied');
    const move = { outId: newId(), inId: newId(), productId: company.jug.id, warehouseId: company.warehouseId };
    const way2 = { fromLocationId: null, toLocationId: places['Q-01'] ?? null, serialId: null, lotId };
    const apart = { fromCondition: 'quarantine', toCondition: 'quarantine', quantity: u(3) };
    const moves = [{ ...move, ...way2, ...apart }];
    expect((await company.run(moveStock, { movedAt: NOW, number: null, moves })).state).toBe('applied');
  });

  const free = (pieces: number, change: object = {}, options: object = {}) => {
    const goods = { productId: company.jug.id, lotId, serialId: null, quantity: u(pieces) };
    const where = { fromLocationId: places['Q-01'] ?? null, toLocationId: places['A-01'] ?? null };
    const lines = [{ outId: newId(), inId: newId(), ...goods, ...where }];
    const head = { freeId: newId(), warehouseId: company.warehouseId, freedAt: NOW, reason: '复检合格' };
    return company.run(freeQuarantine, { ...head, lines, ...change }, options);
  };
  const back = (pieces: number, change: object = {}, options: object = {}) => {
    const goods = { id: newId(), productId: company.jug.id, lotId, serialId: null, quantity: u(pieces) };
    const lines = [{ ...goods, locationId: places['Q-01'] ?? null }];
    const head = { receiptId: newId(), number: 'GR-K7-000002', warehouseId: company.warehouseId };
    const to = { supplierId, supplierName: '景德镇瓷厂', sentAt: NOW, reason: '釉面开裂' };
    return company.run(sendBack, { ...head, ...to, lines, ...change }, options);
  };
  const lot = () =>
    from()
      .selectFrom('lotBalances')
      .select(['onHand', 'quarantined'])
      .where('lotId', '=', lotId)
      .executeTakeFirstOrThrow();
  const movementsOf = (cause: 'move' | 'sentBack' | 'receipt') =>
    from()
      .selectFrom('stockMovements')
      .select(['quantity', 'condition', 'locationId', 'reason', 'documentNumber'])
      .where('cause', '=', cause)
      .where('reason', 'is not', null)
      .orderBy('quantity')
      .execute();

  it('R20 freed goods may be sold again: the warehouse has as many as before, and the reason stands in the ledger', async () => {
    expect(await lot()).toEqual({ onHand: u(14), quarantined: u(4) });
    expect((await free(2)).state).toBe('applied');
    expect(await lot()).toEqual({ onHand: u(14), quarantined: u(2) });
    const of = { reason: '复检合格', documentNumber: null };
    expect(await movementsOf('move')).toEqual([
      { quantity: -u(2), condition: 'quarantine', locationId: places['Q-01'], ...of },
      { quantity: u(2), condition: 'saleable', locationId: places['A-01'], ...of },
    ]);
  });

  it('R26 R32 what goes back to its supplier leaves quarantine at the average, with a paper among the receipts', async () => {
    expect((await back(3)).state).toBe('applied');
    expect(await lot()).toEqual({ onHand: u(11), quarantined: u(1) });
    expect(await movementsOf('sentBack')).toMatchObject([
      { quantity: -u(3), condition: 'quarantine', reason: '釉面开裂', documentNumber: 'GR-K7-000002' },
    ]);
    const paper = await from().selectFrom('receipts').selectAll().where('sentBack', '=', 1).execute();
    expect(paper).toMatchObject([{ supplierId, supplierName: '景德镇瓷厂', note: '釉面开裂', lineCount: 1 }]);
    const lines = await from().selectFrom('receiptLines').selectAll().where('quantity', '<', 0).execute();
    expect(lines).toMatchObject([{ quantity: -u(3), lotCode: 'L-1', locationCode: 'Q-01', rejectReason: '釉面开裂' }]);
    const costs = await from().selectFrom('movementCosts').selectAll().where('quantity', '=', -u(3)).execute();
    expect(costs).toMatchObject([{}, { unitCost: 1_000, averageAfter: 1_000 }].slice(-costs.length));
    const average = await from().selectFrom('productCosts').select('averageCost').execute();
    expect(average).toEqual([{ averageCost: 1_000 }]);
    const { id: receiptId = '' } = paper[0] ?? {};
    const context = { actor: { userId: 'u1', permissions: new Set<string>() }, now: NOW };
    const finders = { search: async () => [], findByCodes: async () => [] };
    const note = await receipt.run(from(), { id: receiptId }, { ...context, ...finders });
    // By what they came with the supplier finds them.
    expect(note?.lines).toMatchObject([{ cameWith: { number: 'GR-K7-000001', receivedAt: NOW } }]);
    // The same again is told, and booked once.
    expect(await back(3, { receiptId })).toMatchObject({ flags: [{ code: 'inventory.recordedBefore' }] });
    expect(await lot()).toEqual({ onHand: u(11), quarantined: u(1) });
  });

  it('R8 what was written as sent back and did not go is taken back as a receipt is', async () => {
    await back(3);
    const { id } = await from().selectFrom('receipts').select('id').where('sentBack', '=', 1).executeTakeFirstOrThrow();
    const args = { reversalId: newId(), number: 'GR-K7-000003', receiptId: id, note: '未发出' };
    expect((await company.run(reverseReceipt, args)).state).toBe('applied');
    expect(await lot()).toEqual({ onHand: u(14), quarantined: u(4) });
    const other = await from()
      .selectFrom('stockMovements')
      .select(['quantity', 'condition', 'reversesId'])
      .where('cause', '=', 'sentBack')
      .where('quantity', '>', 0)
      .execute();
    expect(other).toMatchObject([{ quantity: u(3), condition: 'quarantine', reversesId: expect.any(String) }]);
    expect(await from().selectFrom('productCosts').select('averageCost').execute()).toEqual([{ averageCost: 1_000 }]);
  });

  it('R20 R33 more than was set apart is booked, since it has happened, and told', async () => {
    expect(await free(5)).toMatchObject({
      flags: [{ code: 'inventory.placeEmpty' }, { code: 'inventory.notSetApart', params: { missing: u(1) } }],
    });
    expect(await back(1)).toMatchObject({
      flags: [{ code: 'inventory.placeEmpty' }, { code: 'inventory.notSetApart', params: { missing: u(2) } }],
    });
  });

  it('R113 both need the right; in another warehouse they are told', async () => {
    const without = { permissions: ['inventory.moveStock', 'inventory.scrapStock'] };
    expect(await free(1, {}, without)).toMatchObject({ reason: { code: 'kernel.notPermitted' } });
    expect(await back(1, {}, without)).toMatchObject({ reason: { code: 'kernel.notPermitted' } });
    const foreign = { flags: [{ code: 'inventory.foreignWarehouse' }] };
    expect(await free(1, {}, { scopes: [] })).toMatchObject(foreign);
    expect(await back(1, {}, { scopes: [] })).toMatchObject(foreign);
  });

  it('R20 what is set apart is named as it lies, with whom it came from', async () => {
    const context = {
      actor: { userId: company.userId, permissions: new Set<string>() },
      now: NOW,
      search: async () => [],
      findByCodes: async () => [],
    };
    const none = { productId: null, lotId: null, locationId: null };
    const ask = async (args: object) => {
      const rows = await quarantinedGoods.run(from(), { ...none, ...args }, context);
      return rows.map(({ locationCode, isApart, lotCode, quarantined, supplierName }) => [
        ...[locationCode, isApart, lotCode, quarantined, supplierName],
      ]);
    };
    const atPlace = ['Q-01', true, 'L-1', u(3), '景德镇瓷厂'];
    const loose = [null, false, 'L-1', u(1), '景德镇瓷厂'];
    expect(await ask({ productId: company.jug.id })).toEqual([atPlace, loose]);
    expect(await ask({ productId: company.jug.id, lotId })).toEqual([atPlace, loose]);
    expect(await ask({ locationId: places['Q-01'] ?? '' })).toEqual([atPlace]);
    expect(await ask({ productId: company.mug.id })).toEqual([]);
    const { warehouseId } = company;
    expect(await suppliersOfReceipts.run(from(), { warehouseId }, context)).toEqual([
      { supplierId, supplierName: '景德镇瓷厂' },
    ]);
  });
});
