// A day's tours as drivers read them, on both databases.
import { expect, it } from 'vitest';
import { makeCompany, NOW } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { outbound } from '../../../../tests/support/outbound.ts';
import { planTour } from '../commands/plan-tour.ts';
import { tourOfDay } from './tours.ts';

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
});
