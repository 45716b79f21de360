import { expect, it } from 'vitest';
import { eachDatabase, writeAs } from '../../tests/support/databases.ts';
import { customer, order } from '../../tests/support/sample-rows.ts';
import { makeSimulation } from '../../tests/support/simulated-world.ts';
import { createCompany } from './create-company.ts';
import { recycleCustomers } from './recycle-customers.ts';

const DAY_MS = 86_400_000;
const zhou = 'zhou';

eachDatabase('server', (current) => {
  async function begin() {
    const { world } = makeSimulation(5);
    await createCompany({ database: current(), world }, { name: '行囊', currency: 'CNY', country: 'CN' });
    const now = world.clock.now();
    const audit = { createdAt: now, createdBy: 'tester', updatedAt: now, updatedBy: 'tester', deletedAt: null };
    const ago = (days: number) => now - days * DAY_MS;
    const held = (id: string, days: number, given: object = {}) =>
      customer(id, { ownerId: zhou, createdAt: ago(400), heldSince: ago(days), ...given });
    await writeAs(current(), 'command', async (tx) => {
      await tx
        .insertInto('users')
        .values({ id: zhou, login: zhou, name: '周文斌', roleId: 'r', active: 1, phone: null, email: null, ...audit })
        .execute();
      await tx
        .insertInto('customers')
        .values([
          held('silent', 61),
          held('fresh', 59),
          held('ordered', 200),
          held('open', 200),
          held('cancelled', 200),
          held('always', 0, { heldSince: null }),
          held('removed', 200, { deletedAt: now }),
          customer('pool', { heldSince: ago(300) }),
        ])
        .execute();
      await tx
        .insertInto('orders')
        .values([
          order('o1', { customerId: 'ordered', state: 'closed', confirmedAt: ago(30) }),
          order('o2', { customerId: 'open', state: 'open', confirmedAt: ago(150) }),
          order('o3', { customerId: 'cancelled', state: 'cancelled', confirmedAt: ago(3) }),
          order('o4', { customerId: 'silent', state: 'closed', confirmedAt: ago(90) }),
        ])
        .execute();
    });
    return { writer: { database: current(), world }, now, audit };
  }
  const inPool = async () => {
    const rows = current().kysely.selectFrom('customers').select('id').where('ownerId', 'is', null).orderBy('id');
    return (await rows.execute()).map(({ id }) => id);
  };
  const versionOf = async () =>
    current().kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow();

  it('R66 customers without contact go to the pool, with a history; open and young ones stay', async () => {
    const { writer, now } = await begin();
    expect(await recycleCustomers(writer)).toEqual({ customers: 3 });
    expect(await inPool()).toEqual(['always', 'cancelled', 'pool', 'silent']);
    expect(
      await current()
        .kysely.selectFrom('ownerChanges')
        .select(['customerId', 'kind', 'fromOwnerId', 'fromOwnerName', 'toOwnerName', 'changedAt', 'changedByName'])
        .orderBy('customerId')
        .limit(1)
        .execute(),
    ).toEqual([
      {
        customerId: 'always',
        kind: 'recycled',
        fromOwnerId: zhou,
        fromOwnerName: '周文斌',
        toOwnerName: null,
        changedAt: now,
        changedByName: '',
      },
    ]);
    const row = current().kysely.selectFrom('customers').select(['holderId', 'heldSince']).where('id', '=', 'silent');
    expect(await row.executeTakeFirst()).toEqual({ holderId: 't1', heldSince: now });
    // Whoever lost it is told: the history is a row of that person's own.
    const told = current().kysely.selectFrom('scopeLog').select('rowId').where('scope', '=', `user:${zhou}`);
    expect(await told.where('tableName', '=', 'ownerChanges').execute()).toHaveLength(3);
    const version = await versionOf();
    expect(await recycleCustomers(writer)).toEqual({ customers: 0 });
    expect(await versionOf()).toEqual(version);
  });

  it.each([
    ['100', ['always', 'cancelled', 'pool']],
    ['0', ['pool']],
    ['soon', ['always', 'cancelled', 'pool', 'silent']],
  ])('R66 the company says after how many days: %s', async (value, expected) => {
    const { writer, audit } = await begin();
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('settings')
        .values({ id: 'crm.poolDays', value, ...audit })
        .execute(),
    );
    await recycleCustomers(writer);
    expect(await inPool()).toEqual(expected);
  });
});
