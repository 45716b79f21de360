// Goods that come back from customers, on both databases: R52, R53, and what they are worth (R32, R47).
import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestProduct } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { outbound } from '../../../tests/support/outbound.ts';
import { ONE_UNIT } from '../../kernel/money.ts';
import { takeBackGoods } from './take-back-goods.ts';

const u = (pieces: number) => pieces * ONE_UNIT;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };

eachDatabase('server', (current) => {
  const start = async () => {
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const from = () => current().kysely;
    let running = 500;
    const send = async (lines: { product: TestProduct; pieces: number }[]) => {
      const { orderId } = await way.order(lines);
      const { pickListId } = await way.release([orderId]);
      await way.pick(pickListId);
      const { shipmentId } = await way.ship(orderId, pickListId);
      const sent = await from()
        .selectFrom('shipmentLines')
        .selectAll()
        .where('shipmentId', '=', shipmentId)
        .orderBy('position')
        .execute();
      return { orderId, shipmentId, sent };
    };
    type Sent = Awaited<ReturnType<typeof send>>['sent'][number];
    const line = (sent: Sent | undefined, pieces: number, change: object = {}) => ({
      ...{ id: newId(), shipmentLineId: sent?.id ?? newId(), productId: sent?.productId ?? company.mug.id },
      ...{ lotId: sent?.lotId ?? null, serialId: sent?.serialId ?? null, locationId: null, quantity: u(pieces) },
      ...{ condition: 'saleable', reason: 'unwanted' },
      ...change,
    });
    const argsOf = (shipmentId: string, lines: object[], change: object = {}) => {
      running += 1;
      return {
        ...{ goodsReturnId: newId(), number: `RT-K7-000${running}`, warehouseId: company.warehouseId, shipmentId },
        ...{ returnedAt: NOW, note: null, lines },
        ...change,
      };
    };
    const takeBack = (shipmentId: string, lines: object[], change: object = {}, options: object = {}) =>
      company.run(takeBackGoods, argsOf(shipmentId, lines, change), options);
    const returnedOf = async (shipmentId: string) =>
      (
        await from()
          .selectFrom('shipmentLines')
          .select('returned')
          .where('shipmentId', '=', shipmentId)
          .orderBy('position')
          .execute()
      ).map(({ returned }) => returned);
    return { company, way, from, send, line, takeBack, argsOf, returnedOf };
  };

  it('R52 R53 goods come back of the lot they left as: sellable into stock, what is not into quarantine', async () => {
    const { company, way, from, send, line, takeBack, returnedOf } = await start();
    const lots = await way.putLots(company.box, [{ code: 'L-1', expiresOn: '2027-06-01', pieces: 10 }]);
    const { shipmentId, sent, orderId } = await send([{ product: company.box, pieces: 8 }]);
    const before = await way.stockOf(company.box);
    const outcome = await takeBack(shipmentId, [
      line(sent[0], 3),
      line(sent[0], 2, { condition: 'quarantine', reason: 'damaged' }),
    ]);
    expect(outcome).toMatchObject({ state: 'applied', result: { lines: 2 } });
    expect(await returnedOf(shipmentId)).toEqual([u(5)]);
    const after = await way.stockOf(company.box);
    expect([after.onHand - before.onHand, after.quarantined - before.quarantined]).toEqual([u(5), u(2)]);
    const rows = await from().selectFrom('goodsReturnLines').selectAll().orderBy('position').execute();
    expect(rows).toMatchObject([
      {
        lotId: lots['L-1'],
        lotCode: 'L-1',
        expiresOn: '2027-06-01',
        quantity: u(3),
        orderLineId: sent[0]?.orderLineId,
      },
      { lotCode: 'L-1', quantity: u(2), condition: 'quarantine', reason: 'damaged' },
    ]);
    const head = await from().selectFrom('goodsReturns').selectAll().executeTakeFirstOrThrow();
    expect(head).toMatchObject({ shipmentId, orderId, lineCount: 2, returnedOn: '2026-11-23' });
    const movements = await from()
      .selectFrom('stockMovements')
      .select(['id', 'quantity', 'condition', 'reason', 'documentNumber'])
      .where('cause', '=', 'return')
      .orderBy('quantity')
      .execute();
    expect(movements).toEqual([
      { id: rows[1]?.id, quantity: u(2), condition: 'quarantine', reason: 'damaged', documentNumber: head.number },
      { id: rows[0]?.id, quantity: u(3), condition: 'saleable', reason: 'unwanted', documentNumber: head.number },
    ]);
  });

  it('R52 more than was sent and not yet returned, of a line and lot, is there and flagged', async () => {
    const { company, way, send, line, takeBack, returnedOf } = await start();
    const { shipmentId, sent } = await send([{ product: company.mug, pieces: 6 }]);
    expect((await takeBack(shipmentId, [line(sent[0], 4)])).state).toBe('applied');
    const before = await way.stockOf(company.mug);
    expect(await takeBack(shipmentId, [line(sent[0], 1), line(sent[0], 3)])).toMatchObject({
      flags: [{ code: 'inventory.returnedBeyond', params: { quantity: u(2) } }],
    });
    expect(await returnedOf(shipmentId)).toEqual([u(8)]);
    expect((await way.stockOf(company.mug)).onHand - before.onHand).toBe(u(4));
    expect(await way.flags()).toMatchObject([{ kind: 'returnedBeyond', quantity: u(2), state: 'open' }]);
  });

  it('R52 what never left, left as another lot, or was taken back since, is told', async () => {
    const { company, way, send, line, takeBack, returnedOf } = await start();
    const lots = await way.putLots(company.box, [
      { code: 'L-1', expiresOn: '2027-01-01', pieces: 5 },
      { code: 'L-2', expiresOn: '2027-02-01', pieces: 5 },
    ]);
    const { shipmentId, sent } = await send([{ product: company.box, pieces: 5 }]);
    const unsent = { flags: [{ code: 'inventory.returnedUnsent' }] };
    expect(await takeBack(newId(), [line(undefined, 1)])).toMatchObject(unsent);
    expect(await takeBack(shipmentId, [line(sent[0], 1, { lotId: lots['L-2'] })])).toMatchObject(unsent);
    expect(await returnedOf(shipmentId)).toEqual([0]);
    await way.reverse(shipmentId);
    expect(await takeBack(shipmentId, [line(sent[0], 1)])).toMatchObject(unsent);
    const nobody = line(sent[0], 1, { productId: newId() });
    expect(await takeBack(shipmentId, [nobody])).toMatchObject({ flags: [{ code: 'inventory.unknownProduct' }] });
  });

  it('R8 R100 a return is recorded once; a shipment of which goods came back is not taken back as a whole', async () => {
    const { company, way, send, line, argsOf, returnedOf } = await start();
    const { shipmentId, sent } = await send([{ product: company.mug, pieces: 6 }]);
    const args = argsOf(shipmentId, [line(sent[0], 2)]);
    expect((await company.run(takeBackGoods, args)).state).toBe('applied');
    expect(await company.run(takeBackGoods, args)).toMatchObject({ flags: [{ code: 'inventory.recordedBefore' }] });
    expect(await returnedOf(shipmentId)).toEqual([u(2)]);
    expect((await way.reverse(shipmentId)).outcome).toMatchObject({ reason: { code: 'inventory.shipmentReturned' } });
    const other = argsOf(shipmentId, [line(sent[0], 1)], { number: args.number });
    expect(await company.run(takeBackGoods, other, { scopes: [] })).toMatchObject({
      adjustments: [{ code: 'inventory.numberTaken', params: { number: `${args.number}-2` } }],
      flags: [{ code: 'inventory.foreignWarehouse' }],
    });
  });

  it('R32 R47 goods come back at the cost they left with, and the average takes them in', async () => {
    const { company, from, send, line, takeBack } = await start();
    const cost = { productId: company.mug.id, currency: 'CNY' };
    const set = (averageCost: number) =>
      writeAs(current(), 'command', (tx) =>
        tx.updateTable('productCosts').set({ averageCost }).where('id', '=', company.mug.id).execute(),
      );
    await writeAs(current(), 'command', async (tx) => {
      await tx.deleteFrom('productCosts').where('id', '=', company.mug.id).execute();
      await tx
        .insertInto('productCosts')
        .values({ id: company.mug.id, ...cost, averageCost: u(20), ...audit })
        .execute();
    });
    const { shipmentId, sent } = await send([{ product: company.mug, pieces: 40 }]);
    await set(u(30));
    const onHand = (
      await from().selectFrom('stockBalances').select('onHand').where('productId', '=', company.mug.id).execute()
    ).reduce((sum, row) => sum + row.onHand, 0);
    const back = line(sent[0], 10);
    await takeBack(shipmentId, [back]);
    const worth = await from().selectFrom('movementCosts').selectAll().where('id', '=', back.id).executeTakeFirst();
    const average = Math.round((onHand * u(30) + u(10) * u(20)) / (onHand + u(10)));
    expect(worth).toMatchObject({ quantity: u(10), unitCost: u(20), averageAfter: average });
    expect(
      await from().selectFrom('productCosts').select('averageCost').where('id', '=', company.mug.id).executeTakeFirst(),
    ).toEqual({ averageCost: average });
  });

  it('R29 a piece that comes back is here again; one that never left is flagged', async () => {
    const { company, way, from, line, takeBack } = await start();
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ tracking: 'serial' }).where('id', '=', company.jug.id).execute(),
    );
    const serial = (code: string, state: 'shipped' | 'inStock') => ({
      ...{ id: newId(), productId: company.jug.id, code, lotId: null, state, locationId: null, documentId: null },
      ...{ warehouseId: state === 'inStock' ? company.warehouseId : null, movedAt: NOW, ...audit },
    });
    const rows = [serial('S-1', 'inStock'), serial('S-2', 'inStock')];
    await writeAs(current(), 'command', (tx) => tx.insertInto('serials').values(rows).execute());
    const { orderId } = await way.order([{ product: company.jug, pieces: 1 }]);
    const nothing = { pickLineId: null, lotId: null, locationId: null, parcel: 1 };
    const goods = { orderLineId: (await way.orderLine(orderId)).id, productId: company.jug.id, quantity: u(1) };
    const sentLine = { id: newId(), ...goods, ...nothing, serialId: rows[0]?.id };
    const { shipmentId } = await way.shipLines(orderId, null, [sentLine]);
    const sent = await from().selectFrom('shipmentLines').selectAll().where('id', '=', sentLine.id).execute();
    expect((await takeBack(shipmentId, [line(sent[0], 1)])).state).toBe('applied');
    const found = await from()
      .selectFrom('serials')
      .select(['state', 'warehouseId'])
      .where('code', '=', 'S-1')
      .execute();
    expect(found).toEqual([{ state: 'inStock', warehouseId: company.warehouseId }]);
    expect(await takeBack(shipmentId, [line(sent[0], 2, { serialId: rows[1]?.id })])).toMatchObject({
      flags: [
        { code: 'inventory.serialNotOne' },
        { code: 'inventory.serialElsewhere' },
        { code: 'inventory.returnedUnsent' },
      ],
    });
  });
});
