/** What becomes of goods that were picked, where people and desks do not agree; on both databases. */
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { outbound } from '../../tests/support/outbound.ts';
import { lotsAtPlace } from '../domains/inventory/queries/lots-at-place.ts';
import { pickShelves } from '../domains/inventory/queries/pick-work.ts';
import { stockFlagList } from '../domains/inventory/queries/stock-flags.ts';
import { countLineId } from '../domains/inventory/write-count.ts';
import type { Outcome } from '../kernel/command.ts';
import { ONE_UNIT } from '../kernel/money.ts';
import { startCount } from './inbound/count-stock.ts';
import { explainFlag } from './inbound/explain-flag.ts';
import { recordPick } from './inbound/record-pick.ts';

const codesOf = (outcome: Outcome): string[] =>
  outcome.state === 'adjusted' ? outcome.flags.map(({ code }) => code) : [outcome.state];

eachDatabase('server', (current) => {
  let company: TestCompany;
  let way: ReturnType<typeof outbound>;
  beforeEach(async () => {
    company = await makeCompany(current());
    way = outbound(company, current());
  });
  const sent = (line: { readonly orderLineId: string; readonly productId: string }, change: object = {}) => ({
    ...{ id: newId(), orderLineId: line.orderLineId, productId: line.productId, pickLineId: null, lotId: null },
    ...{ serialId: null, locationId: null, parcel: 1, quantity: 3 * ONE_UNIT },
    ...change,
  });
  /** As another desk names it that released the same order without a network. */
  const pickAs = (pickListId: string, orderLineId: string, scopes?: readonly string[]) => {
    const picked = [{ lotId: null, serialId: null, locationId: null, quantity: 3 * ONE_UNIT }];
    const lines = [{ pickLineId: `${pickListId}:${orderLineId}:1`, picked, shortReason: null }];
    return company.run(recordPick, { pickListId, pickedAt: NOW, lines }, scopes ? { scopes } : {});
  };

  it('R24 whoever picks in a warehouse that is not theirs, or ships from it, is told of', async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId } = await way.release([orderId]);
    const elsewhere = { scopes: [] };
    expect(codesOf(await way.pick(pickListId, undefined, elsewhere))).toEqual(['inventory.foreignWarehouse']);
    const { outcome } = await way.ship(orderId, pickListId, 3, elsewhere);
    expect(codesOf(outcome)).toEqual(['inventory.foreignWarehouse']);
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: 137 * ONE_UNIT });
    const other = await way.order([{ product: company.mug, pieces: 3 }]);
    const { lines } = await way.release([other.orderId]);
    const nowhere = await pickAs(newId(), lines[0]?.orderLineId ?? '', []);
    expect(codesOf(nowhere)).toEqual(['inventory.foreignWarehouse', 'inventory.pickedForNothing']);
    const own = await pickAs(newId(), lines[0]?.orderLineId ?? '', [`warehouse:${company.warehouseId}`]);
    expect(codesOf(own)).toEqual(['inventory.pickedForNothing']);
  });

  it('R24 what one desk picked and another sent without its list lies beside the shelf, and is told', async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 5 }]);
    const { pickListId, lines } = await way.release([orderId]);
    await way.pick(pickListId);
    const [line] = lines;
    if (!line) throw new Error('nothing was released');
    await way.shipLines(orderId, null, [sent(line)]);
    const beside = { kind: 'pickedTwice', documentId: pickListId, productId: company.mug.id };
    expect(await way.flags()).toMatchObject([{ ...beside, quantity: 3 * ONE_UNIT, state: 'open' }]);
    expect(await way.linesOf(pickListId)).toMatchObject([{ allocated: 2 * ONE_UNIT, picked: 5 * ONE_UNIT }]);
    await way.shipLines(orderId, null, [sent(line, { quantity: 2 * ONE_UNIT })]);
    const quantities = (await way.flags()).map(({ quantity }) => quantity / ONE_UNIT);
    expect(quantities.sort()).toEqual([2, 3]);
  });

  it('R24 of two desks that released the same order, the goods of the one that did not ship are told', async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId, lines } = await way.release([orderId]);
    const [line] = lines;
    if (!line) throw new Error('nothing was released');
    await way.pick(pickListId);
    const ghost = newId();
    expect(codesOf(await pickAs(ghost, line.orderLineId))).toEqual(['inventory.pickedForNothing']);
    await way.shipLines(orderId, ghost, [sent(line, { pickLineId: `${ghost}:${line.orderLineId}:1` })]);
    const told = (await way.flags()).map(({ documentId }) => documentId).sort();
    expect(told).toEqual([ghost, pickListId].sort());
  });

  it('R24 what still stands on its shelf leaves the list without a word', async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId, lines } = await way.release([orderId]);
    const [line] = lines;
    if (!line) throw new Error('nothing was released');
    await way.shipLines(orderId, null, [sent(line)]);
    expect(await way.linesOf(pickListId)).toEqual([]);
    expect(await way.flags()).toEqual([]);
  });

  it('R25 another lot than was picked is recorded and told; what was picked lies beside its shelf', async () => {
    const lots = await way.putLots(company.jug, [
      { code: 'L-A', expiresOn: '2027-01-01', pieces: 5 },
      { code: 'L-B', expiresOn: '2027-02-01', pieces: 5 },
    ]);
    const { orderId } = await way.order([{ product: company.jug, pieces: 3 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId);
    const [line] = await way.linesOf(pickListId);
    if (!line) throw new Error('nothing was released');
    const other = sent(line, { pickLineId: line.id, lotId: lots['L-B'] });
    const { outcome } = await way.shipLines(orderId, pickListId, [other]);
    expect(outcome).toMatchObject({
      flags: [{ code: 'inventory.otherThanPicked', params: { left: 'L-B', picked: 'L-A' } }],
    });
    expect(await way.flags()).toMatchObject([{ kind: 'pickedTwice', lotId: lots['L-A'], quantity: 3 * ONE_UNIT }]);
    expect(await way.orderOf(orderId)).toMatchObject({ state: 'closed' });
  });

  const notFound = async () => {
    const places = await way.putLocations(['A-03-2', 'B-01']);
    const at = (code: string) => places[code] ?? null;
    const lots = await way.putLots(company.jug, [
      { code: 'L-1', expiresOn: '2027-01-01', pieces: 12, locationId: at('A-03-2') },
      { code: 'L-2', expiresOn: '2027-02-01', pieces: 30, locationId: at('B-01') },
    ]);
    const { orderId } = await way.order([{ product: company.jug, pieces: 12 }]);
    const { pickListId, lines } = await way.release([orderId]);
    const [line] = lines;
    if (line?.locationCode !== 'A-03-2') throw new Error('it is to be taken where it expires first');
    const take = (pieces: number, lot: string, place: string) => ({
      ...{ lotId: lots[lot] ?? null, serialId: null, locationId: at(place), quantity: pieces * ONE_UNIT },
    });
    type Short = 'notFound' | null;
    const pick = (picked: readonly object[], shortReason: Short, options: object = {}) =>
      company.run(
        recordPick,
        { pickListId, pickedAt: NOW, lines: [{ pickLineId: line.id, picked, shortReason }] },
        options,
      );
    return { orderId, pickListId, take, pick, placeId: at('A-03-2'), lotId: lots['L-1'] ?? null };
  };
  const told = async () =>
    (await way.flags()).map(({ kind, wanted, found, quantity }) => [
      kind,
      ...[wanted, found, quantity].map((each) => (each === null ? null : each / ONE_UNIT)),
    ]);

  it('R28 goods that were not at their place are set before the office: which, where, how many of how many, by whom', async () => {
    const { pickListId, take, pick, placeId, lotId } = await notFound();
    expect((await pick([take(9, 'L-1', 'A-03-2')], 'notFound')).state).toBe('applied');
    const where = { lotId, lotCode: 'L-1', locationId: placeId, locationCode: 'A-03-2', serialId: null };
    const paper = { documentId: pickListId, occurredAt: NOW, state: 'open', warehouseId: company.warehouseId };
    expect(await way.flags()).toMatchObject([{ kind: 'pickedShort', productId: company.jug.id, ...where, ...paper }]);
    expect(await told()).toEqual([['pickedShort', 12, 9, 3]]);
    // The books stay: a count says what is there.
    expect(await way.stockOf(company.jug)).toMatchObject({ onHand: 80 * ONE_UNIT });

    const list = { state: 'open' as const, warehouseId: company.warehouseId, cursor: null, limit: 10 };
    const actor = { userId: company.userId, permissions: new Set(['inventory.see']) };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    const { rows } = await stockFlagList.run(current().kysely, list, context);
    expect(rows).toMatchObject([{ byName: '周文斌', locationCode: 'A-03-2', lotCode: 'L-1' }]);
    const flagId = rows[0]?.id ?? '';
    const countId = newId();
    const what = { warehouseId: company.warehouseId, basis: 'chosen', zoneId: null, productIds: [company.jug.id] };
    const count = { countId, number: 'CC-K7-000001', ...what, note: 'A-03-2' };
    expect((await company.run(startCount, count)).state).toBe('applied');
    const shelves = await current().kysely.selectFrom('countLines').select('id').orderBy('id').execute();
    const shelf = { productId: company.jug.id, lotId, locationId: placeId };
    expect(shelves.map(({ id }) => id)).toContain(countLineId(countId, shelf));
    expect(await company.run(explainFlag, { flagId, explanation: '放在 B-01' })).toMatchObject({ state: 'applied' });
    expect(await way.flags()).toMatchObject([{ state: 'explained', explanation: '放在 B-01' }]);
  });

  it('R28 of what was taken from elsewhere instead nothing is said of the place; without a word it is not found', async () => {
    const { take, pick } = await notFound();
    await pick([take(5, 'L-1', 'A-03-2'), take(4, 'L-2', 'B-01')], null);
    expect(await told()).toEqual([['pickedShort', 12, 5, 7]]);
  });

  it('R28 what is whole, or told by a second desk, leaves no word of its own', async () => {
    const { take, pick, pickListId } = await notFound();
    await pick([take(12, 'L-1', 'A-03-2')], null);
    expect(await told()).toEqual([]);
    await pick([], 'notFound');
    expect(await told()).toEqual([]);
    const other = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId: next } = await way.release([other.orderId]);
    await way.pick(next);
    expect(await told()).toEqual([]);
    expect(next).not.toBe(pickListId);
  });

  it('R28 nothing of it, in a warehouse without places, is told too; the rest waits to be picked anew', async () => {
    const { orderId } = await way.order([{ product: company.mug, pieces: 3 }]);
    const { pickListId } = await way.release([orderId]);
    await way.pick(pickListId, 0);
    expect(await told()).toEqual([['pickedShort', 3, 0, 3]]);
    expect(await way.flags()).toMatchObject([{ locationId: null, locationCode: null, lotCode: null }]);
    expect((await way.release([orderId])).lines).toMatchObject([{ quantity: 3 * ONE_UNIT }]);
  });

  it('R30 instead of a lot none is offered that its customer would get too old', async () => {
    await way.putLots(company.jug, [
      { code: 'L-SOON', expiresOn: '2026-11-30', pieces: 5 },
      { code: 'L-LATE', expiresOn: '2027-11-30', pieces: 5 },
      { code: 'L-LATER', expiresOn: '2027-12-30', pieces: 5 },
    ]);
    const offered = async (minimumLifeDays: number) => {
      const { orderId } = await way.order([{ product: company.jug, pieces: 2 }]);
      await writeAs(current(), 'command', (tx) =>
        tx.updateTable('orders').set({ minimumLifeDays }).where('id', '=', orderId).execute(),
      );
      const { lines } = await way.release([orderId]);
      const args = { pickLineId: lines[0]?.id ?? '', today: '2026-11-23' };
      const actor = { userId: company.userId, permissions: new Set<string>() };
      const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
      const shelves = await pickShelves.run(current().kysely, args, context);
      return shelves.map(({ lotCode }) => lotCode);
    };
    expect(await offered(90)).toEqual(['L-LATER']);
    expect(await offered(0)).toEqual(['L-LATE', 'L-LATER']);
  });

  it('R25 R29 which lots lie at a place, and which at none, is known: a carton without a lot may be of each of them', async () => {
    const places = await way.putLocations(['A-01', 'A-02']);
    const at = (code: string) => places[code] ?? null;
    await way.putLots(company.jug, [
      { code: 'L-B', pieces: 5, locationId: at('A-01') },
      { code: 'L-A', pieces: 5, locationId: at('A-01'), blocked: 1 },
      { code: 'L-C', pieces: 5, locationId: at('A-02') },
      { code: 'L-D', pieces: 5 },
    ]);
    const lotsAt = async (locationId: string | null) => {
      const args = { productId: company.jug.id, warehouseId: company.warehouseId, locationId };
      const actor = { userId: company.userId, permissions: new Set<string>() };
      const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
      const lots = await lotsAtPlace.run(current().kysely, args, context);
      return lots.map(({ code, onHand }) => [code, onHand / ONE_UNIT]);
    };
    expect(await lotsAt(at('A-01'))).toEqual([
      ['L-A', 5],
      ['L-B', 5],
    ]);
    expect(await lotsAt(at('A-02'))).toEqual([['L-C', 5]]);
    expect(await lotsAt(null)).toEqual([['L-D', 5]]);
  });
});
