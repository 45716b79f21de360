/** What proves a delivery, taken at the door or added later, and what became of a shipment since it left; on both databases. */
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { addDeliveryProof } from '../domains/inventory/commands/add-delivery-proof.ts';
import { confirmDelivery } from '../domains/inventory/commands/confirm-delivery.ts';
import { nameCarrier } from '../domains/inventory/commands/name-carrier.ts';
import { planTour } from '../domains/inventory/commands/plan-tour.ts';
import { saveCarrier } from '../domains/inventory/commands/save-carrier.ts';
import { type ShipmentDocument, shipment } from '../domains/inventory/queries/shipments.ts';
import { tourOfDay } from '../domains/inventory/queries/tours.ts';
import { ONE_UNIT } from '../kernel/money.ts';
import { takeBackGoods } from './inbound/take-back-goods.ts';

const MINUTE = 60_000;
const file = (letter: string) => letter.repeat(64);
const TOUR = '2026-11-24';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let way: ReturnType<typeof outbound>;
  beforeEach(async () => {
    company = await makeCompany(current());
    way = outbound(company, current());
  });
  const at = (minutes: number) => ({ now: NOW + minutes * MINUTE });
  const context = () => ({
    ...{ actor: { userId: company.userId, permissions: new Set<string>() }, now: NOW },
    ...{ search: async () => [], findByCodes: async () => [] },
  });
  const sent = async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 2 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    return way.ship(orderId, pickListId);
  };
  const deliver = (shipmentId: string, change: object = {}, minutes = 10) => {
    const word = { receivedByName: '李红梅', signatureHash: null, photoHash: null, note: '相机坏了', isRefused: false };
    return company.run(
      confirmDelivery,
      { shipmentId, deliveredAt: NOW + minutes * MINUTE, ...word, ...change },
      at(minutes),
    );
  };
  const prove = (shipmentId: string, change: object = {}, minutes = 20) => {
    const files = { signedByName: null, signatureHash: null, photoHashes: [file('b')], note: null };
    return company.run(
      addDeliveryProof,
      { shipmentId, addedAt: NOW + minutes * MINUTE, ...files, ...change },
      at(minutes),
    );
  };
  const documentOf = async (id: string): Promise<ShipmentDocument> => {
    const found = await shipment.run(current().kysely, { id }, context());
    if (!found) throw new Error('there is no such shipment');
    return found;
  };
  const kindsOf = async (id: string) => (await documentOf(id)).history.map(({ kind }) => kind);
  const filesOf = async (id: string) => {
    const rows = await current()
      .kysely.selectFrom('shipmentChanges')
      .select(['kind', 'fileHash'])
      .where('shipmentId', '=', id)
      .where('fileHash', 'is not', null)
      .orderBy('changedAt')
      .orderBy('id')
      .execute();
    return rows.map(({ kind, fileHash }) => [kind, fileHash?.[0]]);
  };

  it('R102 a signature and pictures are added to a delivery beside what it has; nothing is replaced, nothing stands twice', async () => {
    const { shipmentId, args } = await sent();
    await deliver(shipmentId, { photoHash: file('a') });
    const before = (await documentOf(shipmentId)).head;
    const files = {
      signedByName: ' 李红梅 ',
      signatureHash: file('c'),
      photoHashes: [file('a'), file('b'), file('b')],
    };
    expect(await prove(shipmentId, { ...files, note: '补签' })).toEqual({
      state: 'applied',
      result: { number: args.number, customerName: before.customerName, added: 2 },
    });
    expect((await documentOf(shipmentId)).head).toEqual(before);
    expect(await filesOf(shipmentId)).toEqual([
      ['signatureAdded', 'c'],
      ['pictureAdded', 'b'],
    ]);
    expect((await documentOf(shipmentId)).history).toMatchObject([
      { kind: 'pictureAdded', note: null, personName: null },
      { kind: 'signatureAdded', note: '补签', personName: '李红梅', byName: '周文斌', deviceCode: 'K7' },
      { kind: 'delivered', note: '相机坏了', personName: '李红梅', at: NOW + 10 * MINUTE },
      { kind: 'shipped' },
    ]);
    expect(await prove(shipmentId, files)).toMatchObject({ state: 'applied', result: { added: 0 } });
    expect(await prove(shipmentId, { photoHashes: [file('d')] }, 30)).toMatchObject({ result: { added: 1 } });
    expect(await filesOf(shipmentId)).toHaveLength(3);
  });

  it('R100 proof is never lost: of goods that are under way, taken back or unknown it is kept where it can be, and told', async () => {
    const { shipmentId } = await sent();
    expect(await prove(shipmentId)).toMatchObject({
      flags: [{ code: 'inventory.proofUndelivered', params: { context: 'shipped' } }],
    });
    await deliver(shipmentId, { isRefused: true });
    expect(await prove(shipmentId, { photoHashes: [file('c')] })).toMatchObject({ state: 'applied' });
    await way.reverse(shipmentId);
    expect(await prove(shipmentId, { photoHashes: [file('d')] })).toMatchObject({
      flags: [{ code: 'inventory.proofUndelivered', params: { context: 'reversed' } }],
    });
    expect(await filesOf(shipmentId)).toHaveLength(3);
    expect(await prove(newId())).toMatchObject({ flags: [{ code: 'inventory.deliveryUnknown' }] });
    expect(await prove(shipmentId, { photoHashes: [] })).toMatchObject({ state: 'rejected' });
  });

  it('the first word on a delivery stands, and what the second one proves is kept beside it', async () => {
    const { shipmentId } = await sent();
    await deliver(shipmentId);
    const second = { receivedByName: '王', signatureHash: file('a'), photoHash: file('b'), note: '后门' };
    expect(await deliver(shipmentId, second, 15)).toMatchObject({ flags: [{ code: 'inventory.deliveredBefore' }] });
    expect((await documentOf(shipmentId)).head).toMatchObject({ receivedByName: '李红梅', signatureHash: null });
    expect((await documentOf(shipmentId)).history).toMatchObject([
      { kind: 'pictureAdded', fileHash: file('b') },
      { kind: 'signatureAdded', fileHash: file('a'), personName: '王', note: '后门' },
      { kind: 'delivered' },
      { kind: 'shipped' },
    ]);
    await deliver(shipmentId, second, 16);
    expect(await filesOf(shipmentId)).toHaveLength(2);
  });

  it('R10 who carries it is said with what was said before, of each parcel too; what changes nothing leaves no word', async () => {
    const carrierId = newId();
    const carrier = { code: 'SD', name: '顺达物流', phone: null, trackingUrl: null, isOwn: false, active: true };
    await company.run(saveCarrier, { id: carrierId, ...carrier });
    const { shipmentId } = await sent();
    const [parcel] = (await documentOf(shipmentId)).parcels;
    const parcels = [{ parcelId: parcel?.id ?? '', trackingNumber: 'SD-1-1' }];
    const named = { shipmentId, carrierId, trackingNumber: 'SD-1', parcels };
    await company.run(nameCarrier, named, at(1));
    await company.run(nameCarrier, named, at(2));
    await company.run(nameCarrier, { shipmentId, carrierId: null, trackingNumber: null, parcels: [] }, at(3));
    expect((await documentOf(shipmentId)).history).toMatchObject([
      { kind: 'carrierNamed', carrierBefore: '顺达物流', carrierAfter: null, numberBefore: 'SD-1', numberAfter: null },
      { kind: 'parcelNumbered', parcelCode: parcel?.code, numberBefore: null, numberAfter: 'SD-1-1' },
      { kind: 'carrierNamed', carrierBefore: null, carrierAfter: '顺达物流', numberBefore: null, numberAfter: 'SD-1' },
      { kind: 'shipped', carrierAfter: null, numberAfter: null, byName: '周文斌' },
    ]);
  });

  it('R8 R52 what came back and what was taken back stands in it, with the papers that tell it', async () => {
    const { shipmentId, args } = await sent();
    await deliver(shipmentId);
    const [line] = (await documentOf(shipmentId)).lines;
    const goods = {
      shipmentLineId: line?.id,
      productId: company.mug.id,
      lotId: null,
      serialId: null,
      locationId: null,
    };
    const back = { id: newId(), ...goods, quantity: ONE_UNIT, condition: 'saleable', reason: 'unwanted' };
    const goodsReturnId = newId();
    const head = { goodsReturnId, number: 'RT-K7-000001', warehouseId: company.warehouseId, shipmentId, note: null };
    await company.run(takeBackGoods, { ...head, returnedAt: NOW + 30 * MINUTE, lines: [back] }, at(30));
    expect(await kindsOf(shipmentId)).toEqual(['returned', 'delivered', 'shipped']);
    expect((await documentOf(shipmentId)).history[0]).toMatchObject({
      ...{ documentId: goodsReturnId, documentNumber: 'RT-K7-000001', byName: '周文斌' },
    });
    const other = await sent();
    const { reversalId } = await way.reverse(other.shipmentId);
    const [reversed] = (await documentOf(other.shipmentId)).history;
    expect(reversed).toMatchObject({ kind: 'reversed', documentId: reversalId, note: '写错了' });
    expect((await documentOf(reversalId)).history).toMatchObject([
      { kind: 'reversal', documentId: other.shipmentId, documentNumber: other.args.number, note: '写错了' },
    ]);
    expect(args.number).not.toBe(other.args.number);
  });

  it('a delivery from before there was a history is told by its own paper', async () => {
    const { shipmentId } = await sent();
    await deliver(shipmentId);
    await writeAs(current(), 'command', (tx) => tx.deleteFrom('shipmentChanges').execute());
    expect((await documentOf(shipmentId)).history).toMatchObject([
      { kind: 'delivered', personName: '李红梅', note: '相机坏了', byName: null, at: NOW + 10 * MINUTE },
      { kind: 'shipped' },
    ]);
  });

  it('a tour says which of its deliveries nothing proves, until something does', async () => {
    const [bare, signed, open] = [await sent(), await sent(), await sent()];
    const shipmentIds = [bare, signed, open].map(({ shipmentId }) => shipmentId);
    await company.run(planTour, { tourOn: TOUR, driverId: company.userId, shipmentIds });
    await deliver(bare.shipmentId);
    await deliver(signed.shipmentId, { signatureHash: file('a') });
    const proved = async () =>
      (await tourOfDay.run(current().kysely, { day: TOUR }, context())).map((stop) => stop.hasProof);
    expect(await proved()).toEqual([false, true, false]);
    await prove(bare.shipmentId);
    expect(await proved()).toEqual([true, true, false]);
  });
});
