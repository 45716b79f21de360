import { expect, it } from 'vitest';
import { makeCompany, NOW, newId, type RunOptions, type TestCompany } from '../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { orderArgs } from '../../tests/support/order-args.ts';
import { assignCustomers } from './assign-customers.ts';
import { claimCustomer } from './claim-customer.ts';
import { giveBackCustomer } from './give-back-customer.ts';
import { handOverCustomers } from './hand-over-customers.ts';
import { confirmOrder } from './orders/confirm-order.ts';

const LATER = NOW + 60_000;

eachDatabase('server', (current) => {
  /** A company with a second rep, a team of both, and a second territory. */
  async function makePeople() {
    const company = await makeCompany(current());
    const ids = { chen: newId(), team: newId(), elsewhere: newId(), gone: newId() };
    const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
    await writeAs(current(), 'command', async (tx) => {
      const users = [
        { id: ids.chen, login: 'chen', name: '陈静', active: 1 as const },
        { id: ids.gone, login: 'gone', name: '走了', active: 0 as const },
      ];
      await tx
        .insertInto('users')
        .values(users.map((user) => ({ ...user, roleId: newId(), phone: null, email: null, ...audit })))
        .execute();
      await tx
        .insertInto('territories')
        .values({ id: ids.elsewhere, code: 'HN', name: '湖南', ...audit })
        .execute();
      await tx
        .insertInto('teams')
        .values({ id: ids.team, code: 'KEY', name: '大客户组', leaderId: null, ...audit })
        .execute();
      await tx
        .insertInto('teamMembers')
        .values({ id: newId(), teamId: ids.team, userId: company.userId, ...audit })
        .execute();
    });
    return { company, ...ids };
  }
  const holding = async ({ customerId }: TestCompany) =>
    current()
      .kysely.selectFrom('customers')
      .select(['ownerId', 'ownerTeamId', 'holderId', 'territoryId', 'heldSince', 'updatedAt'])
      .where('id', '=', customerId)
      .executeTakeFirst();
  const history = async () =>
    current().kysely.selectFrom('ownerChanges').selectAll().orderBy('changedAt').orderBy('id').execute();
  const claim = ({ customerId }: TestCompany) => ({ customerId, changeId: newId() });
  const later: RunOptions = { now: LATER };

  it('R66 a customer of the pool is claimed: it has an owner, and a history with names', async () => {
    const { company } = await makePeople();
    const { customerId, userId, territoryId } = company;
    const scopes = ['company', `holder:${territoryId}`, `holder:${userId}`];
    expect(await company.run(claimCustomer, claim(company), { ...later, scopes })).toMatchObject({ state: 'applied' });
    expect(await holding(company)).toEqual({
      ownerId: userId,
      ownerTeamId: null,
      holderId: userId,
      territoryId,
      heldSince: LATER,
      updatedAt: LATER,
    });
    expect(await history()).toMatchObject([
      {
        customerId,
        customerCode: 'C0001',
        customerName: '武汉恒通百货有限公司',
        kind: 'claimed',
        fromOwnerId: null,
        fromOwnerName: null,
        toOwnerId: userId,
        toOwnerName: '周文斌',
        fromTerritoryName: null,
        changedAt: LATER,
        changedByName: '周文斌',
        deviceCode: 'K7',
      },
    ]);
  });

  it('R66 of two who claim one customer the second is told who has it now', async () => {
    const { company, chen } = await makePeople();
    const scopes = ['company', `holder:${company.territoryId}`];
    await company.run(claimCustomer, claim(company), later);
    expect(await company.run(claimCustomer, claim(company), { userId: chen, scopes })).toEqual({
      state: 'rejected',
      reason: {
        code: 'crm.customerHeld',
        params: {
          context: 'person',
          customer: '武汉恒通百货有限公司',
          officeHolder: '周文斌',
          officeSince: LATER,
        },
      },
    });
    expect(await company.run(claimCustomer, claim(company))).toMatchObject({
      reason: { code: 'crm.customerHeld', params: { context: 'own' } },
    });
    expect(await history()).toHaveLength(1);
  });

  it('R113 whoever has not got the territory learns nothing of its pool', async () => {
    const { company, elsewhere } = await makePeople();
    const scopes = ['company', `holder:${elsewhere}`];
    const refusal = { state: 'rejected', reason: { code: 'crm.customerGone', params: {} } };
    expect(await company.run(claimCustomer, claim(company), { scopes })).toEqual(refusal);
    await company.run(claimCustomer, claim(company));
    expect(await company.run(claimCustomer, claim(company), { scopes })).toEqual(refusal);
  });

  it('R66 the owner gives it back to the pool and says why; somebody else cannot', async () => {
    const { company, chen } = await makePeople();
    const { customerId, territoryId } = company;
    const args = { customerId, changeId: newId(), reason: '改由总部采购' };
    expect(await company.run(giveBackCustomer, args)).toMatchObject({
      reason: { code: 'crm.customerNotHeld', params: { context: 'pool' } },
    });
    await company.run(claimCustomer, claim(company));
    expect(await company.run(giveBackCustomer, args, { userId: chen })).toMatchObject({
      reason: { code: 'crm.customerNotHeld', params: { context: 'held', officeHolder: '周文斌' } },
    });
    expect(await company.run(giveBackCustomer, { ...args, reason: ' ' })).toMatchObject({
      reason: { code: 'kernel.invalidArguments' },
    });
    expect(await company.run(giveBackCustomer, args, later)).toMatchObject({ state: 'applied' });
    expect(await holding(company)).toMatchObject({ ownerId: null, holderId: territoryId, heldSince: LATER });
    expect((await history())[1]).toMatchObject({
      kind: 'givenBack',
      fromOwnerName: '周文斌',
      toOwnerName: null,
      reason: '改由总部采购',
    });
  });

  it('R66 who gives back what went to somebody else meanwhile is told to whom, and when', async () => {
    const { company, chen } = await makePeople();
    const { customerId, userId, territoryId } = company;
    await company.run(claimCustomer, claim(company));
    const to = { kind: 'person', userId: chen };
    const customers = [{ customerId, changeId: newId() }];
    const given = { customers, to, territoryId: null, reason: null, group: null };
    expect(await company.run(assignCustomers, given, later)).toMatchObject({ state: 'applied' });
    const args = { customerId, changeId: newId(), reason: '太远' };
    const scopes = ['company', `holder:${territoryId}`, `holder:${userId}`];
    expect(await company.run(giveBackCustomer, args, { now: LATER + 1, scopes })).toMatchObject({
      state: 'rejected',
      reason: { code: 'crm.customerGone', params: { context: 'handedOn', officeBy: '陈静', officeAt: LATER } },
    });
  });

  it('R66 what a team has, its members give back', async () => {
    const { company, team, chen } = await makePeople();
    const { customerId } = company;
    const to = { kind: 'team', teamId: team };
    const customers = [{ customerId, changeId: newId() }];
    await company.run(assignCustomers, { customers, to, territoryId: null, reason: null, group: null });
    expect(await holding(company)).toMatchObject({ ownerId: null, ownerTeamId: team, holderId: team });
    const args = { customerId, changeId: newId(), reason: '太远' };
    expect(await company.run(giveBackCustomer, args, { userId: chen })).toMatchObject({ state: 'rejected' });
    expect(await company.run(giveBackCustomer, args, later)).toMatchObject({ state: 'applied' });
    expect((await history())[1]).toMatchObject({ kind: 'givenBack', fromTeamId: team, fromOwnerName: '大客户组' });
  });

  it('R66 many are assigned at once; those that are not there are left out, those that are theirs already stay', async () => {
    const { company, chen, elsewhere, gone } = await makePeople();
    const ids = [company.customerId, company.otherCustomerId, newId()];
    const args = (to: object, territoryId: string | null = null) => ({
      customers: ids.map((customerId) => ({ customerId, changeId: newId() })),
      to,
      territoryId,
      reason: null,
      group: null,
    });
    const toChen = { kind: 'person', userId: chen };
    expect(await company.run(assignCustomers, args(toChen))).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'crm.customersLeftOut', params: { count: 1 } }],
      result: { moved: 2, leftOut: 1 },
    });
    expect(await company.run(assignCustomers, args(toChen))).toMatchObject({ result: { moved: 0 } });
    expect(await history()).toHaveLength(2);
    expect(await company.run(assignCustomers, args({ kind: 'same' }, elsewhere), later)).toMatchObject({
      result: { moved: 2 },
    });
    expect(await holding(company)).toMatchObject({ ownerId: chen, holderId: chen, territoryId: elsewhere });
    expect((await history())[3]).toMatchObject({
      kind: 'moved',
      fromTerritoryName: '湖北',
      toTerritoryName: '湖南',
      fromOwnerName: '陈静',
      toOwnerName: '陈静',
    });
    const refused = (context: string) => ({ reason: { code: 'crm.receiverGone', params: { context } } });
    expect(await company.run(assignCustomers, args({ kind: 'person', userId: gone }))).toMatchObject(refused('person'));
    expect(await company.run(assignCustomers, args({ kind: 'team', teamId: newId() }))).toMatchObject(refused('team'));
    expect(await company.run(assignCustomers, args({ kind: 'pool' }, newId()))).toMatchObject(refused('territory'));
    expect(await company.run(assignCustomers, args({ kind: 'same' }))).toMatchObject({
      reason: { code: 'kernel.invalidArguments' },
    });
    expect(await company.run(assignCustomers, args(toChen), { scopes: ['company'] })).toMatchObject({
      reason: { code: 'crm.customerGone' },
    });
    const permissions = ['crm.claimCustomer'];
    expect(await company.run(assignCustomers, args(toChen), { permissions })).toMatchObject({
      reason: { code: 'kernel.notPermitted' },
    });
  });

  it('R66 a leaver’s customers go to others, by territory; what is no longer the leaver’s stays where it went', async () => {
    const { company, chen, team, elsewhere } = await makePeople();
    const { userId, customerId, otherCustomerId } = company;
    await company.run(claimCustomer, claim(company));
    await company.run(claimCustomer, { customerId: otherCustomerId, changeId: newId() });
    await company.run(assignCustomers, {
      customers: [{ customerId: otherCustomerId, changeId: newId() }],
      to: { kind: 'same' },
      territoryId: elsewhere,
      reason: null,
      group: null,
    });
    const args = (...ids: string[]) => ({
      fromUserId: userId,
      customers: ids.map((id) => ({ customerId: id, changeId: newId() })),
      receivers: [
        { territoryId: elsewhere, to: { kind: 'team', teamId: team } },
        { territoryId: null, to: { kind: 'person', userId: chen } },
      ],
      reason: '离职',
      group: 'g1',
      isLast: true,
    });
    expect(await company.run(handOverCustomers, args(customerId), later)).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'crm.moreCustomers', params: { count: 1, person: '周文斌' } }],
    });
    expect(await company.run(handOverCustomers, args(customerId, otherCustomerId), later)).toMatchObject({
      state: 'adjusted',
      adjustments: [{ code: 'crm.customersLeftOut', params: { count: 1 } }],
      result: { moved: 1, leftOut: 1 },
    });
    expect(await holding(company)).toMatchObject({ ownerId: chen });
    expect((await history()).filter(({ kind }) => kind === 'handedOver')).toMatchObject([
      { customerId, fromOwnerName: '周文斌', toOwnerName: '陈静', reason: '离职' },
      { customerId: otherCustomerId, fromOwnerName: '周文斌', toOwnerName: '大客户组', toTeamId: team },
    ]);
  });

  it('R66 an order for a customer who was handed over is refused with the name of who has it now', async () => {
    const { company, chen } = await makePeople();
    const { customerId, userId } = company;
    const scopes = ['company', `holder:${userId}`];
    const order = () => orderArgs(company, [{ product: company.mug, pieces: 1 }]);
    await company.run(claimCustomer, claim(company));
    const args = { customers: [{ customerId, changeId: newId() }], territoryId: null, reason: null, group: null };
    await company.run(assignCustomers, { ...args, to: { kind: 'person', userId: chen } }, later);
    const customer = '武汉恒通百货有限公司';
    expect(await company.run(confirmOrder, order(), { scopes })).toEqual({
      state: 'rejected',
      reason: { code: 'crm.customerGone', params: { context: 'taken', customer, officeBy: '陈静', officeAt: LATER } },
    });
    expect(await company.run(confirmOrder, order(), { scopes: ['company'], userId: newId() })).toMatchObject({
      reason: { code: 'crm.customerGone', params: {} },
    });
  });
});
