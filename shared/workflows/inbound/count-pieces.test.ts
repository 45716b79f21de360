// R28, R29: numbered pieces in a count, on both databases: what was not found is written off by its number, once approved.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { stockCount } from '../../domains/inventory/queries/count-list.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { postCount, recordCount, recordCountFirst, startCount } from './count-stock.ts';
import { receiveGoods } from './receive-goods.ts';

const MINUTE = 60_000;
const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let places: Readonly<Record<string, string>>;
  let ids: Record<string, string>;
  let countId: string;
  const other = newId();
  const from = () => current().kysely;
  beforeEach(async () => {
    company = await makeCompany(current());
    const way = outbound(company, current());
    places = await way.putLocations(['A-01', 'A-02']);
    countId = newId();
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.box.id).execute(),
    );
    ids = Object.fromEntries(['S-1', 'S-2', 'S-3', 'S-4'].map((code) => [code, newId()]));
    const line = { lotId: null, lotCode: null, expiresOn: null, purchaseOrderLineId: null, rejectReason: null };
    const lines = Object.entries(ids).map(([serialCode, serialId]) => ({
      ...{ id: newId(), movementId: newId(), productId: company.box.id, serialId, serialCode, ...line },
      ...{ locationId: places[serialCode === 'S-4' ? 'A-02' : 'A-01'] ?? null, quantity: u(1), condition: 'saleable' },
    }));
    const head = { receiptId: newId(), number: 'GR-K7-000001', warehouseId: company.warehouseId };
    const rest = { purchaseOrderId: null, supplierId: null, deliveryNote: null, receivedAt: NOW, note: null };
    expect((await company.run(receiveGoods, { ...head, ...rest, lines })).state).toBe('applied');
    await company.run(startCount, {
      ...{ countId, number: 'CC-K7-000001', warehouseId: company.warehouseId, basis: 'chosen', zoneId: null },
      ...{ productIds: [company.box.id], note: null },
    });
  });

  const shelf = (place: string, codes: readonly string[] | null, counted = codes?.length ?? 0, more: object = {}) => ({
    ...{ productId: company.box.id, lotId: null, locationId: places[place] ?? null, counted: u(counted) },
    ...{ countedAt: NOW + MINUTE, ...(codes === null ? {} : { pieces: codes.map((code) => ids[code] ?? code) }) },
    ...more,
  });
  const record = (lines: readonly object[], { by = company.userId, at = NOW + MINUTE } = {}) =>
    company.run(recordCount, { countId, lines }, { userId: by, now: at });
  /** Far off: somebody else counts again, with the same words. */
  const twice = async (lines: readonly object[]) => {
    await record(lines);
    return record(lines, { by: other });
  };
  const post = () => company.run(postCount, { countId, skipsOpen: true, reasons: [] }, { now: NOW + 60 * MINUTE });
  const pieces = async () => {
    const rows = await from().selectFrom('serials').selectAll().orderBy('code').execute();
    return rows.map(({ code, state, locationId }) => {
      const place = Object.entries(places).find(([, id]) => id === locationId)?.[0] ?? null;
      return [code, state, place];
    });
  };
  const onHand = async () => {
    const id = `${company.box.id}:${company.warehouseId}`;
    const row = await from().selectFrom('stockBalances').select('onHand').where('id', '=', id).executeTakeFirst();
    return row?.onHand;
  };
  const linesFor = async (permissions: readonly string[]) => {
    const actor = { userId: company.userId, permissions: new Set(permissions) };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    const count = await stockCount.run(from(), { id: countId }, context);
    return count?.lines.flatMap(({ missing }) => missing);
  };

  it('R29 a piece that nobody found is written off by its number once the count is posted, and not before', async () => {
    const before = await onHand();
    await twice([shelf('A-01', ['S-1', 'S-3']), shelf('A-02', ['S-4'])]);
    expect((await pieces())[1]).toEqual(['S-2', 'inStock', 'A-01']);
    expect(await linesFor(['inventory.postCount'])).toEqual(['S-2']);
    expect(await linesFor([])).toEqual([]);
    expect((await post()).state).toBe('applied');
    expect(await pieces()).toEqual([
      ['S-1', 'inStock', 'A-01'],
      ['S-2', 'missing', null],
      ['S-3', 'inStock', 'A-01'],
      ['S-4', 'inStock', 'A-02'],
    ]);
    expect(await onHand()).toBe(Number(before) - u(1));
    const moved = await from().selectFrom('stockMovements').selectAll().where('cause', '=', 'count').execute();
    expect(moved).toMatchObject([{ serialId: ids['S-2'], quantity: -u(1), occurredAt: NOW + MINUTE }]);
  });

  it('R28 R29 as many as the books say, but not the same ones: both are booked, and what was missing may be found again', async () => {
    await twice([shelf('A-01', ['S-1', 'S-2'])]);
    await post();
    countId = newId();
    const head = { countId, number: 'CC-K7-000002', warehouseId: company.warehouseId, basis: 'chosen', zoneId: null };
    const now = NOW + 70 * MINUTE;
    await company.run(startCount, { ...head, productIds: [company.box.id], note: null }, { now });
    const again = [shelf('A-01', ['S-1', 'S-3'], 2, { countedAt: now })];
    expect((await record(again, { at: now })).state).toBe('applied');
    const posted = await company.run(postCount, { countId, skipsOpen: true, reasons: [] }, { now: now + MINUTE });
    expect(posted).toMatchObject({ state: 'applied', result: { posted: 1, differing: 1 } });
    expect(await pieces()).toEqual([
      ['S-1', 'inStock', 'A-01'],
      ['S-2', 'missing', null],
      ['S-3', 'inStock', 'A-01'],
      ['S-4', 'inStock', 'A-02'],
    ]);
  });

  const flags = async () => {
    const rows = await from().selectFrom('stockFlags').selectAll().orderBy('id').execute();
    return rows.map(({ kind, serialId, state, explanation }) => [kind, serialId, state, explanation]);
  };

  it.each([
    ['before', 1, 2],
    ['after', 2, 1],
  ])(
    'R28 R29 a piece that one shelf misses and another one has was moved, counted %s it: no flag, and it is where it was found',
    async (_, found, missed) => {
      const before = await onHand();
      const lines = [
        shelf('A-01', ['S-1', 'S-2', 'S-3', 'S-4'], 4, { countedAt: NOW + found * MINUTE }),
        shelf('A-02', [], 0, { countedAt: NOW + missed * MINUTE }),
      ];
      await record(lines, { at: NOW + 3 * MINUTE });
      await record(lines, { by: other, at: NOW + 3 * MINUTE });
      expect((await post()).state).toBe('applied');
      expect(await pieces()).toEqual(['S-1', 'S-2', 'S-3', 'S-4'].map((code) => [code, 'inStock', 'A-01']));
      expect(await flags()).toEqual([]);
      expect(await onHand()).toBe(before);
    },
  );

  it('R29 pieces that changed their shelves with each other are both where they were found', async () => {
    const lines = [
      shelf('A-01', ['S-2', 'S-3', 'S-4'], 3, { countedAt: NOW + MINUTE }),
      shelf('A-02', ['S-1'], 1, { countedAt: NOW + 2 * MINUTE }),
    ];
    await record(lines, { at: NOW + 3 * MINUTE });
    expect((await post()).state).toBe('applied');
    expect((await pieces()).map(([code, , place]) => [code, place])).toEqual([
      ['S-1', 'A-02'],
      ['S-2', 'A-01'],
      ['S-3', 'A-01'],
      ['S-4', 'A-01'],
    ]);
    expect(await flags()).toEqual([]);
  });

  it('R29 found where the books do not have it, a piece is flagged until its place was counted without it', async () => {
    const before = await onHand();
    await twice([shelf('A-01', ['S-1', 'S-2', 'S-3', 'S-4'])]);
    expect(await post()).toMatchObject({ state: 'adjusted', flags: [{ code: 'inventory.serialElsewhere' }] });
    expect(await flags()).toEqual([['serialElsewhere', ids['S-4'], 'open', null]]);
    expect(await onHand()).toBe(Number(before) + u(1));
    countId = newId();
    const now = NOW + 70 * MINUTE;
    const head = { countId, number: 'CC-K7-000002', warehouseId: company.warehouseId, basis: 'chosen', zoneId: null };
    await company.run(startCount, { ...head, productIds: [company.box.id], note: null }, { now });
    const empty = [shelf('A-02', [], 0, { countedAt: now })];
    await record(empty, { at: now });
    await record(empty, { by: other, at: now });
    const posted = await company.run(postCount, { countId, skipsOpen: true, reasons: [] }, { now: now + MINUTE });
    expect(posted.state).toBe('applied');
    expect(await flags()).toEqual([['serialElsewhere', ids['S-4'], 'explained', 'CC-K7-000002']]);
    expect((await pieces())[3]).toEqual(['S-4', 'inStock', 'A-01']);
    expect(await onHand()).toBe(before);
    const left = await from().selectFrom('stockMovements').selectAll().where('documentId', '=', countId).execute();
    expect(left).toMatchObject([{ serialId: ids['S-4'], quantity: -u(1), locationId: places['A-02'] }]);
  });

  it('R28 numbers that are told in parts are one count of the shelf; a shelf without a piece misses all of them', async () => {
    await record([shelf('A-01', ['S-1', 'S-2'])]);
    await record([shelf('A-01', ['S-3'], 1, { isMore: true, countedAt: NOW + 2 * MINUTE })], { at: NOW + 2 * MINUTE });
    const line = await from()
      .selectFrom('countLines')
      .selectAll()
      .where('locationId', '=', places['A-01'] ?? '')
      .executeTakeFirstOrThrow();
    expect(line).toMatchObject({ counted: u(3) });
    expect(JSON.parse(line.pieces ?? '[]')).toHaveLength(3);
    await twice([shelf('A-02', null)]);
    const later = { countedAt: NOW + 3 * MINUTE };
    await record([shelf('A-01', ['S-1', 'S-2', 'S-3'], 3, later)], { by: other, at: NOW + 3 * MINUTE });
    expect((await post()).state).toBe('applied');
    expect((await pieces())[3]).toEqual(['S-4', 'missing', null]);
  });

  it('R28 what came after the count is not judged by it; a device that knows no numbers counts as before', async () => {
    await writeAs(current(), 'command', (tx) =>
      tx
        .updateTable('serials')
        .set({ movedAt: NOW + 5 * MINUTE })
        .where('id', '=', ids['S-3'] ?? '')
        .execute(),
    );
    await twice([shelf('A-01', ['S-1', 'S-2'])]);
    const first = { countId, lines: [shelf('A-02', null, 1)] };
    expect((await company.run(recordCountFirst, first, { now: NOW + MINUTE })).state).toBe('applied');
    await post();
    expect((await pieces()).map(([, state]) => state)).toEqual(['inStock', 'inStock', 'inStock', 'inStock']);
  });
});
