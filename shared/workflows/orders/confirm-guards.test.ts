/** What an order is refused for before anything is promised: by whom, under which number, made once. */
import { expect, it } from 'vitest';
import { makeCompany, newId } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { orderArgs } from '../../../tests/support/order-args.ts';
import { cancelOrder } from '../cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';

eachDatabase('server', (current) => {
  it('R113 without the right it is refused, and leaves no stub', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [{ product: company.mug, pieces: 1 }]);
    expect(await company.run(confirmOrder, args, { permissions: ['sales.see'], leaveStub: true })).toMatchObject({
      state: 'rejected',
      reason: { code: 'kernel.notPermitted' },
    });
    expect(await current().kysely.selectFrom('orders').select('id').orderBy('id').execute()).toEqual([]);
  });

  it('an order that is there already is not made again, and stays as it is', async () => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [{ product: company.mug, pieces: 1 }]);
    await company.run(confirmOrder, args);
    const again = { ...orderArgs(company, [{ product: company.mug, pieces: 2 }]), orderId: args.orderId };
    expect(await company.run(confirmOrder, again, { leaveStub: true })).toEqual({
      state: 'rejected',
      reason: { code: 'sales.orderExists', params: { number: 'SO-K7-000123' } },
    });
    expect(
      await current().kysely.selectFrom('orders').select(['id', 'state', 'lineCount']).orderBy('id').execute(),
    ).toEqual([{ id: args.orderId, state: 'open', lineCount: 1 }]);
  });

  it('R7 a number is the device’s own: its code, or one of a history before, and no other', async () => {
    const company = await makeCompany(current());
    const order = (number: string) => orderArgs(company, [{ product: company.mug, pieces: 1 }], { number });
    expect(await company.run(confirmOrder, order('SO-M3-000123'), { leaveStub: true })).toEqual({
      state: 'rejected',
      reason: { code: 'sales.numberNotOwn', params: { number: 'SO-M3-000123' } },
    });
    expect(await current().kysely.selectFrom('orders').select('id').orderBy('id').execute()).toEqual([]);
    expect(await company.run(confirmOrder, order('SO-K6-000123'))).toMatchObject({ state: 'applied' });
  });

  it('an order keeps the address that it was made for, the customer’s when none was said', async () => {
    const company = await makeCompany(current());
    const lines = [{ product: company.mug, pieces: 1 }];
    const own = orderArgs(company, lines);
    const other = orderArgs(company, lines, { number: 'SO-K7-000124', shipTo: '汉口火车站 3 号库' });
    await company.run(confirmOrder, own);
    await company.run(confirmOrder, other);
    await writeAs(current(), 'command', (tx) => tx.updateTable('customers').set({ address: '新址 1 号' }).execute());
    const shipTo = async (id: string) =>
      current().kysely.selectFrom('orders').select('shipTo').where('id', '=', id).executeTakeFirst();
    expect(await shipTo(own.orderId)).toEqual({ shipTo: '武汉江汉路 118 号' });
    expect(await shipTo(other.orderId)).toEqual({ shipTo: '汉口火车站 3 号库' });
  });

  it('R113 a customer of another territory is as good as gone, and any warehouse sells', async () => {
    const company = await makeCompany(current());
    const scopes = [`territory:${company.territoryId}`];
    const order = (change: object = {}) => orderArgs(company, [{ product: company.mug, pieces: 1 }], change);
    expect(await company.run(confirmOrder, order(), { scopes: ['company', `territory:${newId()}`] })).toEqual({
      state: 'rejected',
      reason: { code: 'crm.customerGone', params: {} },
    });
    expect(await company.run(confirmOrder, order(), { scopes })).toMatchObject({ state: 'applied' });
    const elsewhere = order({ warehouseId: company.otherWarehouseId, number: 'SO-K7-000124' });
    expect(await company.run(confirmOrder, elsewhere, { scopes })).toMatchObject({ state: 'adjusted' });
  });

  it.each(['territory', 'warehouse'] as const)('R113 an order is cancelled by who sees it, by %s', async (kind) => {
    const company = await makeCompany(current());
    const args = orderArgs(company, [{ product: company.mug, pieces: 1 }]);
    await company.run(confirmOrder, args);
    const cancel = (scopes: string[]) => company.run(cancelOrder, { orderId: args.orderId }, { scopes });
    expect(await cancel([`territory:${newId()}`, `warehouse:${company.otherWarehouseId}`])).toEqual({
      state: 'rejected',
      reason: { code: 'sales.orderGone', params: {} },
    });
    const own = { territory: `territory:${company.territoryId}`, warehouse: `warehouse:${company.warehouseId}` };
    expect(await cancel([own[kind]])).toMatchObject({ state: 'applied' });
  });

  it('who took an order that was rejected hears so at cancelling, whoever sees what is left of it', async () => {
    const company = await makeCompany(current());
    const scopes = [`territory:${company.territoryId}`];
    const order = (number: string, change: object = {}) =>
      orderArgs(company, [{ product: company.mug, pieces: 1 }], { number, ...change });
    const foreign = order('SO-K7-000123');
    await company.run(confirmOrder, foreign, { scopes: [`territory:${newId()}`], leaveStub: true });
    await writeAs(current(), 'command', (tx) => tx.updateTable('customers').set({ deletedAt: 1 }).execute());
    const removed = order('SO-K7-000124');
    await company.run(confirmOrder, removed, { scopes, leaveStub: true });
    const territories = await current().kysely.selectFrom('orders').select('territoryId').orderBy('number').execute();
    expect(territories.map(({ territoryId }) => territoryId)).toEqual(['', company.territoryId]);
    for (const { orderId, number } of [foreign, removed]) {
      expect(await company.run(cancelOrder, { orderId }, { scopes })).toEqual({
        state: 'rejected',
        reason: { code: 'sales.orderRejected', params: { number } },
      });
    }
  });
});
