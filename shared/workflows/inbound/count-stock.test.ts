// R28: counts, on both databases: blind, again by another person, late movements, posted at the instant of the count.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, moveStock, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { type CountListRow, countList } from '../../domains/inventory/queries/count-list.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { runQuery } from '../../kernel/runner.ts';
import { cancelCount, postCount, recordCount, startCount } from './count-stock.ts';
import { moveStock as moveStockCommand, scrapStock } from './move-stock.ts';

const MINUTE = 60_000;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let countId: string;
  let other: string;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
    countId = newId();
    other = newId();
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('users')
        .values({ id: other, login: 'he', name: '何志强', roleId: newId(), active: 1, ...audit })
        .execute();
    });
  });
  const start = (change: object = {}) =>
    company.run(startCount, {
      ...{ countId, number: 'CC-K7-000001', warehouseId: company.warehouseId, basis: 'all', zoneId: null },
      ...{ productIds: null, note: null },
      ...change,
    });
  const record = (pieces: number, { productId = company.mug.id, at = NOW + MINUTE, by = company.userId } = {}) =>
    company.run(
      recordCount,
      { countId, lines: [{ productId, lotId: null, locationId: null, counted: u(pieces), countedAt: at }] },
      { userId: by, now: at },
    );
  const post = (change: object = {}) =>
    company.run(postCount, { countId, skipsOpen: true, reasons: [], ...change }, { now: NOW + 60 * MINUTE });
  const scrap = (pieces: number, at: number) => {
    const line = { movementId: newId(), productId: company.mug.id, lotId: null, serialId: null, locationId: null };
    const lines = [{ ...line, condition: 'saleable', quantity: u(pieces) }];
    const args = {
      scrapId: newId(),
      number: null,
      warehouseId: company.warehouseId,
      scrappedAt: at,
      reason: '破',
      lines,
    };
    return company.run(scrapStock, args, { now: NOW + 120 * MINUTE });
  };
  const line = async (productId = company.mug.id) =>
    from().selectFrom('countLines').selectAll().where('productId', '=', productId).executeTakeFirstOrThrow();
  const count = () => from().selectFrom('stockCounts').selectAll().executeTakeFirstOrThrow();
  const onHand = async () =>
    (
      await from()
        .selectFrom('stockBalances')
        .select('onHand')
        .where('id', '=', `${company.mug.id}:${company.warehouseId}`)
        .executeTakeFirstOrThrow()
    ).onHand;

  it('R28 a count begins with the shelves that the books know, and says nothing of how much', async () => {
    expect(await start()).toMatchObject({ state: 'applied', result: { shelves: 2 } });
    expect(await line()).toMatchObject({ state: 'open', position: 1, book: null, counted: null, productCode: 'A-100' });
    expect(await post({ skipsOpen: false })).toMatchObject({
      reason: { code: 'inventory.countUnfinished', params: { open: 2, recounts: 0 } },
    });
  });

  it('R28 the difference is booked at the instant of the count; what was counted as booked changes nothing', async () => {
    await start();
    await record(137);
    await record(38, { productId: company.jug.id });
    expect(await line()).toMatchObject({ state: 'counted', book: u(140), countedByName: '周文斌' });
    const { id } = await line();
    expect(await post({ reasons: [{ lineId: id, reason: '破损未报' }] })).toMatchObject({
      state: 'applied',
      result: { posted: 2, differing: 1, recounts: 0 },
    });
    expect(await onHand()).toBe(u(137));
    const booked = await from()
      .selectFrom('stockMovements')
      .select(['quantity', 'occurredAt', 'documentNumber', 'reason'])
      .where('cause', '=', 'count')
      .execute();
    expect(booked).toEqual([
      { quantity: -u(3), occurredAt: NOW + MINUTE, documentNumber: 'CC-K7-000001', reason: '破损未报' },
    ]);
    expect(await count()).toMatchObject({ state: 'posted', postedByName: '周文斌' });
    expect(await record(1)).toMatchObject({ flags: [{ code: 'inventory.countEnded' }] });
  });

  it('R28 above the threshold another person counts again before it posts', async () => {
    await start();
    await record(100);
    expect(await line()).toMatchObject({ state: 'recount', counted: u(100) });
    // Whom the list asks to count again.
    const listed = async (userId: string) => {
      const args = { search: '', filter: null, warehouseId: null, cursor: null, limit: 10 };
      const actor = { userId, permissions: new Set(['inventory.see']) };
      const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
      const page = (await runQuery(from(), countList, args, context)) as { readonly rows: readonly CountListRow[] };
      return page.rows.map(({ recountLines, ownRecountLines }) => [recountLines, ownRecountLines]);
    };
    expect([await listed(company.userId), await listed(other)]).toEqual([[[1, 1]], [[1, 0]]]);
    expect(await post()).toMatchObject({ reason: { code: 'inventory.countUnfinished', params: { recounts: 1 } } });
    expect(await record(101)).toMatchObject({ flags: [{ code: 'inventory.recountByAnother' }] });
    expect((await record(102, { by: other, at: NOW + 2 * MINUTE })).state).toBe('applied');
    expect(await line()).toMatchObject({
      ...{ state: 'counted', counted: u(102), countedByName: '何志强' },
      ...{ firstCounted: u(101), firstCountedByName: '周文斌' },
    });
    await post();
    expect(await onHand()).toBe(u(102));
  });

  it('R28 movements that happened before the count and arrive later are in it; those after it do not touch it', async () => {
    await start();
    await record(140);
    // Before the count, and after it, both known only when it is posted.
    await scrap(4, NOW);
    await scrap(10, NOW + 5 * MINUTE);
    await post();
    expect(await line()).toMatchObject({ state: 'posted', book: u(136) });
    // 140 were counted, 10 left after it.
    expect(await onHand()).toBe(u(130));
    // And known only after it was posted.
    await scrap(3, NOW);
    expect(await onHand()).toBe(u(130));
    await scrap(3, NOW + 6 * MINUTE);
    expect(await onHand()).toBe(u(127));
  });

  it('R28 what moved after the shelf was counted asks nobody to count again', async () => {
    await start();
    await scrap(30, NOW + 5 * MINUTE);
    expect((await record(140)).state).toBe('applied');
    expect(await line()).toMatchObject({ state: 'counted', book: u(140) });
    await record(110, { productId: company.mug.id });
    expect(await line()).toMatchObject({ state: 'recount', book: u(140) });
    await record(140, { by: other, at: NOW + 2 * MINUTE });
    await post();
    expect(await onHand()).toBe(u(110));
  });

  it('R28 where a late movement makes the difference large, the count stays open for another person', async () => {
    await start();
    await record(140);
    await scrap(30, NOW);
    expect(await post()).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'inventory.recountNeeded', params: { count: 1 } }],
      result: { posted: 0, recounts: 1 },
    });
    expect(await count()).toMatchObject({ state: 'open' });
    await record(139, { by: other, at: NOW + 3 * MINUTE });
    await post();
    expect(await onHand()).toBe(u(139));
    expect(await count()).toMatchObject({ state: 'posted' });
  });

  it('R28 shelves are counted by lot and place; what nobody expected gets a line of its own', async () => {
    const [zone, near, lot] = [newId(), newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      const { warehouseId } = company;
      await tx
        .insertInto('zones')
        .values({ id: zone, warehouseId, code: 'A', name: 'A', kind: 'storage', ...audit })
        .execute();
      const place = { rack: null, bay: null, level: null, walkOrder: 7, active: 1 as const };
      await tx
        .insertInto('locations')
        .values({ id: near, warehouseId, zoneId: zone, code: 'A-07', ...place, ...audit })
        .execute();
      await tx
        .insertInto('lots')
        .values({
          id: lot,
          productId: company.box.id,
          code: 'L-1',
          expiresOn: null,
          receivedOn: '2026-11-01',
          ...audit,
        })
        .execute();
      const movement = { warehouseId, cause: 'receipt' as const, documentId: null, occurredAt: NOW, ...audit };
      const shelf = { productId: company.box.id, lotId: lot, locationId: near, quantity: u(6) };
      await tx
        .insertInto('stockMovements')
        .values({ id: newId(), ...shelf, ...movement })
        .execute();
      await moveStock(tx, company.box.id, warehouseId, 2);
    });
    expect(await start({ basis: 'zone', zoneId: zone })).toMatchObject({ result: { shelves: 1 } });
    expect(await line(company.box.id)).toMatchObject({ lotCode: 'L-1', locationCode: 'A-07', position: 1 });
    const shelf = { productId: company.box.id, lotId: lot, locationId: near, counted: u(6), countedAt: NOW };
    const unexpected = { ...shelf, productId: company.jug.id, lotId: null, counted: u(1) };
    await company.run(recordCount, { countId, lines: [shelf, unexpected] });
    expect(await line(company.jug.id)).toMatchObject({ state: 'recount', position: 2, locationCode: 'A-07', book: 0 });
    await company.run(recordCount, { countId, lines: [unexpected] }, { userId: other });
    await post();
    const places = await from()
      .selectFrom('locationBalances')
      .select(['productId', 'onHand'])
      .orderBy('onHand')
      .execute();
    expect(places).toEqual([
      { productId: company.jug.id, onHand: u(1) },
      { productId: company.box.id, onHand: u(6) },
    ]);
  });

  it('R20 R28 what is missing of goods set apart is taken off them, and what can be sold is not less for it', async () => {
    const goods = { productId: company.mug.id, warehouseId: company.warehouseId, lotId: null, serialId: null };
    const way = { fromLocationId: null, toLocationId: null, fromCondition: 'saleable', toCondition: 'quarantine' };
    const move = { outId: newId(), inId: newId(), ...goods, quantity: u(138), ...way };
    await company.run(moveStockCommand, { movedAt: NOW, number: null, moves: [move] });
    await start();
    // Two were saleable and are gone, and three of those set apart.
    await record(135);
    expect((await post()).state).toBe('applied');
    const balance = await from()
      .selectFrom('stockBalances')
      .select(['onHand', 'quarantined'])
      .where('id', '=', `${company.mug.id}:${company.warehouseId}`)
      .executeTakeFirstOrThrow();
    expect(balance).toEqual({ onHand: u(135), quarantined: u(135) });
  });

  it('R28 a count of which nothing was posted is cancelled; nothing to count is refused', async () => {
    expect(await start({ productIds: [company.box.id] })).toMatchObject({
      reason: { code: 'inventory.nothingToCount' },
    });
    await start();
    expect(await start()).toMatchObject({ reason: { code: 'inventory.countExists' } });
    expect((await company.run(cancelCount, { countId })).state).toBe('applied');
    expect(await post()).toMatchObject({ reason: { code: 'inventory.countEnded', params: { state: 'cancelled' } } });
    countId = newId();
    expect(await record(1)).toMatchObject({ flags: [{ code: 'inventory.countGone' }] });
    expect(await company.run(cancelCount, { countId })).toMatchObject({ reason: { code: 'inventory.countGone' } });
  });
});
