import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase } from '../../../../tests/support/databases.ts';
import { assignCustomers } from '../../../workflows/assign-customers.ts';
import { claimCustomer } from '../../../workflows/claim-customer.ts';
import { giveBackCustomer } from '../../../workflows/give-back-customer.ts';
import { customerHolding } from './customer-holding.ts';
import { customerList } from './customer-list.ts';
import { customerPool } from './customer-pool.ts';
import { lostCustomers } from './lost-customers.ts';
import { ownedCustomers, receivers } from './receivers.ts';

eachDatabase('device', (current) => {
  const contextOf = (userId: string) => ({
    actor: { userId, permissions: new Set<string>() },
    now: NOW + 120_000,
    search: async () => [],
    findByCodes: async () => [],
  });
  const page = { cursor: null, limit: 10 };
  const claim = ({ customerId, run }: TestCompany) =>
    run(claimCustomer, { customerId, changeId: newId() }, { now: NOW + 60_000 });

  it('R66 the list says who has a customer, and shows the own, the pool’s, or all', async () => {
    const company = await makeCompany(current());
    await claim(company);
    const { customerId, otherCustomerId, userId } = company;
    const db = current().kysely;
    const list = async (held: 'all' | 'mine' | 'team' | 'pool') =>
      (await customerList.run(db, { search: '', held, ...page }, contextOf(userId))).rows.map(({ id, ownerName }) => ({
        id,
        ownerName,
      }));
    const mine = { id: customerId, ownerName: '周文斌' };
    const pool = { id: otherCustomerId, ownerName: null };
    expect(await list('all')).toEqual([mine, pool]);
    expect(await list('mine')).toEqual([mine]);
    expect(await list('pool')).toEqual([pool]);
    expect(await list('team')).toEqual([]);
    expect(await ownedCustomers.run(db, { ownerId: userId, ...page }, contextOf(userId))).toMatchObject({
      rows: [{ id: customerId, territoryId: company.territoryId }],
    });
  });

  it('R66 the pool says who had a customer and since when it lies there; whoever lost it is told', async () => {
    const company = await makeCompany(current());
    const { customerId, otherCustomerId, userId } = company;
    const db = current().kysely;
    const at = NOW + 60_000;
    await claim(company);
    await company.run(giveBackCustomer, { customerId, changeId: newId(), reason: '太远' }, { now: at + 1 });
    const pool = await customerPool.run(db, page, contextOf(userId));
    expect(pool.rows.find(({ id }) => id === customerId)).toMatchObject({
      lastOwnerName: '周文斌',
      pooledAt: at + 1,
      lastOrderAt: null,
      yearNetMinor: 0,
    });
    expect(pool.rows.find(({ id }) => id === otherCustomerId)).toMatchObject({ lastOwnerName: null, pooledAt: null });
    const detail = await customerHolding.run(db, { customerId }, contextOf(userId));
    expect(detail).toMatchObject({
      ownerName: null,
      isMine: false,
      history: [{ kind: 'givenBack', reason: '太远' }, { kind: 'claimed' }],
    });
    // What the person gave back is no news to the person; what another took is.
    expect(await lostCustomers.run(db, {}, contextOf(userId))).toEqual([]);
    await claim(company);
    const args = { customers: [{ customerId, changeId: newId() }], territoryId: null, reason: null, group: null };
    await company.run(assignCustomers, { ...args, to: { kind: 'pool' } }, { userId: newId(), now: at + 3 });
    expect(await lostCustomers.run(db, {}, contextOf(userId))).toMatchObject([{ kind: 'assigned', customerId }]);
    expect(await receivers.run(db, {}, contextOf(userId))).toEqual([]);
  });
});
