/** R9, R113: how far somebody may go below the list is the person's and the role's, and nobody goes below the floor. */
import { expect, it } from 'vitest';
import { newId } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { orderArgs } from '../../../tests/support/order-args.ts';
import { makePeople, type TestPeople } from '../../../tests/support/people.ts';
import { changeRights } from '../../domains/admin/commands/change-rights.ts';
import { setPersonLimit } from '../../domains/admin/commands/set-person-limit.ts';
import { setRoleLimit } from '../../domains/admin/commands/set-role-limit.ts';
import { confirmOrder } from './confirm-order.ts';

eachDatabase('server', (current) => {
  let number = 100;
  /** One mug at 62.50 less a discount. */
  const order = ({ company, runAs }: TestPeople, discount: number) => {
    number += 1;
    const line = { product: company.mug, pieces: 1, discount };
    return runAs('rep', confirmOrder, orderArgs(company, [line], { number: `SO-K7-000${number}` }));
  };
  const beyond = (limit: number) => ({
    state: 'adjusted',
    result: { approvalHold: 1 },
    adjustments: [{ code: 'sales.discountBeyondLimit', params: { limit } }],
  });

  it('R9 a rep’s own limit stands before the role’s, and the role’s before the company’s', async () => {
    const people = await makePeople(current());
    const { roles, users, runAs } = people;
    expect(await order(people, 1_000)).toMatchObject({ state: 'applied' });
    expect(await order(people, 1_200)).toMatchObject(beyond(1_000));
    await runAs('administrator', setRoleLimit, { id: newId(), roleId: roles.rep, kind: 'discount', value: 1_200 });
    expect(await order(people, 1_200)).toMatchObject({ state: 'applied' });
    await runAs('administrator', setPersonLimit, { id: newId(), userId: users.rep, kind: 'discount', value: 500 });
    expect(await order(people, 501)).toMatchObject(beyond(500));
    expect(await order(people, 500)).toMatchObject({ state: 'applied' });
  });

  it('R113 a role that may give no discount asks for each', async () => {
    const people = await makePeople(current());
    const take = ['sales.confirmOrder#discount'];
    await people.runAs('administrator', changeRights, { roleId: people.roles.rep, grant: [], take });
    expect(await order(people, 0)).toMatchObject({ state: 'applied' });
    expect(await order(people, 1)).toMatchObject(beyond(0));
  });

  it('R9 below the floor a price waits, whatever the limit; exactly the floor does not', async () => {
    const people = await makePeople(current());
    const { company } = people;
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('products').set({ floorPrice: 60_0000 }).where('id', '=', company.mug.id).execute(),
    );
    expect(await order(people, 400)).toMatchObject({ state: 'applied' });
    expect(await order(people, 401)).toMatchObject({
      state: 'adjusted',
      result: { approvalHold: 1 },
      adjustments: [{ code: 'sales.priceBelowFloor', params: { line: 1, floorPrice: 60_0000, currency: 'CNY' } }],
    });
  });
});
