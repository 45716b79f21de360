// R104, R20, R22, R24: what the packing desk told is taken back as far as the books allow, on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { cancelOrder } from '../cancel-order.ts';
import { moveStock } from './move-stock.ts';
import { repick } from './repick-goods.ts';
import { unpick } from './unpick-goods.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const MINUTE = 60_000;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let way: ReturnType<typeof outbound>;
  beforeEach(async () => {
    company = await makeCompany(current());
    way = outbound(company, current());
  });
  const picked = async (pieces: number, product = company.mug) => {
    const { orderId } = await way.order([{ product, pieces }]);
    const { pickListId, lines } = await way.release([orderId]);
    await way.pick(pickListId);
    return { orderId, pickListId, lineId: lines[0]?.id ?? '' };
  };
  const tell = async (pickLineId: string, pieces: number, reason: 'damaged' | 'notFound') => {
    const told = { pickLineId, quantity: u(pieces), reason, outId: newId(), inId: newId() };
    const unpickId = newId();
    const outcome = await company.run(unpick, { unpickId, toldAt: NOW, why: '破损', lines: [told] });
    expect(outcome.state).toBe('applied');
    return { ...told, unpickId, why: '复查完好' };
  };
  const back = (told: object, options: object = {}) => company.run(repick, told, { now: NOW + MINUTE, ...options });
  const listState = async () => (await current().kysely.selectFrom('pickLists').select('state').execute())[0]?.state;

  it('R104 R20 what was told damaged is good again: on its shelf, on its list, and sent', async () => {
    const { orderId, pickListId, lineId } = await picked(10);
    const told = await tell(lineId, 2, 'damaged');
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: u(140), quarantined: u(2) });
    expect((await back(told)).state).toBe('applied');
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: u(10), allocated: u(10), shortReason: null }]);
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: u(140), quarantined: 0 });
    const moved = await current()
      .kysely.selectFrom('stockMovements')
      .select(['quantity', 'condition', 'reason', 'reversesId'])
      .where('occurredAt', '=', NOW + MINUTE)
      .orderBy('quantity')
      .execute();
    expect(moved).toEqual([
      { quantity: -u(2), condition: 'quarantine', reason: '复查完好', reversesId: told.inId },
      { quantity: u(2), condition: 'saleable', reason: '复查完好', reversesId: told.outId },
    ]);
    expect((await way.ship(orderId, pickListId)).outcome.state).toBe('applied');
    expect(await way.orderLine(orderId)).toMatchObject({ shipped: u(10), reserved: 0 });
  });

  it('R104 R25 what was missing was found: a list that was done waits to be packed again; twice is once too often', async () => {
    const { pickListId, lineId } = await picked(3);
    const told = await tell(lineId, 3, 'notFound');
    expect(await listState()).toBe('closed');
    expect(await way.flags()).toMatchObject([{ kind: 'pickedShort', deletedAt: null }]);
    expect((await back(told)).state).toBe('applied');
    expect(await way.flags()).toMatchObject([{ kind: 'pickedShort', state: 'open', deletedAt: NOW + MINUTE }]);
    expect(await listState()).toBe('picked');
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: u(3), allocated: u(3), shortReason: null }]);
    expect(await back(told)).toMatchObject({ state: 'rejected', reason: { code: 'inventory.unpickGone' } });
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: u(3), allocated: u(3) }]);
  });

  it('R104 of what was told twice one part is taken back, and the line stays short by the other', async () => {
    const { pickListId, lineId } = await picked(10);
    const first = await tell(lineId, 2, 'damaged');
    await tell(lineId, 1, 'notFound');
    expect((await back(first)).state).toBe('applied');
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: u(9), allocated: u(9), shortReason: 'notFound' }]);
    // The same once more would fit the line, and is in the books already.
    expect(await back({ ...first, quantity: u(1) })).toMatchObject({ reason: { code: 'inventory.unpickGone' } });
    expect(await way.stockOf(company.mug)).toMatchObject({ quarantined: 0 });
  });

  it('R20 what was put away since is not taken back by a key of the packing desk, and nothing is half booked', async () => {
    const { pickListId, lineId } = await picked(10);
    const places = await way.putLocations(['Q-01'], 'quarantine');
    const told = await tell(lineId, 2, 'damaged');
    const move = { outId: newId(), inId: newId(), productId: company.mug.id, warehouseId: company.warehouseId };
    const goods = { quantity: u(1), lotId: null, serialId: null, fromLocationId: null };
    const apart = { toLocationId: places['Q-01'] ?? null, fromCondition: 'quarantine', toCondition: 'quarantine' };
    await company.run(moveStock, { movedAt: NOW, number: null, moves: [{ ...move, ...goods, ...apart }] });
    expect(await back(told)).toMatchObject({
      reason: { code: 'inventory.unpickSettled', params: { quantity: u(2) } },
    });
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: u(8), allocated: u(8), shortReason: 'damaged' }]);
    expect(await way.stockOf(company.mug)).toMatchObject({ quarantined: u(2) });
  });

  it('R22 R24 goods that the order does not hold any more, or another list takes, are not picked again', async () => {
    const first = await picked(3);
    const told = await tell(first.lineId, 3, 'notFound');
    const again = await way.release([first.orderId]);
    expect(again.lines).toMatchObject([{ quantity: u(3) }]);
    expect(await back(told)).toMatchObject({ reason: { code: 'inventory.unpickNotHeld' } });
    const second = await picked(2, company.jug);
    const damaged = await tell(second.lineId, 1, 'damaged');
    await company.run(cancelOrder, { orderId: second.orderId });
    expect(await back(damaged)).toMatchObject({ reason: { code: 'inventory.unpickNotHeld' } });
  });

  it('R113 who may not send, and who works elsewhere, takes nothing back; what was never told is not there', async () => {
    const { lineId } = await picked(3);
    const told = await tell(lineId, 1, 'damaged');
    expect(await back(told, { permissions: [] })).toMatchObject({ reason: { code: 'kernel.notPermitted' } });
    expect(await back(told, { scopes: [] })).toMatchObject({ reason: { code: 'inventory.unpickGone' } });
    for (const wrong of [{ outId: newId() }, { unpickId: newId() }, { pickLineId: `${newId()}:${newId()}:1` }]) {
      expect(await back({ ...told, ...wrong })).toMatchObject({ reason: { code: 'inventory.unpickGone' } });
    }
  });
});
