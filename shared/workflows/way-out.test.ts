// Long because each rule of the way out starts from the same shelves, and is read as one story.
/** The way out of a warehouse, from the order to the customer's door, on both databases. */
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { confirmDelivery } from '../domains/inventory/commands/confirm-delivery.ts';
import { planTour } from '../domains/inventory/commands/plan-tour.ts';
import { saveCarrier } from '../domains/inventory/commands/save-carrier.ts';
import { cancelOrder } from './cancel-order.ts';
import { releaseClaim } from './claim-pick-list.ts';
import { closeShort } from './close-short.ts';
import { setDeliveryTerms } from './orders/set-delivery-terms.ts';
import { setCustomerMinimumLife } from './set-minimum-life.ts';

const UNIT = 10_000;
const DAY = 86_400_000;

eachDatabase('server', (current) => {
  const start = async () => {
    const company = await makeCompany(current());
    return { company, way: outbound(company, current()) };
  };
  const credit = (company: TestCompany, limitMinor: number) =>
    writeAs(current(), 'command', (tx) =>
      tx.updateTable('creditAccounts').set({ limitMinor }).where('id', '=', company.customerId).execute(),
    );
  const otherDesk = async (company: TestCompany) => {
    const id = newId();
    const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('users')
        .values({ id, login: 'he', name: '何志强', roleId: newId(), active: 1, ...audit })
        .execute(),
    );
    expect(company.userId).not.toBe(id);
    return { userId: id };
  };

  it('R20 what is expired, blocked or in quarantine cannot be promised; a lot may go on its last day', async () => {
    const { company, way } = await start();
    await way.putLots(company.box, [
      { code: 'L-OLD', expiresOn: '2026-11-22', pieces: 10 },
      { code: 'L-TODAY', expiresOn: '2026-11-23', pieces: 4 },
      { code: 'L-CALLED', blocked: 1, pieces: 20 },
      { code: 'L-ASIDE', pieces: 5, condition: 'quarantine' },
    ]);
    const { orderId } = await way.order([{ product: company.box, pieces: 30 }]);
    expect(await way.orderLine(orderId)).toMatchObject({ reserved: 4 * UNIT, backOrdered: 26 * UNIT });
    const { outcome, lines } = await way.release([orderId]);
    expect(outcome).toMatchObject({ state: 'applied', result: { lineCount: 1, orderCount: 1 } });
    expect(lines).toMatchObject([{ lotCode: 'L-TODAY', quantity: 4 * UNIT, allocated: 4 * UNIT }]);
  });

  it('R20 what a quota holds back for somebody is not there for others, and used by that one first', async () => {
    const { company, way } = await start();
    const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
    const quota = { warehouseId: company.warehouseId, productId: company.jug.id, granted: 30 * UNIT, left: 30 * UNIT };
    const [mine, other] = [newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      const values = { ...quota, validUntil: null, ...audit };
      await tx
        .insertInto('stockQuotas')
        .values({ id: other, userId: newId(), userName: '陈', ...values })
        .execute();
    });
    const first = await way.order([{ product: company.jug, pieces: 10 }]);
    expect(await way.orderLine(first.orderId)).toMatchObject({ reserved: 8 * UNIT, backOrdered: 2 * UNIT });
    await writeAs(current(), 'command', async (tx) => {
      await tx.updateTable('stockQuotas').set({ left: 0 }).where('id', '=', other).execute();
      const own = { id: mine, userId: company.userId, userName: '周文斌', ...quota, left: 25 * UNIT };
      await tx
        .insertInto('stockQuotas')
        .values({ ...own, validUntil: null, ...audit })
        .execute();
    });
    const second = await way.order([{ product: company.jug, pieces: 27 }]);
    expect(await way.orderLine(second.orderId)).toMatchObject({ reserved: 27 * UNIT, backOrdered: 0 });
    expect(await way.stockOf(company.jug)).toMatchObject({ quota: 0, reserved: 35 * UNIT });
  });

  it('R23 an order that leaves whole or not at all waits until all of it is there', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([
      { product: company.mug, pieces: 5 },
      { product: company.jug, pieces: 40 },
    ]);
    await company.run(setDeliveryTerms, { orderId, shipComplete: true, minimumLifeDays: 0 });
    const left = { code: 'inventory.orderNotReleased', params: { why: 'notComplete' } };
    const first = await way.release([orderId]);
    expect(first.outcome).toMatchObject({ state: 'adjusted', result: { pickListId: null }, adjustments: [left] });
    expect(first.lines).toEqual([]);
    await company.run(setDeliveryTerms, { orderId, shipComplete: false, minimumLifeDays: 0 });
    expect((await way.release([orderId])).lines.map(({ quantity }) => quantity / UNIT).sort()).toEqual([38, 5]);
  });

  it('R22 pieces on back-order take what has come in when the order is released', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.box, pieces: 6 }]);
    expect(await way.orderOf(orderId)).toMatchObject({ backOrderedLines: 1 });
    await way.putLots(company.box, [{ code: 'L-1', pieces: 6 }]);
    expect((await way.release([orderId])).lines).toMatchObject([{ lotCode: 'L-1', quantity: 6 * UNIT }]);
    expect(await way.orderOf(orderId)).toMatchObject({ backOrderedLines: 0 });
    const again = await way.release([orderId]);
    expect(again.outcome).toMatchObject({ adjustments: [{ params: { why: 'nothingReserved' } }] });
  });

  it('R55 credit is asked again at release: beyond the limit the order is held, and somebody is asked', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.mug, pieces: 10 }]);
    await credit(company, 1_000);
    expect((await way.release([orderId])).outcome).toMatchObject({
      adjustments: [{ code: 'inventory.orderNotReleased', params: { why: 'limitExceeded' } }],
    });
    expect(await way.orderOf(orderId)).toMatchObject({ creditHold: 1 });
    const word = await current().kysely.selectFrom('approvals').selectAll().executeTakeFirstOrThrow();
    expect(word).toMatchObject({ documentId: orderId, kind: 'credit', state: 'asked' });
    expect((await way.release([orderId])).outcome).toMatchObject({ adjustments: [{ params: { why: 'creditHold' } }] });
    await writeAs(current(), 'command', async (tx) => {
      await tx.updateTable('approvals').set({ state: 'approved' }).where('id', '=', word.id).execute();
      await tx.updateTable('orders').set({ creditHold: 0 }).where('id', '=', orderId).execute();
    });
    expect((await way.release([orderId])).lines).toHaveLength(1);
  });

  it('R30 lots go first expired first out, then along the way; what the customer would get too old stays', async () => {
    const { company, way } = await start();
    const places = await way.putLocations(['A-01', 'A-02', 'B-01']);
    await way.putLots(company.box, [
      { code: 'L-LATE', expiresOn: '2027-06-01', pieces: 10, locationId: places['A-01'] ?? null },
      { code: 'L-SOON', expiresOn: '2026-12-24', pieces: 3, locationId: places['B-01'] ?? null },
      { code: 'L-MID', expiresOn: '2027-02-01', pieces: 4, locationId: places['A-02'] ?? null },
    ]);
    const first = await way.order([{ product: company.box, pieces: 5 }]);
    const { lines } = await way.release([first.orderId]);
    expect(lines.map(({ lotCode, locationCode, quantity }) => [locationCode, lotCode, quantity / UNIT])).toEqual([
      ['A-02', 'L-MID', 2],
      ['B-01', 'L-SOON', 3],
    ]);
    const second = await way.order([{ product: company.box, pieces: 5 }]);
    await company.run(setDeliveryTerms, { orderId: second.orderId, shipComplete: false, minimumLifeDays: 120 });
    expect((await way.release([second.orderId])).lines).toMatchObject([{ lotCode: 'L-LATE', quantity: 5 * UNIT }]);
  });

  it('R30 how long goods must be good for is kept with the customer, and orders that come take it', async () => {
    const { company, way } = await start();
    await way.putLots(company.box, [
      { code: 'L-SOON', expiresOn: '2026-12-24', pieces: 10 },
      { code: 'L-LATE', expiresOn: '2027-06-01', pieces: 10 },
    ]);
    const before = await way.order([{ product: company.box, pieces: 1 }]);
    const { customerId } = company;
    expect((await company.run(setCustomerMinimumLife, { customerId, minimumLifeDays: 90 })).state).toBe('applied');
    const { orderId } = await way.order([{ product: company.box, pieces: 2 }]);
    expect(await way.orderOf(orderId)).toMatchObject({ minimumLifeDays: 90 });
    expect(await way.orderOf(before.orderId)).toMatchObject({ minimumLifeDays: 0 });
    expect((await way.release([orderId])).lines).toMatchObject([{ lotCode: 'L-LATE' }]);
    expect((await way.release([before.orderId])).lines).toMatchObject([{ lotCode: 'L-SOON' }]);
    const nobody = { customerId: newId(), minimumLifeDays: 30 };
    expect(await company.run(setCustomerMinimumLife, nobody)).toMatchObject({ reason: { code: 'crm.customerGone' } });
  });

  it('R24 a list is one desk’s: the second hears who has it since when, until it is given back', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.mug, pieces: 2 }]);
    const { pickListId } = await way.release([orderId]);
    expect((await way.claim(pickListId)).state).toBe('applied');
    expect((await way.claim(pickListId, { userId: company.userId })).state).toBe('applied');
    const he = await otherDesk(company);
    expect(await way.claim(pickListId, he)).toMatchObject({
      state: 'rejected',
      reason: { code: 'inventory.pickListClaimed', params: { officeBy: '周文斌', officeAt: NOW, device: 'K7' } },
    });
    const plain = { ...he, permissions: ['inventory.recordPick'] };
    expect((await company.run(releaseClaim, { pickListId }, plain)).state).toBe('rejected');
    expect((await company.run(releaseClaim, { pickListId }, he)).state).toBe('applied');
    expect((await way.claim(pickListId, he)).state).toBe('applied');
    await way.pick(pickListId, undefined, he);
    expect(await way.claim(pickListId)).toMatchObject({ reason: { code: 'inventory.pickListDone' } });
  });

  it('R24 of two desks that picked the same without a network both stand; the second is to be put back', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId } = await way.release([orderId]);
    expect((await way.pick(pickListId)).state).toBe('applied');
    const he = await otherDesk(company);
    expect(await way.pick(pickListId, undefined, he)).toMatchObject({
      state: 'adjusted',
      flags: [{ code: 'inventory.pickedTwice', params: { quantity: 3 * UNIT } }],
    });
    expect(await way.flags()).toMatchObject([{ kind: 'pickedTwice', documentId: pickListId, quantity: 3 * UNIT }]);
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: 3 * UNIT, allocated: 3 * UNIT }]);
    const gone = await way.pick(pickListId, 1, he);
    expect(gone).toMatchObject({ flags: [{ code: 'inventory.pickedTwice' }] });
    expect(await way.flags()).toHaveLength(2);
  });

  it('R24 goods picked for an order that was taken back are set before the warehouse', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    expect((await company.run(cancelOrder, { orderId })).state).toBe('applied');
    expect(await way.flags()).toMatchObject([{ kind: 'pickedTwice', quantity: 3 * UNIT }]);
    const list = await current().kysely.selectFrom('pickLists').selectAll().executeTakeFirst();
    expect(list).toMatchObject({ state: 'closed' });
  });

  it('a line that was taken from two lots becomes two, and what is not found is free for another list', async () => {
    const { company, way } = await start();
    const lots = await way.putLots(company.box, [
      { code: 'L-1', pieces: 6 },
      { code: 'L-2', pieces: 6 },
    ]);
    const { orderId } = await way.order([{ product: company.box, pieces: 6 }]);
    const { pickListId, lines } = await way.release([orderId]);
    const [line] = lines;
    const place = { serialId: null, locationId: null };
    const { recordPick } = await import('./inbound/record-pick.ts');
    const picked = [
      { ...place, lotId: lots['L-1'] ?? '', quantity: 2 * UNIT },
      { ...place, lotId: lots['L-2'] ?? '', quantity: 3 * UNIT },
    ];
    const { id: pickLineId = '' } = line ?? {};
    const given = [{ pickLineId, picked, shortReason: 'damaged' as const }];
    await company.run(recordPick, { pickListId, pickedAt: NOW, lines: given });
    expect(
      (await way.linesOf(pickListId)).map(({ lotCode, picked: taken, allocated, shortReason }) => [
        lotCode,
        taken / UNIT,
        allocated / UNIT,
        shortReason,
      ]),
    ).toEqual([
      ['L-1', 2, 2, 'damaged'],
      ['L-2', 3, 3, null],
    ]);
    expect((await way.release([orderId])).lines).toMatchObject([{ quantity: UNIT }]);
  });

  it('R8 R33 R54 what leaves moves stock, order and exposure together; in part the rest stays on order', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([
      { product: company.mug, pieces: 3 },
      { product: company.jug, pieces: 40 },
    ]);
    const before = await way.exposure();
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    const { shipmentId, outcome } = await way.ship(orderId, pickListId);
    expect(outcome).toMatchObject({ state: 'applied', result: { customerName: '武汉恒通百货有限公司' } });
    expect(await way.stockOf(company.jug)).toMatchObject({ onHand: 0, reserved: 0 });
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: 137 * UNIT, reserved: 0 });
    expect(await way.orderOf(orderId)).toMatchObject({ state: 'open', backOrderedLines: 1 });
    const after = await way.exposure();
    expect(after?.unbilledMinor).toBeGreaterThan(0);
    expect((after?.openOrdersMinor ?? 0) + (after?.unbilledMinor ?? 0)).toBe(before?.openOrdersMinor);
    const list = await current().kysely.selectFrom('pickLists').selectAll().executeTakeFirst();
    expect(list).toMatchObject({ state: 'closed' });
    const moved = await current()
      .kysely.selectFrom('stockMovements')
      .selectAll()
      .where('documentId', '=', shipmentId)
      .execute();
    expect(moved.map(({ quantity }) => quantity / UNIT).sort((a, b) => a - b)).toEqual([-38, -3]);

    const { outcome: back, reversalId } = await way.reverse(shipmentId);
    expect(back.state).toBe('applied');
    expect(await way.stockOf(company.jug)).toMatchObject({ onHand: 38 * UNIT, reserved: 38 * UNIT });
    expect(await way.orderOf(orderId)).toMatchObject({ state: 'open', backOrderedLines: 1 });
    expect(await way.exposure()).toEqual(before);
    const rows = await current()
      .kysely.selectFrom('shipments')
      .selectAll()
      .orderBy('shippedAt')
      .orderBy('id')
      .execute();
    expect(rows.map(({ state, reversesId }) => [state, reversesId])).toEqual([
      ['reversed', reversalId],
      ['reversed', shipmentId],
    ]);
    expect((await way.reverse(shipmentId)).outcome).toMatchObject({ reason: { code: 'inventory.shipmentReversed' } });
  });

  it('an order of which all has left is closed, and its payer owes what was sent', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const total = (await way.orderOf(orderId)).totalMinor;
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    await way.ship(orderId, pickListId, 2);
    expect(await way.orderOf(orderId)).toMatchObject({ state: 'open' });
    await way.ship(orderId, pickListId);
    expect(await way.orderOf(orderId)).toMatchObject({ state: 'closed' });
    expect(await way.exposure()).toEqual({ openOrdersMinor: 0, unbilledMinor: total });
  });

  it('R24 a second shipment of the same goods is recorded, and seen', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    const { args } = await way.ship(orderId, pickListId);
    const again = await way.shipLines(
      orderId,
      pickListId,
      args.lines.map((line) => ({ ...line, id: newId() })),
    );
    expect(again.outcome).toMatchObject({ state: 'adjusted' });
    const codes = again.outcome.state === 'adjusted' ? again.outcome.flags.map(({ code }) => code) : [];
    expect(codes).toContain('inventory.shippedTwice');
    expect(codes).toContain('inventory.shippedUnordered');
    expect((await way.flags()).map(({ kind }) => kind)).toContain('shippedTwice');
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: 134 * UNIT });
  });

  it('R29 R30 R33 lots that are called back, or nobody named, and more than there was are recorded and flagged', async () => {
    const { company, way } = await start();
    const lots = await way.putLots(company.box, [{ code: 'L-1', blocked: 1, pieces: 2 }]);
    const { orderId, lines } = await way.order([{ product: company.box, pieces: 5 }]);
    const line = { orderLineId: lines[0]?.id, productId: company.box.id, pickLineId: null, serialId: null };
    const { outcome } = await way.shipLines(orderId, null, [
      { id: newId(), ...line, lotId: lots['L-1'], locationId: null, parcel: 1, quantity: 2 * UNIT },
      { id: newId(), ...line, lotId: null, locationId: null, parcel: 1, quantity: 3 * UNIT },
    ]);
    const codes = outcome.state === 'adjusted' ? outcome.flags.map(({ code }) => code).sort() : [];
    expect(codes).toEqual(['inventory.belowZero', 'inventory.numberMissing', 'inventory.unsaleableShipped']);
    expect((await way.flags()).map(({ kind }) => kind).sort()).toEqual(['belowZero', 'unsaleableShipped']);
    expect(await way.orderOf(orderId)).toMatchObject({ state: 'closed', backOrderedLines: 0 });
  });

  it('R12 what leaves in a closed month is dated to the first open day, its instant kept', async () => {
    const { company, way } = await start();
    const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
    await writeAs(current(), 'command', async (tx) => {
      const id = newId();
      const unsaid = { taxNumber: null, address: null, phone: null, bankName: null, bankAccount: null, logoHash: null };
      await tx
        .insertInto('legalEntities')
        .values({ id, code: 'HQ', name: '总公司', ...unsaid, baseCurrency: 'CNY', isDefault: 1, active: 1, ...audit })
        .execute();
      const changed = { changedAt: NOW, changedBy: company.userId, changedByName: '周文斌' };
      await tx
        .insertInto('periods')
        .values({ id: newId(), legalEntityId: id, month: '2026-11', state: 'closed', ...changed, ...audit })
        .execute();
    });
    const { orderId, lines } = await way.order([{ product: company.mug, pieces: 1 }]);
    const line = {
      orderLineId: lines[0]?.id,
      productId: company.mug.id,
      pickLineId: null,
      lotId: null,
      serialId: null,
    };
    const { shipmentId, outcome } = await way.shipLines(orderId, null, [
      { id: newId(), ...line, locationId: null, parcel: 1, quantity: UNIT },
    ]);
    expect(outcome).toMatchObject({ adjustments: [{ code: 'admin.periodClosed' }] });
    const head = await current().kysely.selectFrom('shipments').selectAll().executeTakeFirstOrThrow();
    expect(head).toMatchObject({ shippedOn: '2026-12-01', shippedAt: NOW });
    const moved = await current()
      .kysely.selectFrom('stockMovements')
      .selectAll()
      .where('documentId', '=', shipmentId)
      .executeTakeFirstOrThrow();
    expect(moved).toMatchObject({ occurredAt: NOW, bookedOn: '2026-12-01' });
  });

  it('R6 an order that was sent in part is closed short: cut to what left, the rest free again', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([
      { product: company.mug, pieces: 3 },
      { product: company.jug, pieces: 5 },
    ]);
    expect(await company.run(closeShort, { orderId })).toMatchObject({ reason: { code: 'sales.nothingShipped' } });
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    await way.ship(orderId, pickListId, 2);
    expect(await company.run(cancelOrder, { orderId })).toMatchObject({ reason: { code: 'sales.orderShipped' } });
    expect((await company.run(closeShort, { orderId })).state).toBe('applied');
    expect(await way.orderOf(orderId)).toMatchObject({ state: 'closed', lineCount: 2, backOrderedLines: 0 });
    expect(await way.orderLine(orderId)).toMatchObject({ quantity: 2 * UNIT, shipped: 2 * UNIT, reserved: 0 });
    expect(await way.stockOf(company.jug)).toMatchObject({ reserved: 0, onHand: 36 * UNIT });
    expect(await way.exposure()).toMatchObject({ openOrdersMinor: 0 });
    const changes = await current().kysely.selectFrom('orderChanges').selectAll().orderBy('id').execute();
    expect(
      changes
        .map(({ kind, quantityBefore, quantityAfter }) => [kind, quantityBefore / UNIT, quantityAfter / UNIT])
        .sort(),
    ).toEqual([
      ['lineCut', 3, 2],
      ['lineCut', 5, 2],
    ]);
  });

  it('a shipment goes on a tour and is signed for once; the first word stands, and what is planned then comes after', async () => {
    const { company, way } = await start();
    const { orderId } = await way.order([{ product: company.mug, pieces: 1 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    const { shipmentId } = await way.ship(orderId, pickListId);
    const carrier = { code: 'VAN', name: '自有车', phone: null, trackingUrl: null, isOwn: true, active: true };
    expect((await company.run(saveCarrier, { id: newId(), ...carrier })).state).toBe('applied');
    expect(await company.run(saveCarrier, { id: newId(), ...carrier })).toMatchObject({
      reason: { code: 'admin.codeTaken' },
    });
    const tour = { tourOn: '2026-11-24', driverId: company.userId, shipmentIds: [shipmentId] };
    expect(await company.run(planTour, tour)).toMatchObject({ state: 'applied', result: { stops: 1 } });
    const word = { shipmentId, deliveredAt: NOW + DAY, signatureHash: 'a'.repeat(64), photoHash: null, note: null };
    const signed = { ...word, receivedByName: '李红梅', isRefused: false };
    expect((await company.run(confirmDelivery, signed, { now: NOW + DAY })).state).toBe('applied');
    const row = await current().kysely.selectFrom('shipments').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'delivered', receivedByName: '李红梅', stop: 1, deliveredAt: NOW + DAY });
    expect(await company.run(confirmDelivery, { ...signed, receivedByName: '王' }, { now: NOW + DAY })).toMatchObject({
      flags: [{ code: 'inventory.deliveredBefore' }],
    });
    expect(await company.run(planTour, tour)).toMatchObject({
      adjustments: [{ code: 'inventory.shipmentNotOnTheWay' }],
    });
    const second = await way.order([{ product: company.mug, pieces: 1 }]);
    const picked = await way.release([second.orderId]);
    await way.pick(picked.pickListId);
    const later = await way.ship(second.orderId, picked.pickListId);
    await company.run(planTour, { ...tour, shipmentIds: [later.shipmentId] });
    const stops = await current().kysely.selectFrom('shipments').select(['id', 'stop']).orderBy('stop').execute();
    expect(stops).toEqual([
      { id: shipmentId, stop: 1 },
      { id: later.shipmentId, stop: 2 },
    ]);
  });
});
