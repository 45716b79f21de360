// Long because each report is asked of the same stock, on both databases.
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../../tests/support/databases.ts';
import { audited } from '../../../../../tests/support/sample-rows.ts';
import { addDays, calendarDateAt } from '../../../../kernel/instants.ts';
import type { QueryDefinition } from '../../../../kernel/query.ts';
import { runQuery } from '../../../../kernel/runner.ts';
import type { Row } from '../../../../kernel/table.ts';
import {
  askTransfer,
  receiveTransfer,
  sendTransfer,
  writeOffTransfer,
} from '../../../../workflows/inbound/transfer-goods.ts';
import { expiryOutlook, type LotReport, lotAgeing } from './lot-age.ts';
import { movementsBehind } from './movements-behind.ts';
import { slowStock } from './slow-stock.ts';
import { stockAtDate } from './stock-at-date.ts';
import { stockCover } from './stock-cover.ts';

const DAY = 86_400_000;
const TODAY = calendarDateAt(NOW, 480);
const all = { warehouseId: null, category: null, slice: null, limitRows: 100 };
const withCost = ['inventory.seeReports', 'inventory.seeCost'];

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
    await grant('warehouse:*');
  });

  const grant = (scope: string) =>
    writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('userScopes')
        .values({ id: newId(), userId: company.userId, scope, ...audited })
        .execute(),
    );

  async function ask<Args, Result>(
    query: QueryDefinition<Args, Result>,
    args: object,
    permissions: readonly string[] = withCost,
  ): Promise<Result> {
    const actor = { userId: company.userId, permissions: new Set(permissions) };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    return (await runQuery(current().kysely, query, args, context)) as Result;
  }

  const movement = (given: Partial<Row<'stockMovements'>>) => ({
    id: newId(),
    productId: company.mug.id,
    warehouseId: company.warehouseId,
    quantity: 10_000,
    cause: 'receipt' as const,
    documentId: null,
    documentNumber: null,
    lotId: null,
    occurredAt: NOW,
    ...audited,
    ...given,
  });
  const book = (rows: readonly ReturnType<typeof movement>[]) =>
    writeAs(current(), 'command', (tx) => tx.insertInto('stockMovements').values(rows).execute());
  const cost = (averageCost: number, productId = company.mug.id) =>
    writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('productCosts')
        .values({ id: productId, productId, averageCost, currency: 'CNY', ...audited })
        .execute(),
    );

  const close = (month: string) =>
    writeAs(current(), 'command', async (tx) => {
      const entity = newId();
      const unsaid = { taxNumber: null, address: null, phone: null, bankName: null, bankAccount: null, logoHash: null };
      const own = { code: 'HQ', name: '总公司', baseCurrency: 'CNY', isDefault: 1 as const, active: 1 as const };
      await tx
        .insertInto('legalEntities')
        .values({ id: entity, ...own, ...unsaid, ...audited })
        .execute();
      const closed = { month, state: 'closed' as const, changedAt: NOW, changedBy: 'x', changedByName: 'x' };
      await tx
        .insertInto('periods')
        .values({ id: newId(), legalEntityId: entity, ...closed, ...audited })
        .execute();
    });

  it('R27 what is between two warehouses is in the value of all of them, on the day it was, and in that of neither', async () => {
    await cost(500_000);
    await book([movement({ quantity: 1_000_000, occurredAt: NOW - 5 * DAY })]);
    const [transferId, lineId] = [newId(), newId()];
    const ends = { fromWarehouseId: company.warehouseId, toWarehouseId: company.otherWarehouseId };
    const asked = { id: lineId, productId: company.mug.id, lotId: null, quantity: 200_000 };
    const head = { transferId, number: 'TR-K7-000001', ...ends, dueOn: null, note: null };
    await company.run(askTransfer, { ...head, lines: [asked] }, { now: NOW - 3 * DAY });
    const goods = (quantity: number) => ({
      ...{ lineId, movementId: newId(), lotId: null, serialId: null, locationId: null, quantity },
    });
    const sentAt = NOW - 2 * DAY;
    await company.run(sendTransfer, { transferId, sentAt, lines: [goods(200_000)] }, { now: sentAt });
    const receivedAt = NOW - DAY;
    const came = [{ ...goods(120_000), condition: 'saleable' }];
    await company.run(receiveTransfer, { transferId, receivedAt, lines: came }, { now: receivedAt });
    const lost = { transferId, reason: '丢失', lines: [{ lineId, quantity: 30_000 }] };
    await company.run(writeOffTransfer, lost, { now: NOW });
    const at = async (daysAgo: number, warehouseId: string | null = null) => {
      const { rows } = await ask(stockAtDate, { ...all, warehouseId, on: addDays(TODAY, -daysAgo) });
      const row = rows.find(({ id }) => id === company.mug.id);
      return [row?.quantity, row?.inTransit, row?.valueMinor];
    };
    expect(await at(3)).toEqual([1_000_000, 0, 500_000]);
    expect(await at(2)).toEqual([800_000, 200_000, 500_000]);
    expect(await at(1)).toEqual([920_000, 80_000, 500_000]);
    expect(await at(0)).toEqual([2_320_000, 50_000, 1_185_000]);
    expect(await at(0, company.warehouseId)).toEqual([2_200_000, 0, 1_100_000]);
  });

  it('R12 R27 what left, and came, in a month that was closed is under way from the day of the books on', async () => {
    await cost(500_000);
    await book([movement({ quantity: 1_000_000, occurredAt: NOW - 60 * DAY })]);
    await close('2026-10');
    const [transferId, lineId] = [newId(), newId()];
    const ends = { fromWarehouseId: company.warehouseId, toWarehouseId: company.otherWarehouseId };
    const head = { transferId, number: 'TR-K7-000001', ...ends, dueOn: null, note: null };
    const asked = { id: lineId, productId: company.mug.id, lotId: null, quantity: 200_000 };
    await company.run(askTransfer, { ...head, lines: [asked] }, { now: NOW - 30 * DAY });
    const goods = (quantity: number) => ({
      ...{ lineId, movementId: newId(), lotId: null, serialId: null, locationId: null, quantity },
    });
    const figures = async (on: string) => {
      const { rows } = await ask(stockAtDate, { ...all, on });
      const row = rows.find(({ id }) => id === company.mug.id);
      const behind = await ask(movementsBehind, {
        ...{ productId: company.mug.id, warehouseId: null, lotId: null, on, lookBackDays: null, cause: null },
        ...{ cursor: null, limit: 100 },
      });
      const sum = behind.rows.reduce((total, { quantity }) => total + quantity, 0);
      expect(sum).toBe(row?.quantity);
      return [row?.quantity, row?.inTransit, row?.valueMinor];
    };
    const sent = { transferId, sentAt: Date.UTC(2026, 9, 30, 3), lines: [goods(200_000)] };
    expect(await company.run(sendTransfer, sent, { now: NOW - DAY })).toMatchObject({
      adjustments: [{ code: 'admin.periodClosed', params: { day: '2026-10-30', openDay: '2026-11-01' } }],
    });
    expect(await figures('2026-10-31')).toEqual([1_000_000, 0, 500_000]);
    expect(await figures('2026-11-01')).toEqual([800_000, 200_000, 500_000]);
    const came = [{ ...goods(200_000), condition: 'saleable' }];
    await company.run(receiveTransfer, { transferId, receivedAt: Date.UTC(2026, 9, 31, 3), lines: came });
    for (const on of ['2026-10-29', '2026-10-31', '2026-11-01']) {
      expect(await figures(on)).toEqual([1_000_000, 0, 500_000]);
    }
  });

  it('R12 R27 a loss on the way is of the day on which it was written off, whatever comes after it', async () => {
    await book([movement({ quantity: 1_000_000, occurredAt: NOW - 9 * DAY })]);
    const [transferId, lineId] = [newId(), newId()];
    const ends = { fromWarehouseId: company.warehouseId, toWarehouseId: company.otherWarehouseId };
    const head = { transferId, number: 'TR-K7-000001', ...ends, dueOn: null, note: null };
    const asked = { id: lineId, productId: company.mug.id, lotId: null, quantity: 200_000 };
    await company.run(askTransfer, { ...head, lines: [asked] }, { now: NOW - 8 * DAY });
    const goods = (quantity: number) => ({
      ...{ lineId, movementId: newId(), lotId: null, serialId: null, locationId: null, quantity },
    });
    const lose = (quantity: number, now: number) =>
      company.run(writeOffTransfer, { transferId, reason: '丢失', lines: [{ lineId, quantity }] }, { now });
    const underWay = async (on: string) => {
      const { rows } = await ask(stockAtDate, { ...all, on });
      return rows.find(({ id }) => id === company.mug.id)?.inTransit;
    };
    const sentAt = NOW - 7 * DAY;
    await company.run(sendTransfer, { transferId, sentAt, lines: [goods(200_000)] }, { now: sentAt });
    expect((await lose(30_000, NOW - 5 * DAY)).state).toBe('applied');
    const receivedAt = NOW - DAY;
    const came = [{ ...goods(120_000), condition: 'saleable' }];
    await company.run(receiveTransfer, { transferId, receivedAt, lines: came }, { now: receivedAt });
    const days = async () => Promise.all([6, 5, 2, 1, 0].map((ago) => underWay(addDays(TODAY, -ago))));
    expect(await days()).toEqual([200_000, 170_000, 170_000, 50_000, 50_000]);
    await close('2026-11');
    expect(await lose(20_000, NOW)).toMatchObject({
      adjustments: [{ code: 'admin.periodClosed', params: { day: TODAY, openDay: '2026-12-01' } }],
    });
    expect(await days()).toEqual([200_000, 170_000, 170_000, 50_000, 50_000]);
    expect(await underWay('2026-12-01')).toBe(30_000);
  });

  it('R33 stock at a date is the sum of what was booked until then, on every day, in every warehouse', async () => {
    const { mug, jug, warehouseId, otherWarehouseId } = company;
    const drawn = fc.sample(
      fc.record({
        productId: fc.constantFrom(mug.id, jug.id),
        warehouseId: fc.constantFrom(warehouseId, otherWarehouseId),
        quantity: fc.integer({ min: -90_000, max: 120_000 }),
        daysAgo: fc.integer({ min: 0, max: 12 }),
        minutes: fc.integer({ min: 0, max: 1_439 }),
        // R12: what came late is booked on a later day than it happened.
        booked: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3 }),
      }),
      { numRuns: 60, seed: 33 },
    );
    const rows = drawn.map(({ daysAgo, minutes, booked, ...row }) => {
      const occurredAt = NOW - daysAgo * DAY - minutes * 60_000;
      const bookedOn = booked === null ? null : addDays(calendarDateAt(occurredAt, 480), booked);
      return movement({ ...row, occurredAt, bookedOn });
    });
    await book(rows);
    const fixed = [
      { productId: mug.id, warehouseId, quantity: 1_400_000, on: TODAY },
      { productId: jug.id, warehouseId, quantity: 380_000, on: TODAY },
    ];
    const ledger = [
      ...fixed,
      ...rows.map((row) => ({ ...row, on: row.bookedOn ?? calendarDateAt(row.occurredAt, 480) })),
    ];
    for (let ago = -4; ago <= 15; ago += 1) {
      const on = addDays(TODAY, -ago);
      for (const place of [null, warehouseId, otherWarehouseId]) {
        const fold = new Map<string, number>();
        for (const each of ledger)
          if (each.on <= on && (place === null || each.warehouseId === place))
            fold.set(each.productId, (fold.get(each.productId) ?? 0) + each.quantity);
        const report = await ask(stockAtDate, { ...all, warehouseId: place, on });
        const found = new Map(report.rows.map((row) => [row.id, row.quantity]));
        for (const { id } of [mug, jug]) expect(found.get(id) ?? 0, `${on} ${place}`).toBe(fold.get(id) ?? 0);
        // R93: the movements behind a figure sum to it.
        const behind = await ask(movementsBehind, {
          ...{ productId: mug.id, warehouseId: place, lotId: null, on, lookBackDays: null, cause: null },
          ...{ cursor: null, limit: 500 },
        });
        expect(behind.rows.reduce((sum, row) => sum + row.quantity, 0)).toBe(fold.get(mug.id) ?? 0);
      }
    }
  });

  it('R32 values stock at the average of that day, at today’s where nothing is known of it, and says what has none', async () => {
    const { mug, warehouseId } = company;
    const receipt = movement({ quantity: 100_000, occurredAt: NOW - 10 * DAY });
    const later = movement({ quantity: 100_000, occurredAt: NOW - 2 * DAY });
    await book([receipt, later]);
    await cost(60_000);
    await writeAs(current(), 'command', async (tx) => {
      const base = { productId: mug.id, warehouseId, currency: 'CNY', unitCost: 1, ...audited };
      await tx
        .insertInto('movementCosts')
        .values([
          { ...base, id: receipt.id, quantity: 100_000, averageAfter: 20_000, occurredAt: receipt.occurredAt },
          { ...base, id: later.id, quantity: 100_000, averageAfter: 40_000, occurredAt: later.occurredAt },
        ])
        .execute();
    });
    const valueOn = async (on: string) => {
      const { rows, totalMinor, withoutCost } = await ask(stockAtDate, { ...all, on });
      return { value: rows.find(({ id }) => id === mug.id)?.valueMinor, totalMinor, withoutCost };
    };
    expect(await valueOn(addDays(TODAY, -5))).toEqual({ value: 2_000, totalMinor: 2_000, withoutCost: 0 });
    expect(await valueOn(addDays(TODAY, -1))).toEqual({ value: 8_000, totalMinor: 8_000, withoutCost: 0 });
    // The jug that was opened with today has no cost: it is in the table, and in no value.
    expect(await valueOn(TODAY)).toEqual({ value: 64_000, totalMinor: 64_000, withoutCost: 1 });
  });

  it('R47 without the right to see cost there are quantities and no value', async () => {
    await cost(60_000);
    const reports = [
      await ask(stockAtDate, { ...all, on: TODAY }, ['inventory.seeReports']),
      await ask(stockCover, { ...all, lookBackDays: 90 }, ['inventory.seeReports']),
      await ask(slowStock, { ...all, minIdleDays: 0 }, ['inventory.seeReports']),
    ];
    for (const report of reports) {
      expect(report).toMatchObject({ seesCost: false, totalMinor: null });
      expect(report.rows.length).toBeGreaterThan(0);
      expect([...report.rows, ...report.slices].every(({ valueMinor }) => valueMinor === null)).toBe(true);
    }
    await expect(ask(stockAtDate, { ...all, on: TODAY }, ['inventory.see'])).rejects.toThrow('kernel.notPermitted');
  });

  it('R93 covers the warehouses within reach, and no other', async () => {
    await writeAs(current(), 'command', (tx) =>
      tx
        .updateTable('userScopes')
        .set({ scope: `warehouse:${company.otherWarehouseId}` })
        .execute(),
    );
    await book([movement({ warehouseId: company.otherWarehouseId, quantity: 70_000 })]);
    const report = await ask(stockAtDate, { ...all, on: TODAY });
    expect(report.rows.map(({ quantity }) => quantity)).toEqual([70_000]);
    expect((await ask(stockAtDate, { ...all, warehouseId: company.warehouseId, on: TODAY })).rows).toEqual([]);
  });

  it('cover is what is available by what left on average of a day; what is out comes first, what nobody buys last', async () => {
    const { mug, jug, box, warehouseId } = company;
    await book([
      movement({ quantity: -900_000, cause: 'shipment', occurredAt: NOW - 5 * DAY }),
      // Longer ago than is looked back.
      movement({ quantity: -100_000, cause: 'shipment', occurredAt: NOW - 31 * DAY }),
      movement({ productId: box.id, quantity: -30_000, cause: 'shipment', occurredAt: NOW - DAY }),
    ]);
    const report = await ask(stockCover, { ...all, warehouseId, lookBackDays: 30 });
    expect(report.rows).toMatchObject([
      { id: box.id, slice: 'out', available: -30_000, coverDays: 0, perDay: 1_000 },
      { id: mug.id, slice: '14', available: 400_000, coverDays: 13, perDay: 30_000 },
      { id: jug.id, slice: 'none', available: 380_000, coverDays: null, perDay: 0 },
    ]);
    expect(report.slices.filter(({ count }) => count > 0).map(({ key }) => key)).toEqual(['out', '14', 'none']);
    const chosen = await ask(stockCover, { ...all, lookBackDays: 30, slice: '14' });
    expect(chosen).toMatchObject({ count: 1, rows: [{ id: mug.id }] });
    expect(chosen.slices).toEqual(report.slices);
  });

  it('slow movers are idle since their last piece left, or since they came; a chosen bar has its own rows', async () => {
    const { mug, jug } = company;
    await book([
      movement({ quantity: 100_000, occurredAt: NOW - 400 * DAY }),
      movement({ quantity: -200_000, cause: 'shipment', occurredAt: NOW - 45 * DAY }),
      // A shipment taken back is no issue.
      movement({ quantity: 10_000, cause: 'shipment', occurredAt: NOW - DAY }),
    ]);
    const report = await ask(slowStock, { ...all, minIdleDays: 30 });
    expect(report).toMatchObject({ count: 1, idleCount: 1 });
    expect(report.rows).toMatchObject([
      { id: mug.id, idleDays: 45, lastIssueOn: addDays(TODAY, -45), slice: '60', onHand: 1_310_000, issued: 190_000 },
    ]);
    const fresh = await ask(slowStock, { ...all, minIdleDays: 30, slice: '30' });
    expect(fresh.rows).toMatchObject([{ id: jug.id, idleDays: 0, lastIssueOn: null, turns: 0 }]);
  });

  it('R30 lots stand by their age and by their last day, which is itself usable', async () => {
    const { mug, warehouseId } = company;
    const lot = (code: string, receivedAgo: number, lastIn: number | null) => ({
      id: newId(),
      productId: mug.id,
      code,
      receivedOn: addDays(TODAY, -receivedAgo),
      expiresOn: lastIn === null ? null : addDays(TODAY, lastIn),
      ...audited,
    });
    const lots = [lot('L-1', 200, -1), lot('L-2', 31, 0), lot('L-3', 30, 40), lot('L-4', 5, null), lot('L-5', 5, 3)];
    await writeAs(current(), 'command', (tx) => tx.insertInto('lots').values(lots).execute());
    // The last lot is gone.
    await book(lots.slice(0, 4).map(({ id }, at) => movement({ lotId: id, quantity: (at + 1) * 10_000 })));
    await cost(10_000);
    const told = ({ rows }: LotReport) => rows.map(({ lotCode, slice }) => `${lotCode} ${slice}`);
    const ageing = await ask(lotAgeing, all);
    expect(told(ageing)).toEqual(['L-1 more', 'L-2 60', 'L-3 30', 'L-4 30']);
    expect(ageing.totalMinor).toBe(1_000);
    expect(ageing.slices.reduce((sum, { valueMinor }) => sum + (valueMinor ?? 0), 0)).toBe(1_000);
    expect(told(await ask(expiryOutlook, { ...all, warehouseId, withinDays: 30 }))).toEqual(['L-1 expired', 'L-2 7']);
    expect(told(await ask(expiryOutlook, { ...all, withinDays: 60 }))).toEqual(['L-1 expired', 'L-2 7', 'L-3 60']);
  });
});
