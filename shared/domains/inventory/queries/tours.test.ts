// A day's tours as drivers read them, on both databases.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { outbound } from '../../../../tests/support/outbound.ts';
import { planTour } from '../commands/plan-tour.ts';
import { saveCarrier } from '../commands/save-carrier.ts';
import { tourOfDay, untoured } from './tours.ts';

/** Sent without a pick list, of nobody's line. */
const nowhere = { pickLineId: null, lotId: null, serialId: null, locationId: null, parcel: 1, quantity: 10_000 };
const context = {
  ...{ actor: { userId: 'u1', permissions: new Set<string>() }, now: NOW },
  ...{ search: async () => [], findByCodes: async () => [] },
};

eachDatabase('server', (current) => {
  it('R8 a shipment that was taken back leaves its tour; the others keep their stops', async () => {
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const ship = async () => {
      const { orderId } = await way.order([{ product: company.mug, pieces: 1 }]);
      const { pickListId } = await way.release([orderId]);
      await way.pick(pickListId);
      return (await way.ship(orderId, pickListId)).shipmentId;
    };
    const [first, second] = [await ship(), await ship()];
    const day = '2026-11-24';
    await company.run(planTour, { tourOn: day, driverId: company.userId, shipmentIds: [first, second] });
    const stops = async () => {
      const rows = await tourOfDay.run(current().kysely, { day }, context);
      return rows.map(({ id, stop }) => [id, stop]);
    };
    expect(await stops()).toEqual([
      [first, 1],
      [second, 2],
    ]);
    expect((await way.reverse(first)).outcome.state).toBe('applied');
    expect(await stops()).toEqual([[second, 2]]);
  });

  it('what a carrier takes away is offered to no tour; what nobody has named a carrier for is, and our own vans', async () => {
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const carrier = async (code: string, isOwn: boolean) => {
      const id = newId();
      await company.run(saveCarrier, { id, code, name: code, phone: null, trackingUrl: null, isOwn, active: true });
      return id;
    };
    const ship = async (carrierId: string | null) => {
      const { orderId } = await way.order([{ product: company.mug, pieces: 1 }]);
      const line = { ...nowhere, id: newId(), orderLineId: newId(), productId: company.mug.id };
      return (await way.shipLines(orderId, null, [line], {}, { carrierId })).shipmentId;
    };
    const open = await ship(null);
    const van = await ship(await carrier('VAN', true));
    await ship(await carrier('SF', false));
    const rows = await untoured.run(current().kysely, { day: '2026-11-24' }, context);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([open, van]));
  });
});
