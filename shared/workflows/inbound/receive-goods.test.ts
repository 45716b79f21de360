// Long because orders at suppliers are tested with what comes of them.
// What comes in, on both databases: against a purchase order or without one, with lots, pieces and what it cost.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany, type TestProduct } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { cancelPurchase, closePurchase, orderPurchase, orderSuggested, writePurchase } from './change-purchase.ts';
import { moveStock, scrapStock } from './move-stock.ts';
import { receiveGoods } from './receive-goods.ts';

const HOUR = 3_600_000;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let supplierId: string;
  let number = 0;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
    supplierId = newId();
    number = 0;
    await writeAs(current(), 'command', async (tx) => {
      const nothing = { taxNumber: null, contactName: null, phone: null, email: null, address: null };
      const place = { city: null, country: null, currency: 'CNY', paymentTermsDays: 30, leadDays: 7 };
      const head = { id: supplierId, code: 'V1', name: '景德镇瓷厂' };
      await tx
        .insertInto('suppliers')
        .values({ ...head, ...nothing, ...place, ...audit })
        .execute();
      await tx.updateTable('products').set({ tracking: 'lot' }).where('id', '=', company.jug.id).execute();
      await tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.box.id).execute();
    });
  });

  const nextNumber = (series: string) => {
    number += 1;
    return `${series}-K7-${String(number).padStart(6, '0')}`;
  };
  const purchaseArgs = (lines: { product: TestProduct; pieces: number; [key: string]: unknown }[], change = {}) => ({
    purchaseOrderId: newId(),
    number: nextNumber('PO'),
    supplierId,
    warehouseId: company.warehouseId,
    dueOn: '2026-12-01',
    note: null,
    isOrdered: true,
    lines: lines.map(({ product, pieces, ...given }) => ({
      ...{ id: newId(), productId: product.id, unitId: null, quantity: u(pieces), dueOn: null, unitCost: null },
      ...given,
    })),
    ...change,
  });
  const line = (product: TestProduct, pieces: number, change: object = {}) => ({
    ...{ id: newId(), movementId: newId(), lotId: null, lotCode: null, expiresOn: null, serialId: null },
    ...{ serialCode: null, productId: product.id, purchaseOrderLineId: null, locationId: null },
    ...{ quantity: u(pieces), condition: 'saleable', rejectReason: null },
    ...change,
  });
  const receive = (lines: object[], change: object = {}, options: object = {}) =>
    company.run(
      receiveGoods,
      {
        ...{ receiptId: newId(), number: nextNumber('GR'), warehouseId: company.warehouseId, purchaseOrderId: null },
        ...{ supplierId: null, deliveryNote: null, receivedAt: NOW, note: null, lines },
        ...change,
      },
      { now: NOW + HOUR, ...options },
    );
  const balance = (product: TestProduct) =>
    from()
      .selectFrom('stockBalances')
      .select(['onHand', 'incoming', 'quarantined'])
      .where('id', '=', `${product.id}:${company.warehouseId}`)
      .executeTakeFirst();
  const purchaseOf = (id: string) =>
    from().selectFrom('purchaseOrders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const flags = () => from().selectFrom('stockFlags').select(['kind', 'quantity', 'state']).orderBy('id').execute();

  it('a purchase order lets its warehouse expect what is to come, until it has come', async () => {
    const args = purchaseArgs([{ product: company.mug, pieces: 20 }]);
    expect(await company.run(writePurchase, args)).toMatchObject({ state: 'applied', result: { number: args.number } });
    expect(await balance(company.mug)).toEqual({ onHand: u(140), incoming: u(20), quarantined: 0 });
    const purchaseOrderLineId = args.lines[0]?.id;
    const { purchaseOrderId } = args;
    expect(await receive([line(company.mug, 8, { purchaseOrderLineId })], { purchaseOrderId })).toMatchObject({
      state: 'applied',
      result: { lines: 1 },
    });
    expect(await balance(company.mug)).toEqual({ onHand: u(148), incoming: u(12), quarantined: 0 });
    expect((await purchaseOf(purchaseOrderId)).state).toBe('open');
    await receive([line(company.mug, 12, { purchaseOrderLineId })], { purchaseOrderId });
    expect(await balance(company.mug)).toEqual({ onHand: u(160), incoming: 0, quarantined: 0 });
    expect((await purchaseOf(purchaseOrderId)).state).toBe('closed');
    const receipts = await from().selectFrom('receipts').selectAll().orderBy('number').execute();
    expect(receipts[0]).toMatchObject({
      ...{ purchaseOrderNumber: args.number, supplierName: '景德镇瓷厂', receivedByName: '周文斌', receivedAt: NOW },
    });
    expect(await flags()).toEqual([]);
  });

  it('R26 what comes to another warehouse than it was ordered for is in stock there, and is told', async () => {
    const args = purchaseArgs([{ product: company.mug, pieces: 20 }]);
    await company.run(writePurchase, args);
    const { purchaseOrderId, number } = args;
    const came = [line(company.mug, 20, { purchaseOrderLineId: args.lines[0]?.id })];
    const warehouseId = company.otherWarehouseId;
    expect(await receive(came, { purchaseOrderId, warehouseId })).toMatchObject({
      flags: [{ code: 'inventory.purchaseElsewhere', params: { number } }],
    });
    expect(await balance(company.mug)).toEqual({ onHand: u(140), incoming: 0, quarantined: 0 });
    expect((await purchaseOf(purchaseOrderId)).state).toBe('closed');
  });

  it('R26 what comes above the tolerance is recorded and flagged; rejected goods lie in quarantine', async () => {
    const args = purchaseArgs([{ product: company.mug, pieces: 20 }]);
    await company.run(writePurchase, args);
    const purchaseOrderLineId = args.lines[0]?.id;
    const { purchaseOrderId } = args;
    const some = [
      line(company.mug, 18, { purchaseOrderLineId }),
      line(company.mug, 3, { purchaseOrderLineId, condition: 'quarantine', rejectReason: '破损' }),
    ];
    // 21 of 20 is within 5 %.
    expect((await receive(some, { purchaseOrderId })).state).toBe('applied');
    expect(await balance(company.mug)).toEqual({ onHand: u(161), incoming: 0, quarantined: u(3) });
    const rows = await from().selectFrom('purchaseOrderLines').selectAll().orderBy('id').execute();
    expect(rows).toMatchObject([{ received: u(21), rejected: u(3) }]);
    expect(await receive([line(company.mug, 2, { purchaseOrderLineId })], { purchaseOrderId })).toMatchObject({
      state: 'adjusted',
      flags: [
        { code: 'inventory.overReceived', params: { ordered: u(20), received: u(23) } },
        { code: 'inventory.purchaseEnded', params: { state: 'closed' } },
      ],
    });
    expect(await flags()).toEqual([{ kind: 'overReceived', quantity: u(2), state: 'open' }]);
  });

  it('R32 R47 the office books what the purchase says goods cost; a laptop without the right neither writes nor erases it', async () => {
    const args = purchaseArgs([{ product: company.mug, pieces: 60, unitCost: 20_0000 }]);
    expect(await company.run(writePurchase, args, { permissions: ['inventory.purchase'] })).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'inventory.seeSuppliers' } },
    });
    const may = ['inventory.purchase', 'inventory.seeSuppliers', 'inventory.receiveGoods'];
    expect(await company.run(writePurchase, args, { permissions: may })).toMatchObject({
      reason: { code: 'kernel.notPermitted', params: { permission: 'inventory.seeCost' } },
    });
    await company.run(writePurchase, args);
    const unsaid = { ...args, lines: args.lines.map((each) => ({ ...each, unitCost: null })) };
    expect((await company.run(writePurchase, unsaid, { permissions: may })).state).toBe('applied');
    const { purchaseOrderId } = args;
    await receive([line(company.mug, 60, { purchaseOrderLineId: args.lines[0]?.id })], { purchaseOrderId });
    const worth = await from().selectFrom('movementCosts').selectAll().orderBy('id').execute();
    expect(worth).toMatchObject([{ quantity: u(60), unitCost: 20_0000, averageAfter: 20_0000 }]);
  });

  it('R29 lots and serial numbers are those that are known under their code, whoever wrote them down first', async () => {
    const [first, second] = [newId(), newId()];
    await receive([line(company.jug, 5, { lotId: first, lotCode: 'L-23', expiresOn: '2027-03-01' })]);
    // Another desk, without a network, met the same lot.
    await receive([line(company.jug, 4, { lotId: second, lotCode: 'L-23', expiresOn: '2027-03-01' })]);
    const living = await from().selectFrom('lots').select(['id', 'code']).where('deletedAt', 'is', null).execute();
    expect(living).toEqual([{ id: first, code: 'L-23' }]);
    const shelf = await from().selectFrom('lotBalances').select(['lotId', 'onHand']).orderBy('id').execute();
    expect(shelf).toEqual([{ lotId: first, onHand: u(9) }]);
    // What names the second lot later means the first.
    const moves = [
      {
        ...{ outId: newId(), inId: newId(), productId: company.jug.id, warehouseId: company.warehouseId },
        ...{ quantity: u(2), lotId: second, serialId: null, fromLocationId: null, toLocationId: null },
        ...{ fromCondition: 'saleable', toCondition: 'quarantine' },
      },
    ];
    expect(await company.run(moveStock, { movedAt: NOW, number: null, moves })).toMatchObject({ state: 'applied' });
    const after = await from().selectFrom('lotBalances').select(['lotId', 'onHand', 'quarantined']).execute();
    expect(after).toEqual([{ lotId: first, onHand: u(9), quarantined: u(2) }]);
    // Without a lot, or a piece with a quantity: flagged, not lost.
    expect(await receive([line(company.jug, 1)])).toMatchObject({ flags: [{ code: 'inventory.lotMissing' }] });
    const piece = { serialId: newId(), serialCode: 'S-1' };
    expect((await receive([line(company.box, 1, piece)])).state).toBe('applied');
    expect(await receive([line(company.box, 2, piece)])).toMatchObject({
      flags: [{ code: 'inventory.serialNotOne' }, { code: 'inventory.serialElsewhere' }],
    });
    const pieces = await from().selectFrom('serials').selectAll().orderBy('id').execute();
    expect(pieces).toMatchObject([{ code: 'S-1', state: 'inStock', warehouseId: company.warehouseId }]);
  });

  it('R30 a lot without a last day gets it from the first who says one', async () => {
    const undated = { lotId: newId(), lotCode: 'L-2', expiresOn: null };
    expect((await receive([line(company.jug, 5, undated)])).state).toBe('applied');
    const dated = await receive([line(company.jug, 5, { ...undated, expiresOn: '2027-06-01' })]);
    expect(dated.state).toBe('applied');
    const days = await from().selectFrom('lots').select(['code', 'expiresOn']).orderBy('code').execute();
    expect(days).toEqual([{ code: 'L-2', expiresOn: '2027-06-01' }]);
  });

  it('R29, R30 pieces without their numbers, a lot of other goods and another last day are told, and booked', async () => {
    expect(await receive([line(company.box, 5)])).toMatchObject({ flags: [{ code: 'inventory.serialMissing' }] });
    expect(await balance(company.box)).toMatchObject({ onHand: u(5) });
    const lotId = newId();
    const lot = { lotId, lotCode: 'L-1', expiresOn: '2027-05-01' };
    expect((await receive([line(company.jug, 5, lot)])).state).toBe('applied');
    expect((await receive([line(company.jug, 5, { ...lot, expiresOn: null })])).state).toBe('applied');
    const sooner = { lotId: newId(), lotCode: 'L-1', expiresOn: '2026-12-01' };
    expect(await receive([line(company.jug, 5, sooner)])).toMatchObject({
      flags: [{ code: 'inventory.lotDayDiffers', params: { lot: 'L-1', said: '2026-12-01' } }],
    });
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ tracking: 'lot' }).where('id', '=', company.mug.id).execute(),
    );
    const others = line(company.mug, 5, { lotId, lotCode: 'L-1', expiresOn: null });
    expect(await receive([others])).toMatchObject({
      flags: [{ code: 'inventory.lotOfOther', params: { lot: 'L-1' } }],
    });
    const shelves = await from().selectFrom('lotBalances').select(['productId', 'onHand']).execute();
    expect(shelves).toEqual([{ productId: company.jug.id, onHand: u(15) }]);
    expect(await balance(company.mug)).toMatchObject({ onHand: u(145) });
    const read = await from().selectFrom('receiptLines').select('lotCode').where('id', '=', others.id).execute();
    expect(read).toEqual([{ lotCode: 'L-1' }]);
  });

  it('R31 a line in boxes is exactly its pieces; a unit of another product is none', async () => {
    const [unitId, otherId] = [newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      const unit = { name: '箱', ratio: 24, forSale: 0 as const, forPurchase: 1 as const, ...audit };
      await tx
        .insertInto('productUnits')
        .values([
          { id: unitId, productId: company.mug.id, ...unit },
          { id: otherId, productId: company.jug.id, ...unit },
        ])
        .execute();
    });
    await company.run(writePurchase, purchaseArgs([{ product: company.mug, pieces: 48, unitId }]));
    const rows = await from().selectFrom('purchaseOrderLines').selectAll().execute();
    expect(rows).toMatchObject([{ unit: '箱', unitRatio: 24, quantity: u(48) }]);
    expect(
      await company.run(writePurchase, purchaseArgs([{ product: company.mug, pieces: 48, unitId: otherId }])),
    ).toMatchObject({ reason: { code: 'inventory.unitGone', params: { line: 1 } } });
  });

  it('a draft becomes an order; an open one keeps what came, and is changed, closed or cancelled', async () => {
    const draft = purchaseArgs([{ product: company.mug, pieces: 20 }], { isOrdered: false });
    const { purchaseOrderId } = draft;
    await company.run(writePurchase, draft);
    expect((await balance(company.mug))?.incoming).toBe(0);
    await company.run(orderPurchase, { purchaseOrderId });
    expect((await balance(company.mug))?.incoming).toBe(u(20));
    expect(await company.run(orderPurchase, { purchaseOrderId })).toMatchObject({
      reason: { code: 'inventory.purchaseNotOpen', params: { state: 'open' } },
    });
    const [first] = draft.lines;
    await receive([line(company.mug, 5, { purchaseOrderLineId: first?.id })], { purchaseOrderId });
    const less = { ...draft, lines: [{ ...first, quantity: u(4) }] };
    expect(await company.run(writePurchase, less)).toMatchObject({ reason: { code: 'inventory.lineReceived' } });
    const other = { ...draft, lines: [{ ...first, id: newId() }] };
    expect(await company.run(writePurchase, other)).toMatchObject({ reason: { code: 'inventory.lineReceived' } });
    const elsewhere = { ...draft, warehouseId: company.otherWarehouseId };
    expect(await company.run(writePurchase, elsewhere)).toMatchObject({ reason: { code: 'inventory.purchaseFixed' } });
    const more = {
      ...draft,
      lines: [{ ...first, quantity: u(30) }, purchaseArgs([{ product: company.jug, pieces: 3 }]).lines[0]],
    };
    expect((await company.run(writePurchase, more)).state).toBe('applied');
    expect((await balance(company.mug))?.incoming).toBe(u(25));
    expect((await balance(company.jug))?.incoming).toBe(u(3));
    expect(await company.run(cancelPurchase, { purchaseOrderId })).toMatchObject({
      reason: { code: 'inventory.goodsCame' },
    });
    await company.run(closePurchase, { purchaseOrderId });
    expect((await balance(company.mug))?.incoming).toBe(0);
    const untouched = purchaseArgs([{ product: company.mug, pieces: 7 }]);
    await company.run(writePurchase, untouched);
    await company.run(cancelPurchase, { purchaseOrderId: untouched.purchaseOrderId });
    expect((await balance(company.mug))?.incoming).toBe(0);
  });

  it('R7 R34 suggestions become purchase orders in one action, all or none; of two with one number the second gets a suffix', async () => {
    const { isOrdered: _first, ...first } = purchaseArgs([{ product: company.mug, pieces: 10 }]);
    const { isOrdered: _second, ...second } = purchaseArgs([{ product: company.jug, pieces: 5 }], {
      number: first.number,
    });
    expect(await company.run(orderSuggested, { isOrdered: true, purchases: [first, second] })).toMatchObject({
      state: 'adjusted',
      result: [{ number: first.number }, { number: `${first.number}-2` }],
    });
    expect((await balance(company.jug))?.incoming).toBe(u(5));
    const { isOrdered: _third, ...foreign } = purchaseArgs([{ product: company.jug, pieces: 5 }], {
      number: 'PO-X9-000001',
    });
    const { isOrdered: _fourth, ...good } = purchaseArgs([{ product: company.jug, pieces: 9 }]);
    expect(await company.run(orderSuggested, { isOrdered: true, purchases: [good, foreign] })).toMatchObject({
      reason: { code: 'inventory.numberNotOwn' },
    });
    expect((await balance(company.jug))?.incoming).toBe(u(5));
  });

  it('R8 R12 a receipt is recorded once, on an open day; what nobody ordered is told', async () => {
    const receiptId = newId();
    await receive([line(company.mug, 1)], { receiptId });
    expect(await receive([line(company.mug, 1)], { receiptId })).toMatchObject({
      flags: [{ code: 'inventory.recordedBefore' }],
    });
    expect((await balance(company.mug))?.onHand).toBe(u(141));
    await writeAs(current(), 'command', async (tx) => {
      const entity = newId();
      const nothing = {
        taxNumber: null,
        address: null,
        phone: null,
        bankName: null,
        bankAccount: null,
        logoHash: null,
      };
      const said = {
        code: 'MAIN',
        name: '恒通',
        ...nothing,
        baseCurrency: 'CNY',
        isDefault: 1 as const,
        active: 1 as const,
      };
      await tx
        .insertInto('legalEntities')
        .values({ id: entity, ...said, ...audit })
        .execute();
      const month = { id: newId(), legalEntityId: entity, month: '2026-11', state: 'closed' as const };
      const told = { changedAt: NOW, changedBy: 'x', changedByName: 'x' };
      await tx
        .insertInto('periods')
        .values({ ...month, ...told, ...audit })
        .execute();
    });
    const purchaseOrderId = newId();
    expect(await receive([line(company.mug, 2)], { purchaseOrderId }, { scopes: [] })).toMatchObject({
      adjustments: [{ code: 'admin.periodClosed', params: { openDay: '2026-12-01' } }],
      flags: [{ code: 'inventory.foreignWarehouse' }, { code: 'inventory.purchaseGone' }],
    });
    const late = await from()
      .selectFrom('stockMovements')
      .select('bookedOn')
      .where('bookedOn', 'is not', null)
      .execute();
    expect(late).toEqual([{ bookedOn: '2026-12-01' }]);
  });

  it('R20 R33 a move changes nothing of what a warehouse has; an empty place is told, and what is thrown away keeps its reason', async () => {
    const [zone, near, far] = [newId(), newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      const { warehouseId } = company;
      await tx
        .insertInto('zones')
        .values({ id: zone, warehouseId, code: 'A', name: 'A', kind: 'storage', ...audit })
        .execute();
      const place = { warehouseId, zoneId: zone, rack: null, bay: null, level: null, active: 1 as const, ...audit };
      await tx
        .insertInto('locations')
        .values([
          { id: near, code: 'A-01', walkOrder: 1, ...place },
          { id: far, code: 'A-02', walkOrder: 2, ...place },
        ])
        .execute();
    });
    const move = (pieces: number, fromLocationId: string | null, toLocationId: string) => ({
      ...{ outId: newId(), inId: newId(), productId: company.mug.id, warehouseId: company.warehouseId },
      ...{ quantity: u(pieces), lotId: null, serialId: null, fromLocationId, toLocationId },
      ...{ fromCondition: 'saleable', toCondition: 'saleable' },
    });
    const run = (moves: object[]) => company.run(moveStock, { movedAt: NOW, number: null, moves });
    expect((await run([move(30, null, near)])).state).toBe('applied');
    expect(await run([move(35, near, far)])).toMatchObject({
      flags: [{ code: 'inventory.placeEmpty', params: { location: 'A-01', missing: u(5) } }],
    });
    expect(await balance(company.mug)).toMatchObject({ onHand: u(140) });
    const places = await from()
      .selectFrom('locationBalances')
      .select(['locationId', 'onHand'])
      .orderBy('onHand')
      .execute();
    expect(places).toEqual([
      { locationId: near, onHand: -u(5) },
      { locationId: far, onHand: u(35) },
    ]);
    const scrap = {
      ...{ scrapId: newId(), number: null, warehouseId: company.warehouseId, scrappedAt: NOW, reason: '水浸' },
      lines: [
        {
          ...{ movementId: newId(), productId: company.mug.id, lotId: null, serialId: null, locationId: far },
          ...{ condition: 'saleable', quantity: u(3) },
        },
      ],
    };
    expect(await company.run(scrapStock, scrap, { permissions: ['inventory.moveStock'] })).toMatchObject({
      reason: { code: 'kernel.notPermitted' },
    });
    expect((await company.run(scrapStock, scrap)).state).toBe('applied');
    const [thrown] = await from()
      .selectFrom('stockMovements')
      .select(['quantity', 'reason'])
      .where('cause', '=', 'scrap')
      .execute();
    expect(thrown).toEqual({ quantity: -u(3), reason: '水浸' });
  });
});
