// Long because a transfer is told from asking to taking in on both databases.
// R27: goods between two warehouses are here, there, under way or lost, and never anything else; on both databases.
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { transferList } from '../../domains/inventory/queries/transfer-list.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { scrapStock } from './move-stock.ts';
import { askTransfer, endTransfer, receiveTransfer, sendTransfer, writeOffTransfer } from './transfer-goods.ts';

const u = (pieces: number) => pieces * ONE_UNIT;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let transferId: string;
  let lineIds: string[];
  const from = () => current().kysely;

  async function ask(pieces: readonly number[], change: object = {}): Promise<unknown> {
    transferId = newId();
    lineIds = pieces.map(() => newId());
    const products = [company.mug, company.jug];
    const lines = pieces.map((count, index) => ({
      ...{ id: lineIds[index], productId: products[index % 2]?.id, lotId: null, quantity: u(count) },
    }));
    return company.run(askTransfer, {
      ...{ transferId, number: 'TR-K7-000001', fromWarehouseId: company.warehouseId },
      ...{ toWarehouseId: company.otherWarehouseId, dueOn: '2026-12-01', note: null, lines },
      ...change,
    });
  }
  beforeEach(async () => {
    company = await makeCompany(current());
  });

  const goods = (line: number, pieces: number) => ({
    ...{ lineId: lineIds[line] ?? newId(), movementId: newId(), lotId: null, serialId: null, locationId: null },
    quantity: u(pieces),
  });
  const send = (...lines: object[]) => company.run(sendTransfer, { transferId, sentAt: NOW, lines });
  const receive = (...lines: object[]) =>
    company.run(receiveTransfer, {
      ...{ transferId, receivedAt: NOW },
      lines: lines.map((line) => ({ ...line, condition: 'saleable' })),
    });
  const lose = (line: number, pieces: number) =>
    company.run(writeOffTransfer, {
      ...{ transferId, reason: '途中破损', lines: [{ lineId: lineIds[line], quantity: u(pieces) }] },
    });
  const transfer = () =>
    from().selectFrom('transfers').selectAll().where('id', '=', transferId).executeTakeFirstOrThrow();
  const incoming = async () =>
    (
      await from()
        .selectFrom('stockBalances')
        .select('incoming')
        .where('id', '=', `${company.mug.id}:${company.otherWarehouseId}`)
        .executeTakeFirst()
    )?.incoming ?? 0;

  /** Source + under way + destination + lost of the mugs, in pieces. */
  async function everything(): Promise<number> {
    const stock = await from()
      .selectFrom('stockBalances')
      .select('onHand')
      .where('productId', '=', company.mug.id)
      .orderBy('id')
      .execute();
    const lines = await from()
      .selectFrom('transferLines')
      .selectAll()
      .where('productId', '=', company.mug.id)
      .orderBy('id')
      .execute();
    const here = stock.reduce((sum, { onHand }) => sum + onHand, 0);
    return lines.reduce((sum, { sent, received }) => sum + sent - received, here) / ONE_UNIT;
  }

  it('R29 goods kept by lots or by numbers that go without, or by other goods’ lots, are told', async () => {
    const [lotId] = Object.values(
      await outbound(company, current()).putLots(company.jug, [{ code: 'L-1', pieces: 5 }]),
    );
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.mug.id).execute(),
    );
    await ask([4, 4]);
    expect((await send({ ...goods(1, 1), lotId })).state).toBe('applied');
    expect(await send(goods(0, 1), goods(1, 1), { ...goods(0, 1), lotId })).toMatchObject({
      flags: [
        { code: 'inventory.serialMissing' },
        { code: 'inventory.lotMissing' },
        { code: 'inventory.lotOfOther', params: { lot: 'L-1' } },
        { code: 'inventory.serialMissing' },
      ],
    });
    expect(await from().selectFrom('lotBalances').select(['productId', 'onHand']).execute()).toEqual([
      { productId: company.jug.id, onHand: u(4) },
    ]);
    const one = { productId: company.jug.id, lotId: null, serialId: null, locationId: null, quantity: u(1) };
    const line = { movementId: newId(), ...one, condition: 'saleable' };
    const head = { scrapId: newId(), number: null, warehouseId: company.warehouseId, scrappedAt: NOW, reason: '破损' };
    expect(await company.run(scrapStock, { ...head, lines: [line] })).toMatchObject({
      flags: [{ code: 'inventory.lotMissing' }],
    });
  });

  it('R29 a lot that never left with the transfer is booked as it came, and told; what left without a lot may be any', async () => {
    const lots = await outbound(company, current()).putLots(company.jug, [
      { code: 'L-1', pieces: 9 },
      { code: 'L-2', pieces: 9 },
    ]);
    const [one, two] = [lots['L-1'] ?? '', lots['L-2'] ?? ''];
    const ofLot = (pieces: number, lotId: string | null) => ({ ...goods(1, pieces), lotId });
    const kept = async () =>
      (
        await from()
          .selectFrom('transferLines')
          .select('onTheWay')
          .where('id', '=', lineIds[1] ?? '')
          .executeTakeFirstOrThrow()
      ).onTheWay;
    await ask([1, 9]);
    await send(goods(0, 1), ofLot(6, one));
    expect(await kept()).toBe(JSON.stringify({ [one]: u(6) }));
    expect((await receive(goods(0, 1), ofLot(2, one))).state).toBe('applied');
    expect(await receive(ofLot(1, two))).toMatchObject({
      flags: [{ code: 'inventory.notSent', params: { what: 'L-2', over: u(1) } }],
    });
    const flags = await from().selectFrom('stockFlags').select(['kind', 'lotId', 'quantity', 'warehouseId']).execute();
    expect(flags).toEqual([{ kind: 'notSent', lotId: two, quantity: u(1), warehouseId: company.otherWarehouseId }]);
    // The sender's fact arrives after it, and one more leaves whose lot nobody named.
    expect((await send(ofLot(1, two))).state).toBe('applied');
    expect(await kept()).toBe(JSON.stringify({ [one]: u(4) }));
    await send(ofLot(1, null));
    expect((await receive(ofLot(1, two))).state).toBe('applied');
    await receive(ofLot(4, one));
    expect(await everything()).toBe(140);
  });

  it('R27 of what was sent before lots were told apart nothing is claimed', async () => {
    const lots = await outbound(company, current()).putLots(company.jug, [
      { code: 'L-1', pieces: 9 },
      { code: 'L-2', pieces: 9 },
    ]);
    await ask([1, 9]);
    await send({ ...goods(1, 5), lotId: lots['L-1'] });
    await writeAs(current(), 'command', (tx) =>
      tx
        .updateTable('transferLines')
        .set({ onTheWay: null })
        .where('id', '=', lineIds[1] ?? '')
        .execute(),
    );
    expect((await receive({ ...goods(1, 5), lotId: lots['L-2'] })).state).toBe('applied');
  });

  it('R27 sent in part, received in part, lost in part: what is under way is expected, and ends with the transfer', async () => {
    await ask([20]);
    expect(await transfer()).toMatchObject({ state: 'open', fromWarehouseName: '武汉仓', toWarehouseName: '长沙仓' });
    expect((await send(goods(0, 12))).state).toBe('applied');
    expect(await incoming()).toBe(u(12));
    expect(await transfer()).toMatchObject({ state: 'underWay', sentAt: NOW });
    await receive(goods(0, 7));
    expect(await incoming()).toBe(u(5));
    expect(await lose(0, 6)).toMatchObject({ reason: { code: 'inventory.moreThanUnderWay', params: { over: u(1) } } });
    expect(await company.run(endTransfer, { transferId })).toMatchObject({
      reason: { code: 'inventory.transferUnderWay', params: { quantity: u(5) } },
    });
    await lose(0, 2);
    expect(await everything()).toBe(140);
    await send(goods(0, 8));
    await receive(goods(0, 11));
    expect(await transfer()).toMatchObject({ state: 'closed' });
    expect(await incoming()).toBe(0);
    const [line] = await from().selectFrom('transferLines').selectAll().execute();
    expect(line).toMatchObject({ sent: u(20), received: u(18), lost: u(2) });
  });

  it('R27 a transfer says whether something of it is still to be sent', async () => {
    const listed = async () => {
      const args = { search: '', filter: null, cursor: null, limit: 10 };
      const { rows } = await transferList.run(from(), args, null as never);
      return rows.map(({ id, hasToSend }) => [id, Boolean(hasToSend)]);
    };
    await ask([10, 6]);
    await send(goods(0, 10));
    expect(await listed()).toEqual([[transferId, true]]);
    await send(goods(1, 6));
    expect(await listed()).toEqual([[transferId, false]]);
  });

  it('R27 what has not ended is listed, however many have ended since', async () => {
    await ask([5]);
    const old = transferId;
    for (const number of ['TR-K7-000002', 'TR-K7-000003']) {
      await ask([5], { number });
      await company.run(endTransfer, { transferId });
    }
    const args = { search: '', filter: 'live' as const, cursor: null, limit: 2 };
    const { rows, next } = await transferList.run(from(), args, null as never);
    expect([rows.map(({ id }) => id), next]).toEqual([[old], null]);
  });

  it('R27 why something was lost on the way is kept on its line, each reason after the other', async () => {
    await ask([9]);
    await send(goods(0, 9));
    const reasonOf = async () =>
      (await from().selectFrom('transferLines').select('lostReason').executeTakeFirstOrThrow()).lostReason;
    expect(await reasonOf()).toBeNull();
    await lose(0, 2);
    expect(await reasonOf()).toBe('途中破损');
    const lines = [{ lineId: lineIds[0], quantity: u(1) }];
    await company.run(writeOffTransfer, { transferId, reason: '落水', lines });
    expect(await reasonOf()).toBe('途中破损; 落水');
    // What moves on it leaves the reason.
    await receive(goods(0, 6));
    expect(await reasonOf()).toBe('途中破损; 落水');
  });

  it('R27 nobody writes off what is on the way between two warehouses of others', async () => {
    await ask([5]);
    await send(goods(0, 5));
    const args = { transferId, reason: '丢失', lines: [{ lineId: lineIds[0], quantity: u(1) }] };
    const as = (...scopes: string[]) => company.run(writeOffTransfer, args, { scopes });
    expect(await as()).toMatchObject({ state: 'rejected', reason: { code: 'inventory.foreignWarehouse' } });
    expect(await incoming()).toBe(u(5));
    expect((await as(`warehouse:${company.warehouseId}`)).state).toBe('applied');
    expect((await as(`warehouse:${company.otherWarehouseId}`)).state).toBe('applied');
    expect(await incoming()).toBe(u(3));
  });

  it('R27 one that nothing left is cancelled; what was sent in part is closed without the rest', async () => {
    await ask([5]);
    expect(await company.run(endTransfer, { transferId })).toMatchObject({ result: { state: 'cancelled' } });
    expect(await company.run(endTransfer, { transferId })).toMatchObject({
      reason: { code: 'inventory.transferEnded', params: { state: 'cancelled' } },
    });
    await ask([5], { number: 'TR-K7-000002' });
    await send(goods(0, 3));
    await receive(goods(0, 3));
    expect(await company.run(endTransfer, { transferId })).toMatchObject({ result: { state: 'closed' } });
  });

  it('R27 what fits no transfer is told and not lost: more than asked, more than under way, on one that ended', async () => {
    await ask([5]);
    expect(await send(goods(0, 6))).toMatchObject({ flags: [{ code: 'inventory.moreThanAsked' }] });
    expect(await receive(goods(0, 8))).toMatchObject({
      flags: [{ code: 'inventory.moreThanUnderWay', params: { over: u(2) } }],
    });
    expect(await everything()).toBe(140);
    expect(await send(goods(7, 1))).toMatchObject({ flags: [{ code: 'inventory.notOnTransfer' }] });
    const flags = await from().selectFrom('stockFlags').select(['kind', 'quantity']).execute();
    expect(flags).toEqual([{ kind: 'overReceived', quantity: u(2) }]);
    transferId = newId();
    expect(await send(goods(0, 1))).toMatchObject({ flags: [{ code: 'inventory.transferGone' }] });
  });

  it.each([
    ['inventory.sameWarehouse', (own: TestCompany) => ({ toWarehouseId: own.warehouseId })],
    ['inventory.warehouseGone', () => ({ toWarehouseId: newId() })],
    ['inventory.numberNotOwn', () => ({ number: 'TR-X9-000001' })],
  ])('%s: refused, and nothing is written', async (code, change) => {
    expect(await ask([5], change(company))).toMatchObject({ state: 'rejected', reason: { code } });
    expect(await from().selectFrom('transfers').selectAll().execute()).toEqual([]);
  });

  it('R27 whatever is sent, received, lost and ended in any order: source + under way + destination never changes', async () => {
    const deed = fc.record({
      way: fc.constantFrom('send', 'receive', 'lose', 'end'),
      line: fc.nat(2),
      pieces: fc.integer({ min: 1, max: 9 }),
    });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), async (deeds) => {
        number += 1;
        await ask([6, 3, 4], { number: `TR-K7-${String(number).padStart(6, '0')}` });
        for (const { way, line, pieces } of deeds) {
          if (way === 'send') await send(goods(line, pieces));
          if (way === 'receive') await receive(goods(line, pieces));
          if (way === 'lose') await lose(line, pieces);
          if (way === 'end') await company.run(endTransfer, { transferId });
          expect(await everything()).toBe(140);
          const expected = await from()
            .selectFrom('expectedReceipts')
            .select(['id', 'quantity'])
            .where('origin', '=', 'transfer')
            .where('deletedAt', 'is', null)
            .where('id', 'in', lineIds)
            .orderBy('id')
            .execute();
          const lines = await from()
            .selectFrom('transferLines')
            .selectAll()
            .where('transferId', '=', transferId)
            .orderBy('id')
            .execute();
          const still = lines.flatMap(({ id, sent, received, lost }) =>
            sent - received - lost > 0 ? [{ id, quantity: sent - received - lost }] : [],
          );
          expect(expected).toEqual(still);
        }
      }),
      { numRuns: 12 },
    );
  });
});
