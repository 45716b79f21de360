/** Who carries a shipment, said or corrected after it left; on both databases. */
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { nameCarrier } from '../domains/inventory/commands/name-carrier.ts';
import { saveCarrier } from '../domains/inventory/commands/save-carrier.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let way: ReturnType<typeof outbound>;
  const carrierId = newId();
  beforeEach(async () => {
    company = await makeCompany(current());
    way = outbound(company, current());
    const carrier = { code: 'SD', name: '顺达物流', phone: null, trackingUrl: null, isOwn: false, active: true };
    await company.run(saveCarrier, { id: carrierId, ...carrier });
  });
  const sent = async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 1 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    const { shipmentId } = await way.ship(orderId, pickListId);
    return shipmentId;
  };
  const shipmentOf = (id: string) =>
    current().kysely.selectFrom('shipments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const parcelsOf = (id: string) =>
    current().kysely.selectFrom('parcels').selectAll().where('shipmentId', '=', id).orderBy('position').execute();

  it('is kept with the shipment and its parcels, corrected, and taken away again; what left stays as it was', async () => {
    const shipmentId = await sent();
    const before = await shipmentOf(shipmentId);
    const parcels = (await parcelsOf(shipmentId)).map(({ id }) => ({ parcelId: id, trackingNumber: 'SF-1-1' }));
    const args = { shipmentId, carrierId, trackingNumber: ' SF-1 ', parcels };
    expect(await company.run(nameCarrier, args)).toMatchObject({
      state: 'applied',
      result: { number: before.number, customerName: before.customerName },
    });
    const { updatedAt, updatedBy, ...named } = await shipmentOf(shipmentId);
    expect({ ...before, carrierId, carrierName: '顺达物流', trackingNumber: 'SF-1', updatedAt, updatedBy }).toEqual({
      ...named,
      updatedAt,
      updatedBy,
    });
    const numbers = (await parcelsOf(shipmentId)).map(({ trackingNumber }) => trackingNumber);
    expect(numbers).toEqual(parcels.map(() => 'SF-1-1'));
    await company.run(nameCarrier, { ...args, trackingNumber: 'SF-2', parcels: [] });
    expect(await shipmentOf(shipmentId)).toMatchObject({ carrierName: '顺达物流', trackingNumber: 'SF-2' });
    await company.run(nameCarrier, { shipmentId, carrierId: null, trackingNumber: null, parcels: [] });
    expect(await shipmentOf(shipmentId)).toMatchObject({ carrierId: null, carrierName: null, trackingNumber: null });
    expect((await parcelsOf(shipmentId)).map(({ trackingNumber }) => trackingNumber)).toEqual(numbers);
  });

  it('parcels of another shipment are not touched', async () => {
    const [one, other] = [await sent(), await sent()];
    const parcels = (await parcelsOf(other)).map(({ id }) => ({ parcelId: id, trackingNumber: 'X' }));
    await company.run(nameCarrier, { shipmentId: one, carrierId, trackingNumber: null, parcels });
    expect((await parcelsOf(other)).every(({ trackingNumber }) => trackingNumber === null)).toBe(true);
  });

  it('R8 is refused for what was taken back, for a carrier that nobody knows, and in other people’s warehouses', async () => {
    const shipmentId = await sent();
    const args = { shipmentId, carrierId, trackingNumber: 'SF-1', parcels: [] };
    expect(await company.run(nameCarrier, { ...args, carrierId: newId() })).toMatchObject({
      reason: { code: 'inventory.carrierGone' },
    });
    expect(await company.run(nameCarrier, args, { scopes: [] })).toMatchObject({
      reason: { code: 'inventory.shipmentGone' },
    });
    await way.reverse(shipmentId);
    expect(await company.run(nameCarrier, args)).toMatchObject({ reason: { code: 'inventory.shipmentReversed' } });
    expect(await shipmentOf(shipmentId)).toMatchObject({ trackingNumber: null });
  });
});
