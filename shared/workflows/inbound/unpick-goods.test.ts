// R20, R22, R24, R25: what was picked and cannot be packed, on both databases.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { packWork } from '../../domains/inventory/queries/pack-work.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { unpick } from './unpick-goods.ts';

const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let way: ReturnType<typeof outbound>;
  beforeEach(async () => {
    company = await makeCompany(current());
    way = outbound(company, current());
  });
  const off = (pickLineId: string, pieces: number, reason: 'damaged' | 'notFound', options: object = {}) => {
    const lines = [{ pickLineId, quantity: u(pieces), reason, outId: newId(), inId: newId() }];
    return company.run(unpick, { unpickId: newId(), toldAt: NOW, why: '打包时发现破损', lines }, options);
  };
  const picked = async (pieces: number) => {
    const { orderId } = await way.order([{ product: company.mug, pieces }]);
    const { pickListId, lines } = await way.release([orderId]);
    await way.pick(pickListId);
    return { orderId, pickListId, lineId: lines[0]?.id ?? '' };
  };
  const toPack = async (orderId: string, pickListId: string) => {
    const actor = { userId: company.userId, permissions: new Set<string>() };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    const work = await packWork.run(current().kysely, { orderId, pickListId }, context);
    return work?.lines.map(({ quantity }) => quantity) ?? null;
  };

  it('R25 R20 what is damaged goes to quarantine, the rest is sent, and the order still waits for it', async () => {
    const { orderId, pickListId, lineId } = await picked(10);
    expect((await off(lineId, 2, 'damaged')).state).toBe('applied');
    expect(await toPack(orderId, pickListId)).toEqual([u(8)]);
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: u(8), allocated: u(8), shortReason: 'damaged' }]);
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: u(140), quarantined: u(2) });
    const moved = await current()
      .kysely.selectFrom('stockMovements')
      .select(['quantity', 'condition', 'cause', 'reason'])
      .where('cause', '=', 'move')
      .orderBy('quantity')
      .execute();
    expect(moved).toEqual([
      { quantity: -u(2), condition: 'saleable', cause: 'move', reason: '打包时发现破损' },
      { quantity: u(2), condition: 'quarantine', cause: 'move', reason: '打包时发现破损' },
    ]);
    const { outcome } = await way.ship(orderId, pickListId);
    expect(outcome.state).toBe('applied');
    expect(await way.orderLine(orderId)).toMatchObject({ shipped: u(8), reserved: u(2), backOrdered: 0 });
    expect((await way.orderOf(orderId)).state).toBe('open');
    expect(await current().kysely.selectFrom('pickLists').select('state').execute()).toEqual([{ state: 'closed' }]);
  });

  it('R25 R28 what is missing is not sent and stays in the books until a count; a list of which nothing is left is done', async () => {
    const { orderId, pickListId, lineId } = await picked(3);
    expect((await off(lineId, 3, 'notFound')).state).toBe('applied');
    expect(await toPack(orderId, pickListId)).toBeNull();
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: 0, allocated: 0, shortReason: 'notFound' }]);
    expect(await way.stockOf(company.mug)).toMatchObject({ onHand: u(140), quarantined: 0 });
    expect(await way.orderLine(orderId)).toMatchObject({ shipped: 0, reserved: u(3) });
    expect(await current().kysely.selectFrom('pickLists').select('state').execute()).toEqual([{ state: 'closed' }]);
    // The office hears of it, by the list that the goods were on.
    const { number: documentNumber } = await current()
      .kysely.selectFrom('pickLists')
      .select('number')
      .executeTakeFirstOrThrow();
    const missed = { kind: 'pickedShort', documentNumber, productId: company.mug.id, state: 'open' };
    expect(await way.flags()).toMatchObject([{ ...missed, wanted: u(3), found: 0, quantity: u(3) }]);
    // It can be released anew.
    const again = await way.release([orderId]);
    expect(again.lines).toMatchObject([{ quantity: u(3) }]);
  });

  it('R28 what is missing of a part that is packed is told with what is there of it, once; damaged is not missing', async () => {
    const { lineId } = await picked(10);
    await off(lineId, 2, 'damaged');
    await off(lineId, 3, 'notFound');
    expect(await way.flags()).toMatchObject([{ kind: 'pickedShort', wanted: u(8), found: u(5), quantity: u(3) }]);
  });

  it('R24 more than waits, lines that are nowhere and other warehouses are told; what is damaged is damaged', async () => {
    const { pickListId, lineId } = await picked(3);
    expect(await off(lineId, 5, 'damaged')).toMatchObject({
      flags: [{ code: 'inventory.notPicked', params: { quantity: u(2) } }],
    });
    expect(await way.stockOf(company.mug)).toMatchObject({ quarantined: u(5) });
    expect(await way.linesOf(pickListId)).toMatchObject([{ picked: 0 }]);
    expect(await off(`${newId()}:${newId()}:1`, 1, 'notFound')).toMatchObject({
      flags: [{ code: 'inventory.notPicked' }],
    });
    const other = await picked(2);
    expect(await off(other.lineId, 1, 'notFound', { scopes: [] })).toMatchObject({
      flags: [{ code: 'inventory.foreignWarehouse' }],
    });
    expect(await off(other.lineId, 1, 'notFound', { permissions: [] })).toMatchObject({
      reason: { code: 'kernel.notPermitted' },
    });
  });
});
