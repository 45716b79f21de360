// Zones and places of a warehouse, and lots that are called back, on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { ONE_UNIT } from '../../../kernel/money.ts';
import { runQuery } from '../../../kernel/runner.ts';
import { type Workplace, workplaces } from '../queries/put-away.ts';
import { blockLot } from './block-lot.ts';
import { changeLocation } from './change-location.ts';
import { saveLocations } from './save-locations.ts';
import { saveZone } from './save-zone.ts';
import { setPlaceUse } from './set-place-use.ts';
import { setZoneUse } from './set-zone-use.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const rejected = (code: string, params: object = {}) => ({ state: 'rejected', reason: { code, params } });

eachDatabase('server', (current) => {
  let company: TestCompany;
  let zoneId: string;
  const from = () => current().kysely;
  const zone = (change: object = {}, options: object = {}) =>
    company.run(
      saveZone,
      { zoneId, warehouseId: company.warehouseId, code: 'A', name: '货架区', kind: 'storage', ...change },
      options,
    );
  const make = async (codes: readonly string[], change: object = {}) => {
    const locations = codes.map((code) => ({ id: newId(), code }));
    return {
      ids: locations.map(({ id }) => id),
      reply: await company.run(saveLocations, { warehouseId: company.warehouseId, zoneId, locations, ...change }),
    };
  };
  const places = () =>
    from()
      .selectFrom('locations')
      .select(['code', 'rack', 'bay', 'level', 'walkOrder', 'active', 'deletedAt'])
      .orderBy('walkOrder')
      .execute();
  const putGoods = (locationId: string) =>
    writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('stockMovements')
        .values({
          ...{ id: newId(), productId: company.mug.id, warehouseId: company.warehouseId, quantity: 3 * ONE_UNIT },
          ...{ cause: 'openingBalance', documentId: null, occurredAt: NOW, locationId, ...audit },
        })
        .execute(),
    );
  beforeEach(async () => {
    company = await makeCompany(current());
    zoneId = newId();
    await zone();
  });

  it('a workplace says whether it is kept by places, and how one looks: of a rack before a dock', async () => {
    const actor = { userId: company.userId, permissions: new Set(['inventory.see']) };
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('userScopes')
        .values({ id: newId(), userId: company.userId, scope: 'warehouse:*', ...audit })
        .execute(),
    );
    const placesHere = async () => {
      const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
      const rows = (await runQuery(from(), workplaces, {}, context)) as Workplace[];
      const here = rows.find(({ id }) => id === company.warehouseId);
      return [here?.hasPlaces, here?.placeExample];
    };
    expect(await placesHere()).toEqual([false, null]);
    await make(['DOCK']);
    expect(await placesHere()).toEqual([true, 'DOCK']);
    await make(['R-01-02', 'R-01-01']);
    expect(await placesHere()).toEqual([true, 'R-01-01']);
  });

  it('a rack is made in the order of the way; what there is stays, and is told', async () => {
    const { reply } = await make(['A-01-01', 'A-01-02']);
    expect(reply).toMatchObject({ state: 'applied', result: { zone: '货架区', made: 2 } });
    const again = await make(['A-01-02', 'A-01-03', 'A-01-03']);
    expect(again.reply).toMatchObject({
      state: 'adjusted',
      result: { made: 1 },
      adjustments: [{ code: 'inventory.placesExist', params: { count: 2, code: 'A-01-02' } }],
    });
    expect(await places()).toEqual([
      { code: 'A-01-01', rack: 'A', bay: 1, level: 1, walkOrder: 10, active: 1, deletedAt: null },
      { code: 'A-01-02', rack: 'A', bay: 1, level: 2, walkOrder: 20, active: 1, deletedAt: null },
      { code: 'A-01-03', rack: 'A', bay: 1, level: 3, walkOrder: 30, active: 1, deletedAt: null },
    ]);
  });

  it('a place with goods does not go out of use, and says what lies there; blocked it may be', async () => {
    const { ids } = await make(['A-01-01', 'A-01-02']);
    await putGoods(ids[0] ?? '');
    const use = (locationIds: readonly string[], to: string, options: object = {}) =>
      company.run(setPlaceUse, { locationIds, use: to }, options);
    expect(await use(ids, 'outOfUse')).toMatchObject(
      rejected('inventory.placeHasGoods', { code: 'A-01-01', count: 1, product: expect.any(String) }),
    );
    expect((await use(ids, 'blocked')).state).toBe('applied');
    expect((await places()).map(({ active }) => active)).toEqual([0, 0]);
    expect((await use(ids.slice(1), 'outOfUse')).state).toBe('applied');
    expect((await places()).map(({ deletedAt }) => deletedAt)).toEqual([null, NOW]);
    // Made once more it is the same place.
    expect((await make(['A-01-02'])).reply).toMatchObject({ result: { made: 1 } });
    expect((await places()).map(({ code, active, deletedAt }) => [code, active, deletedAt])).toEqual([
      ['A-01-01', 0, null],
      ['A-01-02', 1, null],
    ]);
    expect((await use(ids, 'open')).state).toBe('applied');
    expect(await use([newId()], 'open')).toMatchObject(rejected('inventory.placeGone'));
    expect(await use(ids, 'open', { scopes: [] })).toMatchObject(rejected('inventory.warehouseGone'));
  });

  it('a place gets another code, zone or turn; goods do not change what they are by it', async () => {
    const { ids } = await make(['A-01-01', 'A-01-02']);
    const [locationId = '', other = ''] = ids;
    const change = (args: object) => company.run(changeLocation, { locationId, ...args });
    expect(await change({ code: 'A-01-02' })).toMatchObject(rejected('inventory.placeCodeTaken', { code: 'A-01-02' }));
    expect((await change({ code: 'A-09', walkOrder: 5 })).state).toBe('applied');
    const quarantine = newId();
    await zone({ zoneId: quarantine, code: 'Q', name: '隔离区', kind: 'quarantine' });
    await putGoods(locationId);
    expect(await change({ zoneId: quarantine })).toMatchObject(rejected('inventory.zoneKindFixed', { zone: '货架区' }));
    expect((await company.run(changeLocation, { locationId: other, zoneId: quarantine })).state).toBe('applied');
    expect(await zone({ kind: 'quarantine' })).toMatchObject(rejected('inventory.zoneKindFixed', { zone: '货架区' }));
    expect((await zone({ kind: 'staging', name: '备货区' })).state).toBe('applied');
    expect(await change({ zoneId: newId() })).toMatchObject(rejected('inventory.zoneGone'));
  });

  it('a zone goes out of use without places, and its code is one of the warehouse alone', async () => {
    const use = (inUse: 0 | 1) => company.run(setZoneUse, { zoneId, inUse });
    const { ids } = await make(['A-01-01']);
    expect(await use(0)).toMatchObject(rejected('inventory.zoneHasPlaces', { count: 1, code: 'A-01-01' }));
    await company.run(setPlaceUse, { locationIds: ids, use: 'outOfUse' });
    expect((await use(0)).state).toBe('applied');
    expect((await make(['A-01-02'])).reply).toMatchObject(rejected('inventory.zoneGone'));
    expect((await zone({ zoneId: newId() })).state).toBe('applied');
    expect(await use(1)).toMatchObject(rejected('inventory.zoneCodeTaken', { code: 'A' }));
    const elsewhere = { zoneId: newId(), warehouseId: company.otherWarehouseId };
    expect((await zone(elsewhere)).state).toBe('applied');
    expect(await zone({ ...elsewhere, zoneId: newId(), code: 'B' }, { scopes: [] })).toMatchObject(
      rejected('inventory.warehouseGone'),
    );
  });

  it('R20 a lot that is called back is not sold any more, until it is freed', async () => {
    const lotId = newId();
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('lots')
        .values({
          ...{ id: lotId, productId: company.mug.id, code: 'L-23', expiresOn: null, receivedOn: '2026-11-01' },
          ...{ supplierId: null, blocked: 0, ...audit },
        })
        .execute(),
    );
    const state = async () =>
      (await from().selectFrom('lots').select('blocked').where('id', '=', lotId).executeTakeFirstOrThrow()).blocked;
    expect(await company.run(blockLot, { lotId, isBlocked: true })).toMatchObject({ result: { code: 'L-23' } });
    expect(await state()).toBe(1);
    await company.run(blockLot, { lotId, isBlocked: false });
    expect(await state()).toBe(0);
    expect(await company.run(blockLot, { lotId: newId(), isBlocked: true })).toMatchObject(
      rejected('inventory.lotGone'),
    );
  });
});
