// Long because counts that meet begin at one shelf, on both databases.
// R28: counts that meet each other or are told late, on both databases: the shelf stays as it was counted.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { importStock, importStockFirst } from '../import-stock.ts';
import { postCount, recordCount, startCount } from './count-stock.ts';
import { moveStock, scrapStock } from './move-stock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let [he, sun] = ['', ''];
  let running = 0;
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
    [he, sun] = [newId(), newId()];
    const person = { roleId: newId(), active: 1 as const, ...audit };
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('users')
        .values([
          { id: he, login: 'he', name: '何志强', ...person },
          { id: sun, login: 'sun', name: '孙丽', ...person },
        ])
        .execute();
    });
  });
  const start = async () => {
    running += 1;
    const countId = newId();
    const head = { countId, number: `CC-K7-${String(running).padStart(6, '0')}`, warehouseId: company.warehouseId };
    const what = { basis: 'chosen', zoneId: null, productIds: [company.mug.id], note: null };
    expect((await company.run(startCount, { ...head, ...what })).state).toBe('applied');
    return countId;
  };
  const record = (countId: string, pieces: number, at: number, by = company.userId, toldAt = at) => {
    const shelf = { productId: company.mug.id, lotId: null, locationId: null };
    const lines = [{ ...shelf, counted: u(pieces), countedAt: at }];
    return company.run(recordCount, { countId, lines }, { userId: by, now: toldAt });
  };
  const post = (countId: string, now: number) =>
    company.run(postCount, { countId, skipsOpen: true, reasons: [] }, { now });
  const scrap = (pieces: number, at: number, toldAt: number) => {
    const goods = { productId: company.mug.id, lotId: null, serialId: null, locationId: null, quantity: u(pieces) };
    const lines = [{ movementId: newId(), ...goods, condition: 'saleable' }];
    const paper = { scrapId: newId(), number: null, warehouseId: company.warehouseId, scrappedAt: at, reason: '破' };
    return company.run(scrapStock, { ...paper, lines }, { now: toldAt });
  };
  const line = async (countId: string) =>
    from().selectFrom('countLines').selectAll().where('countId', '=', countId).executeTakeFirstOrThrow();
  const onHand = async () =>
    (
      await from()
        .selectFrom('stockBalances')
        .select('onHand')
        .where('id', '=', `${company.mug.id}:${company.warehouseId}`)
        .executeTakeFirstOrThrow()
    ).onHand;

  it('R28 two counts of one shelf, the earlier one posted last: the shelf stays as it was counted', async () => {
    const [early, late] = [await start(), await start()];
    await record(early, 137, NOW + MINUTE);
    await record(late, 137, NOW + 2 * MINUTE);
    await post(late, NOW + HOUR);
    expect(await onHand()).toBe(u(137));
    expect(await line(late)).toMatchObject({ state: 'posted', book: u(140) });
    await post(early, NOW + 2 * HOUR);
    expect(await onHand()).toBe(u(137));
    // The three were missing at the early count already, and nothing more at the late one.
    expect(await line(early)).toMatchObject({ state: 'posted', book: u(140) });
    expect(await line(late)).toMatchObject({ state: 'posted', book: u(137) });
    const booked = await from()
      .selectFrom('stockMovements')
      .select(['documentId', 'quantity'])
      .where('cause', '=', 'count')
      .orderBy('quantity')
      .execute();
    const ofCount = (id: string) => booked.flatMap(({ documentId, quantity }) => (documentId === id ? quantity : []));
    expect(ofCount(early)).toEqual([-u(3)]);
    expect(ofCount(late)).toEqual([-u(3), u(3)]);
  });

  it('R28 of counts one after another that are posted in any order, the last one says what is there', async () => {
    const counts = [await start(), await start(), await start()];
    for (const [index, countId] of counts.entries()) await record(countId, 139 - index, NOW + (index + 1) * MINUTE);
    for (const [index, at] of [2, 0, 1].entries()) await post(counts[at] ?? '', NOW + (index + 1) * HOUR);
    expect(await onHand()).toBe(u(137));
    for (const countId of counts) {
      const booked = await from()
        .selectFrom('stockMovements')
        .select('quantity')
        .where('documentId', '=', countId)
        .execute();
      const { counted, book } = await line(countId);
      expect(booked.reduce((sum, { quantity }) => sum + quantity, 0)).toBe((counted ?? 0) - (book ?? 0));
    }
  });

  it('R28 what is told late changes the difference that a posted line tells', async () => {
    const countId = await start();
    await record(countId, 137, NOW + MINUTE);
    await post(countId, NOW + HOUR);
    await scrap(2, NOW, NOW + 2 * HOUR);
    expect(await line(countId)).toMatchObject({ book: u(138) });
    await scrap(1, NOW, NOW + 2 * HOUR);
    expect(await line(countId)).toMatchObject({ book: u(137), counted: u(137) });
    await scrap(5, NOW + 2 * MINUTE, NOW + 2 * HOUR);
    expect(await line(countId)).toMatchObject({ book: u(137) });
    expect(await onHand()).toBe(u(132));
  });

  it('R12 R28 R33 what is told late of a closed month is booked on the first open day, and the count on its own', async () => {
    await writeAs(current(), 'command', async (tx) => {
      const entity = newId();
      const unsaid = { taxNumber: null, address: null, phone: null, bankName: null, bankAccount: null, logoHash: null };
      await tx
        .insertInto('legalEntities')
        .values({
          id: entity,
          code: 'HQ',
          name: '总公司',
          ...unsaid,
          baseCurrency: 'CNY',
          isDefault: 1,
          active: 1,
          ...audit,
        })
        .execute();
      const told = { changedAt: NOW, changedBy: 'x', changedByName: 'x' };
      await tx
        .insertInto('periods')
        .values({ id: newId(), legalEntityId: entity, month: '2026-10', state: 'closed', ...told, ...audit })
        .execute();
    });
    const countId = await start();
    await record(countId, 137, NOW + MINUTE);
    await post(countId, NOW + HOUR);
    const october = Date.UTC(2026, 9, 30);
    expect(await scrap(3, october, NOW + 2 * HOUR)).toMatchObject({ adjustments: [{ code: 'admin.periodClosed' }] });
    const booked = await from()
      .selectFrom('stockMovements')
      .select(['cause', 'quantity', 'occurredAt', 'bookedOn'])
      .where('cause', 'in', ['scrap', 'count'])
      .orderBy('occurredAt')
      .orderBy('quantity')
      .execute();
    expect(booked).toEqual([
      { cause: 'scrap', quantity: -u(3), occurredAt: october, bookedOn: '2026-11-01' },
      // From that day until the count there were three less; on the day of the count nothing is missing any more.
      { cause: 'count', quantity: -u(3), occurredAt: NOW + MINUTE, bookedOn: null },
      { cause: 'count', quantity: u(3), occurredAt: NOW + MINUTE, bookedOn: null },
    ]);
    expect(await onHand()).toBe(u(137));
  });

  it('R20 R28 what was set apart of a shelf is told by the balances of its place, as it was at the instant of its count', async () => {
    const [zoneId, place] = [newId(), newId()];
    await writeAs(current(), 'command', async (tx) => {
      const { warehouseId } = company;
      const zone = { id: zoneId, warehouseId, code: 'A', name: 'A', kind: 'storage' as const, ...audit };
      await tx.insertInto('zones').values(zone).execute();
      const where = { rack: null, bay: null, level: null, walkOrder: 1, active: 1 as const };
      const location = { id: place, warehouseId, zoneId, code: 'A-01', ...where, ...audit };
      await tx.insertInto('locations').values(location).execute();
    });
    const move = (pieces: number, at: number, from: string | null, into: 'saleable' | 'quarantine') => {
      const goods = { productId: company.mug.id, warehouseId: company.warehouseId, lotId: null, serialId: null };
      const way = { fromLocationId: from, toLocationId: place, fromCondition: 'saleable', toCondition: into };
      const moves = [{ outId: newId(), inId: newId(), ...goods, quantity: u(pieces), ...way }];
      return company.run(moveStock, { movedAt: at, number: null, moves }, { now: at });
    };
    await move(100, NOW, null, 'saleable');
    await move(98, NOW + 1, place, 'quarantine');
    const kept = () =>
      from()
        .selectFrom('locationBalances')
        .select(['onHand', 'quarantined'])
        .where('locationId', '=', place)
        .executeTakeFirst();
    expect(await kept()).toEqual({ onHand: u(100), quarantined: u(98) });
    const countId = await start();
    const shelf = { productId: company.mug.id, lotId: null, locationId: place, countedAt: NOW + MINUTE };
    await company.run(recordCount, { countId, lines: [{ ...shelf, counted: u(96) }] }, { now: NOW + MINUTE });
    // After the count the other two were set apart as well: they were missing with two of those before.
    await move(2, NOW + 2 * MINUTE, place, 'quarantine');
    expect((await post(countId, NOW + HOUR)).state).toBe('applied');
    const booked = await from()
      .selectFrom('stockMovements')
      .select(['quantity', 'condition'])
      .where('cause', '=', 'count')
      .orderBy('condition')
      .execute();
    expect(booked).toEqual([
      { quantity: -u(2), condition: 'quarantine' },
      { quantity: -u(2), condition: 'saleable' },
    ]);
    expect(await kept()).toEqual({ onHand: u(96), quarantined: u(98) });
  });

  it('R32 what keeps a count right is worth the average too, and leaves it', async () => {
    await writeAs(current(), 'command', async (tx) => {
      const cost = { averageCost: 31_0000, currency: 'CNY', ...audit };
      await tx
        .insertInto('productCosts')
        .values({ id: company.mug.id, productId: company.mug.id, ...cost })
        .execute();
    });
    const countId = await start();
    await record(countId, 140, NOW + MINUTE);
    await post(countId, NOW + HOUR);
    await scrap(3, NOW, NOW + 2 * HOUR);
    const { id } = await from()
      .selectFrom('stockMovements')
      .select('id')
      .where('cause', '=', 'count')
      .executeTakeFirstOrThrow();
    const worth = await from().selectFrom('movementCosts').selectAll().where('id', '=', id).executeTakeFirst();
    expect(worth).toMatchObject({ quantity: u(3), unitCost: 31_0000, averageAfter: 31_0000, occurredAt: NOW + MINUTE });
  });

  it.each([
    ['by lot', importStock],
    ['as imports brought it first', importStockFirst],
  ])(
    'R28 opening stock of before a count that arrives after it leaves the shelf as counted: %s',
    async (_, command) => {
      const countId = await start();
      await record(countId, 139, NOW + HOUR);
      await post(countId, NOW + 2 * HOUR);
      const row = {
        line: 2,
        productCode: 'A-100',
        onHand: u(160),
        movementId: newId(),
        receiptId: newId(),
        onOrder: null,
      };
      const fuller = { lotId: newId(), warehouseCode: null, lotCode: null, expiresOn: null, receivedOn: null };
      const isFull = command === importStock;
      const rows = [{ ...row, dueOn: null, ...(isFull ? { ...fuller, unit: null, unitCost: null } : {}) }];
      const head = { importId: 'i1', warehouseId: company.warehouseId, ...(isFull ? { openedOn: '2026-11-01' } : {}) };
      expect((await company.run(command, { ...head, rows }, { now: NOW })).state).toBe('applied');
      expect(await onHand()).toBe(u(139));
      expect(await line(countId)).toMatchObject({ book: u(160) });
      // What is put right later than the count is a change of its own, and below zero is told like any other.
      const less = [{ ...rows[0], onHand: u(5), movementId: newId() }];
      expect(await company.run(command, { ...head, rows: less }, { now: NOW + 3 * HOUR })).toMatchObject({
        flags: [{ code: 'inventory.belowZero', params: { missing: u(16) } }],
      });
      const flags = await from().selectFrom('stockFlags').selectAll().execute();
      expect(flags).toMatchObject([{ kind: 'belowZero', documentId: null, state: 'open', quantity: -u(16) }]);
    },
  );

  it('R28 after the other person counted, the first one does not settle it alone', async () => {
    const countId = await start();
    await record(countId, 100, NOW + MINUTE);
    await record(countId, 139, NOW + 2 * MINUTE, he);
    expect(await line(countId)).toMatchObject({ state: 'counted', firstCounted: u(100) });
    // Whoever counted last may put it right.
    await record(countId, 120, NOW + 3 * MINUTE, he);
    expect(await line(countId)).toMatchObject({ state: 'counted', counted: u(120), firstCountedByName: '周文斌' });
    await record(countId, 50, NOW + 4 * MINUTE);
    expect(await line(countId)).toMatchObject({
      ...{ state: 'recount', counted: u(50), countedByName: '周文斌' },
      ...{ firstCounted: u(120), firstCountedByName: '何志强' },
    });
    expect(await post(countId, NOW + HOUR)).toMatchObject({ reason: { code: 'inventory.countUnfinished' } });
    await record(countId, 51, NOW + 5 * MINUTE, sun);
    expect(await line(countId)).toMatchObject({ state: 'counted', firstCounted: u(50), firstCountedByName: '周文斌' });
    await post(countId, NOW + HOUR);
    expect(await onHand()).toBe(u(51));
  });

  it('R28 an older count that arrives later does not replace the newer one, and whoever counted it is told', async () => {
    const countId = await start();
    await record(countId, 138, NOW + 30 * MINUTE);
    expect(await record(countId, 135, NOW + MINUTE, he, NOW + 40 * MINUTE)).toMatchObject({
      flags: [{ code: 'inventory.countedSince', params: { by: '周文斌' } }],
    });
    expect(await line(countId)).toMatchObject({ state: 'counted', counted: u(138), countedAt: NOW + 30 * MINUTE });
    expect(await line(countId)).toMatchObject({ countedByName: '周文斌', firstCounted: null });
  });

  it('R28 an older count far off by another person settles the newer one, as in the order in which they were made', async () => {
    const countId = await start();
    await record(countId, 100, NOW + 30 * MINUTE);
    // Near the books: nobody counted after the one that is far off.
    await record(countId, 139, NOW + MINUTE, he, NOW + 40 * MINUTE);
    expect(await line(countId)).toMatchObject({ state: 'recount', counted: u(100), firstCounted: null });
    // Nor does the same person settle it by an older count of his own.
    await record(countId, 101, NOW + 2 * MINUTE, company.userId, NOW + 40 * MINUTE);
    expect(await line(countId)).toMatchObject({ state: 'recount', counted: u(100) });
    await record(countId, 99, NOW + 3 * MINUTE, sun, NOW + 40 * MINUTE);
    expect(await line(countId)).toMatchObject({
      ...{ state: 'counted', counted: u(100), countedByName: '周文斌' },
      ...{ firstCounted: u(99), firstCountedByName: '孙丽' },
    });
  });
});
