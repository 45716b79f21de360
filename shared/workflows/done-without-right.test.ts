/**
 * R113: what happened in a warehouse is recorded also where its author's right was taken before the server heard of it,
 * and the warehouse is told of it, once for each paper; on both databases. Every fact of the house is here.
 */
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { addDeliveryProof } from '../domains/inventory/commands/add-delivery-proof.ts';
import { confirmDelivery } from '../domains/inventory/commands/confirm-delivery.ts';
import { stockFlagList } from '../domains/inventory/queries/stock-flags.ts';
import type { AnyCommand, Outcome } from '../kernel/command.ts';
import { ONE_UNIT } from '../kernel/money.ts';
import { runQuery } from '../kernel/runner.ts';
import { registry } from '../registry.ts';
import { recordCount, startCount } from './inbound/count-stock.ts';
import { explainFlag } from './inbound/explain-flag.ts';
import { moveStock, scrapStock } from './inbound/move-stock.ts';
import { receiveGoods } from './inbound/receive-goods.ts';
import { recordPick } from './inbound/record-pick.ts';
import { freeQuarantine, sendBack } from './inbound/settle-quarantine.ts';
import { takeBackGoods } from './inbound/take-back-goods.ts';
import { askTransfer, receiveTransfer, sendTransfer } from './inbound/transfer-goods.ts';
import { unpick } from './inbound/unpick-goods.ts';
import { shipOrder } from './ship-order.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const nowhere = { lotId: null, serialId: null, locationId: null };
/** The server hears of it when its author has no right any more. */
const tooLate = { permissions: [], isIssued: true };

eachDatabase('server', (current) => {
  let company: TestCompany;
  let way: ReturnType<typeof outbound>;
  beforeEach(async () => {
    company = await makeCompany(current());
    way = outbound(company, current());
  });
  const flags = async () => {
    const { kysely } = current();
    const found = await kysely.selectFrom('stockFlags').selectAll().orderBy('warehouseId').orderBy('id').execute();
    return found.map(({ kind, documentId, documentNumber, productId, quantity, warehouseId, state }) => {
      const product = productId === company.mug.id ? 'mug' : 'jug';
      const at = warehouseId === company.warehouseId ? 'here' : 'there';
      return { kind, documentId, documentNumber, product, pieces: quantity / ONE_UNIT, at, state };
    });
  };
  const told = (documentId: string, documentNumber: string | null, pieces: number, change: object = {}) => {
    const flagged = { kind: 'doneWithoutRight', documentId, documentNumber, product: 'mug', pieces };
    return { ...flagged, at: 'here', state: 'open', ...change };
  };
  const withoutRight = (permission: string) => [{ code: 'kernel.doneWithoutRight', params: { permission } }];
  const flagsOf = (outcome: Outcome) => (outcome.state === 'adjusted' ? outcome.flags : outcome);
  const onHand = async (pieces: number) =>
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: pieces * ONE_UNIT });
  const tried = new Set<string>();
  const late = async (command: AnyCommand, args: unknown, more: object = {}): Promise<Outcome> => {
    tried.add(command.name);
    return company.run(command, args, { ...tooLate, ...more });
  };

  it('goods on their way out: picked, shipped, handed over', async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId, lines } = await way.release([orderId]);
    const picked = lines.map(({ id, quantity }) => ({
      pickLineId: id,
      picked: [{ ...nowhere, quantity }],
      shortReason: null,
    }));
    const pick = await late(recordPick, { pickListId, pickedAt: NOW, lines: picked });
    expect(flagsOf(pick)).toEqual(withoutRight('inventory.recordPick'));
    const list = await current().kysely.selectFrom('pickLists').selectAll().executeTakeFirstOrThrow();
    expect(list.state).toBe('picked');
    expect(await flags()).toEqual([told(pickListId, list.number, 3)]);

    const off = { quantity: u(1), reason: 'notFound', outId: newId(), inId: newId() };
    const unpickId = newId();
    const unpicked = lines.map(({ id }) => ({ ...off, pickLineId: id }));
    const short = await late(unpick, { unpickId, toldAt: NOW, why: null, lines: unpicked });
    expect(flagsOf(short)).toEqual(withoutRight('inventory.ship'));
    expect(await flags()).toContainEqual(told(unpickId, list.number, 1));

    tried.add(shipOrder.name);
    const { shipmentId, args, outcome } = await way.ship(orderId, pickListId, 3, tooLate);
    expect(flagsOf(outcome)).toEqual(withoutRight('inventory.ship'));
    await onHand(138);
    expect((await way.orderOf(orderId)).state).toBe('open');
    expect(await flags()).toContainEqual(told(shipmentId, args.number, 2));

    const delivery = await late(confirmDelivery, {
      ...{ shipmentId, deliveredAt: NOW, receivedByName: '刘', signatureHash: null, photoHash: null },
      ...{ note: null, isRefused: false },
    });
    expect(flagsOf(delivery)).toEqual(withoutRight('inventory.confirmDelivery'));
    const row = await current().kysely.selectFrom('shipments').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'delivered', receivedByName: '刘' });
    const proof = { signedByName: '刘', signatureHash: 'a'.repeat(64), photoHashes: [], note: null };
    const proved = await late(addDeliveryProof, { shipmentId, addedAt: NOW, ...proof });
    expect(flagsOf(proved)).toEqual(withoutRight('inventory.confirmDelivery'));
    const kinds = (await flags()).map(({ kind }) => kind).sort();
    // Each of the five papers, and the piece that was not found.
    expect(kinds).toEqual([...Array.from({ length: 5 }, () => 'doneWithoutRight'), 'pickedShort']);
  });

  it('goods that came in, or came back', async () => {
    const line = { lotCode: null, expiresOn: null, serialCode: null, purchaseOrderLineId: null, rejectReason: null };
    const receiptId = newId();
    const receipt = await late(receiveGoods, {
      ...{ receiptId, number: 'GR-K7-000001', warehouseId: company.warehouseId, purchaseOrderId: null },
      ...{ supplierId: null, deliveryNote: null, receivedAt: NOW, note: null },
      lines: [company.mug, company.jug, company.mug].map((product) => ({
        ...{ id: newId(), movementId: newId(), productId: product.id, quantity: u(4), condition: 'saleable' },
        ...nowhere,
        ...line,
      })),
    });
    expect(flagsOf(receipt)).toEqual(withoutRight('inventory.receiveGoods'));
    await onHand(148);
    // By its first goods, all of them together.
    expect(await flags()).toEqual([told(receiptId, 'GR-K7-000001', 8)]);

    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    const { shipmentId, args } = await way.ship(orderId, pickListId);
    const sent = args.lines as readonly { readonly id: string }[];
    const goodsReturnId = newId();
    const back = await late(takeBackGoods, {
      ...{ goodsReturnId, number: 'RT-K7-000001', warehouseId: company.warehouseId, shipmentId },
      ...{ returnedAt: NOW, note: null },
      lines: sent.map(({ id }) => ({
        ...{ id: newId(), shipmentLineId: id, productId: company.mug.id, quantity: u(2) },
        ...{ condition: 'saleable', reason: 'unwanted' },
        ...nowhere,
      })),
    });
    expect(flagsOf(back)).toEqual(withoutRight('inventory.receiveGoods'));
    await onHand(147);
    expect(await flags()).toContainEqual(told(goodsReturnId, 'RT-K7-000001', 2));
  });

  it('goods between warehouses: each end hears of what was done there', async () => {
    const transferId = newId();
    const lineId = newId();
    await company.run(askTransfer, {
      ...{ transferId, number: 'TR-K7-000001', fromWarehouseId: company.warehouseId },
      ...{ toWarehouseId: company.otherWarehouseId, dueOn: null, note: null },
      lines: [{ id: lineId, productId: company.mug.id, lotId: null, quantity: u(5) }],
    });
    const goods = () => ({ lineId, movementId: newId(), ...nowhere, quantity: u(5) });
    const sent = await late(sendTransfer, { transferId, sentAt: NOW, lines: [goods()] });
    expect(flagsOf(sent)).toEqual(withoutRight('inventory.transfer'));
    expect(await flags()).toEqual([told(transferId, 'TR-K7-000001', 5)]);
    const came = { ...goods(), condition: 'saleable' };
    await late(receiveTransfer, { transferId, receivedAt: NOW, lines: [came] });
    expect(await flags()).toContainEqual(told(transferId, 'TR-K7-000001', 5, { at: 'there' }));
    await onHand(135);
  });

  it('goods that were counted, put elsewhere, thrown away; a paper through two warehouses tells both', async () => {
    const countId = newId();
    const { warehouseId, otherWarehouseId } = company;
    await company.run(startCount, {
      ...{ countId, number: 'SC-K7-000001', warehouseId, basis: 'all', zoneId: null, productIds: null, note: null },
    });
    const shelf = { productId: company.mug.id, lotId: null, locationId: null, counted: u(139), countedAt: NOW };
    expect(flagsOf(await late(recordCount, { countId, lines: [shelf] }))).toEqual(withoutRight('inventory.count'));
    expect(await flags()).toEqual([told(countId, 'SC-K7-000001', 139)]);

    const move = (at: string, pieces: number) => ({
      ...{ outId: newId(), inId: newId(), productId: company.mug.id, warehouseId: at, quantity: u(pieces) },
      ...{ lotId: null, serialId: null, fromLocationId: null, toLocationId: null },
      ...{ fromCondition: 'saleable', toCondition: 'quarantine' },
    });
    const moves = [move(warehouseId, 2), move(otherWarehouseId, 1)];
    await late(moveStock, { movedAt: NOW, number: 'MV-K7-000001', moves });
    expect(await way.stockOf(company.mug)).toMatchObject({ quarantined: u(2) });
    const moved = (await flags()).filter(({ documentNumber }) => documentNumber === 'MV-K7-000001');
    const ofRight = moved.filter(({ kind }) => kind === 'doneWithoutRight');
    expect(ofRight.map(({ at, pieces }) => ({ at, pieces })).sort((a, b) => a.pieces - b.pieces)).toEqual([
      { at: 'there', pieces: 1 },
      { at: 'here', pieces: 2 },
    ]);

    const scrapId = newId();
    await late(scrapStock, {
      ...{ scrapId, number: null, warehouseId, scrappedAt: NOW, reason: '破损' },
      lines: [
        {
          ...{ movementId: newId(), productId: company.mug.id, quantity: u(2), condition: 'quarantine' },
          ...nowhere,
        },
      ],
    });
    await onHand(138);
    expect(await flags()).toContainEqual(told(scrapId, null, 2));
  });

  it('goods that were set apart: freed, or sent back', async () => {
    const { warehouseId } = company;
    const goods = { productId: company.mug.id, lotId: null, serialId: null, quantity: u(2) };
    const freeId = newId();
    const free = await late(freeQuarantine, {
      ...{ freeId, warehouseId, freedAt: NOW, reason: '复检合格' },
      lines: [{ outId: newId(), inId: newId(), ...goods, fromLocationId: null, toLocationId: null }],
    });
    expect(flagsOf(free)).toContainEqual(withoutRight('inventory.settleQuarantine')[0]);
    expect(await flags()).toContainEqual(told(freeId, null, 2));
    const receiptId = newId();
    const sent = await late(sendBack, {
      ...{ receiptId, number: 'GR-K7-000009', warehouseId, supplierId: null, supplierName: '瓷厂', sentAt: NOW },
      ...{ reason: '开裂', lines: [{ id: newId(), ...goods, locationId: null }] },
    });
    expect(flagsOf(sent)).toContainEqual(withoutRight('inventory.settleQuarantine')[0]);
    await onHand(138);
    expect(await flags()).toContainEqual(told(receiptId, 'GR-K7-000009', 2));
  });

  it('who did it is shown, and the warehouse says whether it stays', async () => {
    const scrapId = newId();
    const lines = [
      { movementId: newId(), productId: company.mug.id, ...nowhere, condition: 'saleable', quantity: u(1) },
    ];
    const { warehouseId } = company;
    await late(scrapStock, { scrapId, number: null, warehouseId, scrappedAt: NOW, reason: '破损', lines });
    const ask = async () => {
      const args = { state: null, warehouseId: null, cursor: null, limit: 10 };
      const actor = { userId: company.userId, permissions: new Set(['inventory.see']) };
      const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
      return runQuery(current().kysely, stockFlagList, args, context) as ReturnType<typeof stockFlagList.run>;
    };
    const { rows } = await ask();
    expect(rows).toMatchObject([{ kind: 'doneWithoutRight', byName: '周文斌', state: 'open' }]);
    await company.run(explainFlag, { flagId: rows[0]?.id, explanation: '当天还在岗' });
    expect((await ask()).rows).toMatchObject([{ state: 'explained', explanation: '当天还在岗' }]);
  });

  it('of a paper that is nowhere, or goods that nobody knows, its author alone hears', async () => {
    const lines = [{ ...nowhere, lineId: newId(), movementId: newId(), quantity: u(1) }];
    const gone = await late(sendTransfer, { transferId: newId(), sentAt: NOW, lines });
    expect(flagsOf(gone)).toMatchObject([{ code: 'inventory.transferGone' }, { code: 'kernel.doneWithoutRight' }]);
    const unknown = { movementId: newId(), productId: newId(), ...nowhere, condition: 'saleable', quantity: u(1) };
    const scrap = { scrapId: newId(), number: null, warehouseId: company.warehouseId, scrappedAt: NOW, reason: 'x' };
    await late(scrapStock, { ...scrap, lines: [unknown] });
    expect(await flags()).toEqual([]);
  });

  it('every fact was tried', () => {
    const facts = [...registry.commands.values()].filter(({ kind }) => kind === 'fact').map(({ name }) => name);
    expect([...tried].sort()).toEqual([...new Set(facts)].sort());
  });
});
