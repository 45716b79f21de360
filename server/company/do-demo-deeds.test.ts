import { expect, it } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { DEMO_UTC_OFFSET_MINUTES } from '#db/demo/calendar.ts';
import { orderSuggestions } from '#shared/domains/inventory/queries/order-suggestions.ts';
import { goodsToPutAway } from '#shared/domains/inventory/queries/put-away.ts';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import { ONE_UNIT } from '#shared/kernel/money.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { makeTestWorld } from '../../tests/support/server.ts';
import { checkChains } from '../audit/check-chain.ts';
import { DEMO_SEED } from '../open-demo.ts';
import { buildDemo } from './build-demo.ts';
import { checkBalances } from './check-balances.ts';
import { doDemoDeeds } from './do-demo-deeds.ts';

/** In which states the papers of the warehouse stand. */
async function standing(db: SatchelDatabase['kysely']): Promise<Record<string, string[]>> {
  const papers = ['purchaseOrders', 'transfers', 'stockCounts', 'pickLists', 'shipments', 'stockFlags'] as const;
  const found = papers.map(async (table): Promise<[string, string[]]> => {
    const rows = await db.selectFrom(table).select('state').execute();
    return [table, rows.map(({ state }) => state).sort()];
  });
  return Object.fromEntries(await Promise.all(found));
}

eachDatabase('server', (current) => {
  it('the office of the demo has done things: each by its own laptop, answered, sealed, one of them refused', async () => {
    const writer = { database: current(), world: makeTestWorld() };
    await buildDemo(writer, { language: 'en', seed: DEMO_SEED });
    const before = await writer.database.kysely
      .selectFrom('devices')
      .select(['code', 'lastSeenAt'])
      .orderBy('code')
      .execute();
    const answers = await doDemoDeeds(writer, { language: 'en', seed: DEMO_SEED });
    const logged = await writer.database.kysely
      .selectFrom('commandLog')
      .innerJoin('devices', 'devices.id', 'commandLog.deviceId')
      .select(['commandLog.name', 'commandLog.commandId', 'devices.code'])
      .orderBy('commandLog.commandId')
      .execute();
    const deeds = new Map(logged.map(({ commandId, code, name }) => [commandId, `${code} ${name}`]));
    const told = answers.map(({ commandId, state }) => `${deeds.get(commandId)} ${state}`);
    const isOfWarehouse = (deed: string) => /^[A-Z]1 inventory\.(?!import)/.test(deed);
    expect(told.filter((deed) => !isOfWarehouse(deed))).toEqual([
      'A1 admin.changeSettings applied',
      'F1 crm.assignPaymentTerms applied',
      'Z1 crm.assignCustomers applied',
      'A1 admin.changePerson applied',
      'Z1 inventory.importProducts applied',
      'A1 admin.setPersonLimit applied',
      'R1 crm.giveBackCustomer applied',
      'K1 crm.claimCustomer applied',
      'Z1 crm.claimCustomer rejected',
      'Z1 admin.decideApproval applied',
      'F1 crm.assignPaymentTerms applied',
    ]);
    const ofWarehouse = told.filter(isOfWarehouse);
    expect(ofWarehouse.filter((deed) => deed.endsWith(' rejected'))).toEqual([]);
    // What came above what was ordered is told.
    expect(ofWarehouse.filter((deed) => deed.endsWith(' adjusted'))).toEqual(['W1 inventory.receiveGoods adjusted']);
    expect(await standing(writer.database.kysely)).toEqual({
      purchaseOrders: ['closed', 'closed', 'draft', 'open', 'open'],
      transfers: ['open', 'underWay'],
      stockCounts: ['open', 'posted'],
      pickLists: ['picked', 'released'],
      shipments: ['delivered', 'shipped', 'shipped', 'shipped', 'shipped'],
      stockFlags: ['explained', 'open'],
    });
    const tours = await writer.database.kysely
      .selectFrom('shipments')
      .select('stop')
      .where('tourOn', '=', calendarDateAt(writer.world.clock.now(), DEMO_UTC_OFFSET_MINUTES))
      .orderBy('stop')
      .execute();
    expect(tours).toEqual([{ stop: 1 }, { stop: 2 }, { stop: 3 }]);
    const placed = await writer.database.kysely
      .selectFrom('locationBalances')
      .select('onHand')
      .orderBy('onHand')
      .execute();
    expect(placed.length).toBeGreaterThan(10);
    expect(placed[0]?.onHand).toBeGreaterThan(0);
    // Some shelves wait for what comes.
    const places = await writer.database.kysely.selectFrom('locations').select('id').execute();
    expect(placed.length).toBeLessThan(places.length - 2);
    const asked = {
      ...{ actor: { userId: 'u1', permissions: new Set<string>() }, now: writer.world.clock.now() },
      ...{ search: async () => [], findByCodes: async () => [] },
    };
    // Goods lie at their places: what came of late waits at the dock, what is counted or picked where it was.
    const wuhan = await writer.database.kysely
      .selectFrom('warehouses')
      .select('id')
      .where('code', '=', 'WH')
      .executeTakeFirstOrThrow();
    const waiting = await goodsToPutAway.run(writer.database.kysely, { warehouseId: wuhan.id }, asked);
    expect(waiting.map(({ productCode }) => productCode)).toEqual(expect.arrayContaining(['A-100', 'A-110']));
    expect(waiting.length).toBeLessThan(20);
    const toPick = await writer.database.kysely
      .selectFrom('pickLines')
      .innerJoin('pickLists', 'pickLists.id', 'pickLines.pickListId')
      .select('pickLines.locationCode')
      .where('pickLists.state', '=', 'released')
      .execute();
    expect(toPick.some(({ locationCode }) => locationCode !== null)).toBe(true);
    const quotas = await writer.database.kysely.selectFrom('stockQuotas').select('left').execute();
    expect(quotas).toHaveLength(4);
    const { kysely: db } = writer.database;
    const variants = await db
      .selectFrom('products')
      .innerJoin('productFamilies', 'productFamilies.id', 'products.familyId')
      .innerJoin('stockBalances', 'stockBalances.productId', 'products.id')
      .select(['products.code', 'variant', 'onHand'])
      .orderBy('products.code')
      .execute();
    expect(variants).toEqual([
      { code: 'M-601', variant: '["white"]', onHand: 48 * ONE_UNIT },
      { code: 'M-602', variant: '["black"]', onHand: 48 * ONE_UNIT },
      { code: 'M-603', variant: '["celadon"]', onHand: 48 * ONE_UNIT },
    ]);
    const cartons = await db
      .selectFrom('productUnits')
      .innerJoin('products', 'products.id', 'productUnits.productId')
      .innerJoin('productBarcodes', 'productBarcodes.unitId', 'productUnits.id')
      .select(['products.code', 'ratio', 'productBarcodes.code as barcode'])
      .orderBy('products.code')
      .execute();
    expect(cartons.map(({ code, ratio }) => [code, ratio])).toEqual([
      ['A-120', 48],
      ['B-010', 24],
      ['B-020', 12],
      ['G-130', 12],
    ]);
    expect(cartons.filter(({ barcode }) => !/^1690\d{10}$/.test(barcode))).toEqual([]);
    const serials = await db.selectFrom('serials').select('state').execute();
    expect(serials.map(({ state }) => state)).toEqual(Array(6).fill('inStock'));
    expect((await db.selectFrom('productSubstitutes').select('id').execute()).length).toBeGreaterThan(3);
    const rules = await db.selectFrom('reorderRules').select('isComputed').execute();
    expect(rules.filter(({ isComputed }) => isComputed === 1).length).toBeGreaterThan(30);
    const suggested = await orderSuggestions.run(
      db,
      {
        warehouseId: null,
        today: calendarDateAt(writer.world.clock.now(), DEMO_UTC_OFFSET_MINUTES),
        offsetMinutes: DEMO_UTC_OFFSET_MINUTES,
      },
      asked,
    );
    // A buyer's list: most of it says how fast the goods go and who brings them.
    expect(suggested.length).toBeGreaterThan(5);
    expect(suggested.filter(({ demandADay }) => demandADay > 0).length).toBeGreaterThan(suggested.length / 2);
    expect(suggested.filter(({ supplierId }) => supplierId !== null).length).toBeGreaterThan(suggested.length / 2);
    expect(logged).toHaveLength(answers.length);
    const after = await writer.database.kysely
      .selectFrom('devices')
      .select(['code', 'lastSeenAt'])
      .orderBy('code')
      .execute();
    expect(after).toEqual(before);
    expect((await checkBalances(writer, false)).differences).toEqual([]);
    expect(await checkChains(writer)).toMatchObject({ whole: true, commands: logged.length, sealed: logged.length });
  });
});
