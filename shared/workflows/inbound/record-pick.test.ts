/** What a picker found damaged, expired or blocked: nobody sells it, and the office hears of it; on both databases. */
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { recordPick } from './record-pick.ts';

const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let way: ReturnType<typeof outbound>;
  beforeEach(async () => {
    company = await makeCompany(current());
    way = outbound(company, current());
  });
  /** Twelve of a lot are to be taken from A-03-2, where twenty lie. */
  const released = async () => {
    const places = await way.putLocations(['A-03-2']);
    const locationId = places['A-03-2'] ?? null;
    const lots = await way.putLots(company.jug, [{ code: 'L-1', expiresOn: '2027-01-01', pieces: 20, locationId }]);
    const { orderId } = await way.order([{ product: company.jug, pieces: 12 }]);
    const { pickListId, lines } = await way.release([orderId]);
    const [line] = lines;
    if (!line) throw new Error('nothing was released');
    const place = { lotId: lots['L-1'] ?? null, locationId };
    const pick = (pieces: number, shortReason: string | null, pickedAt = NOW) => {
      const picked = pieces > 0 ? [{ ...place, serialId: null, quantity: u(pieces) }] : [];
      return company.run(recordPick, { pickListId, pickedAt, lines: [{ pickLineId: line.id, picked, shortReason }] });
    };
    return { orderId, pickListId, pick, ...place };
  };
  const shelf = () =>
    current()
      .kysely.selectFrom('locationLotBalances')
      .select(['onHand', 'quarantined'])
      .where('productId', '=', company.jug.id)
      .executeTakeFirstOrThrow();
  const setLot = (change: object) =>
    writeAs(current(), 'command', (tx) => tx.updateTable('lots').set(change).where('code', '=', 'L-1').execute());

  it.each([
    ['damaged', 'pickedDamaged'],
    ['expired', 'pickedExpired'],
    ['blocked', 'pickedBlocked'],
  ])('R20 what is %s leaves its place for quarantine, and the office is told which and where', async (reason, kind) => {
    const { pick, pickListId, lotId, locationId } = await released();
    const before = await way.stockOf(company.jug);
    expect((await pick(9, reason)).state).toBe('applied');
    const about = { productId: company.jug.id, lotId, lotCode: 'L-1', locationId, locationCode: 'A-03-2' };
    const told = { kind, state: 'open', documentId: pickListId, occurredAt: NOW, ...about };
    expect(await way.flags()).toMatchObject([{ ...told, wanted: u(12), found: u(9), quantity: u(3) }]);
    // All of it is still there, three of it for nobody to buy.
    const after = await way.stockOf(company.jug);
    expect([after.onHand, after.quarantined]).toEqual([before.onHand, before.quarantined + u(3)]);
    expect(await shelf()).toEqual({ onHand: u(17), quarantined: 0 });
    const moved = await current()
      .kysely.selectFrom('stockMovements')
      .select(['cause', 'condition', 'locationId', 'lotId', 'quantity', 'documentId'])
      .where('documentId', '=', pickListId)
      .orderBy('quantity')
      .execute();
    const move = { cause: 'move', lotId, documentId: pickListId };
    expect(moved).toEqual([
      { ...move, condition: 'saleable', locationId, quantity: u(-3) },
      { ...move, condition: 'quarantine', locationId: null, quantity: u(3) },
    ]);
  });

  it('R24 the next wave is sent to what is good alone', async () => {
    const { pick, orderId } = await released();
    await pick(0, 'damaged');
    // Eight of the lot are left; four come from what lies at no place.
    const { lines } = await way.release([orderId]);
    expect(lines.map(({ locationCode, quantity }) => [locationCode, quantity / ONE_UNIT])).toContainEqual([
      'A-03-2',
      8,
    ]);
  });

  it('R20 a lot that the books keep from sale already stays as it is and leaves no word', async () => {
    const { pick } = await released();
    await setLot({ blocked: 1 });
    await pick(9, 'blocked');
    expect(await way.flags()).toEqual([]);
    expect(await shelf()).toEqual({ onHand: u(20), quarantined: 0 });
    const { pick: next } = await released();
    await setLot({ blocked: 0, expiresOn: '2026-11-22' });
    await next(9, 'expired');
    expect(await way.flags()).toEqual([]);
  });

  it('R29 a piece whose number nobody told is told of, and stays in the books', async () => {
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.mug.id).execute(),
    );
    const { orderId } = await way.order([{ product: company.mug, pieces: 2 }]);
    const { pickListId, lines } = await way.release([orderId]);
    const before = await way.stockOf(company.mug);
    const short = lines.map(({ id }) => ({ pickLineId: id, picked: [], shortReason: 'damaged' }));
    await company.run(recordPick, { pickListId, pickedAt: NOW, lines: short });
    expect((await way.flags()).map(({ kind }) => kind)).toEqual(['pickedDamaged']);
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: before.onHand, quarantined: before.quarantined });
  });

  it('R24 what a second desk says of a line that is done, or of none, sets nothing apart', async () => {
    const { pick, pickListId } = await released();
    await pick(12, null);
    await pick(0, 'damaged');
    const ghost = `${pickListId}:${newId()}:1`;
    const lines = [{ pickLineId: ghost, picked: [], shortReason: 'damaged' }];
    await company.run(recordPick, { pickListId, pickedAt: NOW, lines });
    expect(await way.flags()).toEqual([]);
    expect(await shelf()).toMatchObject({ onHand: u(20) });
  });
});
