// R47: freight is cost; on both databases.
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../tests/support/company.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { shipment } from '../domains/inventory/queries/shipments.ts';
import { ONE_UNIT as UNIT } from '../kernel/money.ts';

eachDatabase('server', (current) => {
  it('R47 what carrying cost is kept apart from the shipment, which more people see', async () => {
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const { orderId, lines } = await way.order([{ product: company.mug, pieces: 1 }]);
    const line = {
      orderLineId: lines[0]?.id,
      productId: company.mug.id,
      pickLineId: null,
      lotId: null,
      serialId: null,
    };
    const sent = [{ id: newId(), ...line, locationId: null, parcel: 1, quantity: UNIT }];
    const { shipmentId } = await way.shipLines(orderId, null, sent, {}, { freightMinor: 4_650 });
    const from = current().kysely;
    const head = await from.selectFrom('shipments').selectAll().executeTakeFirstOrThrow();
    expect(head.freightMinor).toBeNull();
    const freights = await from.selectFrom('shipmentFreights').selectAll().execute();
    expect(freights).toMatchObject([{ id: shipmentId, freightMinor: 4_650, currency: 'CNY' }]);
    const scopes = await from
      .selectFrom('scopeLog')
      .select('scope')
      .where('rowId', '=', shipmentId)
      .where('tableName', '=', 'shipmentFreights')
      .execute();
    expect(scopes).toEqual([{ scope: 'company/inventory.seeCost' }]);
    const read = async (...rights: string[]) => {
      const actor = { userId: company.userId, permissions: new Set(rights) };
      const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
      return (await shipment.run(from, { id: shipmentId }, context))?.freight;
    };
    expect(await read('inventory.seeCost')).toEqual({ minor: 4_650, currency: 'CNY' });
    expect(await read()).toBeNull();
  });
});
