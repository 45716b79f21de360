/** An order that waits for several words goes on when the last of them has come (R9); on both databases. */
import { expect, it } from 'vitest';
import { NOW, newId } from '../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../tests/support/databases.ts';
import { orderArgs } from '../../../tests/support/order-args.ts';
import { makePeople, type TestPeople } from '../../../tests/support/people.ts';
import { defaultRoles } from '../../domains/admin/model.ts';
import { orderAsking } from '../../domains/sales/rules/approval-binding.ts';
import { confirmOrder } from '../orders/confirm-order.ts';
import { askForApproval } from './ask-approval.ts';
import { decideApproval } from './decide-approval.ts';

const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };
const undecided = { decidedAt: null, decidedBy: null, decidedByName: null, onBehalfOf: null, decisionNote: null };

eachDatabase('server', (current) => {
  const orderOf = (id: string) =>
    current().kysely.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  /** An order that is held for its discount, and asked about as a large one beside it. */
  async function held({ company, roles }: TestPeople): Promise<string> {
    const args = orderArgs(company, [{ product: company.mug, pieces: 10, discount: 1_800 }]);
    await company.run(confirmOrder, args);
    const order = await orderOf(args.orderId);
    const lines = await current()
      .kysely.selectFrom('orderLines')
      .selectAll()
      .where('orderId', '=', order.id)
      .orderBy('position')
      .execute();
    const asking = orderAsking('largeOrder', order, lines, { limitValue: 500_000, reasons: [], note: null });
    const { limits = {} } = defaultRoles.find(({ code }) => code === 'manager') ?? {};
    await writeAs(current(), 'command', async (tx) => {
      const by = { askedAt: NOW, askedBy: company.userId, askedByName: '周文斌', byCode: 0 as const };
      const open = { state: 'asked' as const, reasons: '[]', validUntil: null, codeCheckedAt: null, ...undecided };
      await tx
        .insertInto('approvals')
        .values({ id: `${order.id}:largeOrder:1`, ...asking, ...by, ...open, ...audit })
        .execute();
      for (const kind of ['discount', 'approval'] as const) {
        const value = limits[kind] ?? 0;
        await tx
          .insertInto('roleLimits')
          .values({ id: newId(), roleId: roles.manager, kind, value, ...audit })
          .execute();
      }
    });
    return order.id;
  }

  const decide = (people: TestPeople, approvalId: string, decision: 'approve' | 'refuse') =>
    people.runAs('manager', decideApproval, { approvalId, decision, reason: '老客户', validUntil: null });

  it.each(['discount', 'largeOrder'])(
    'R9 one word of two leaves it on hold, whichever comes first: %s',
    async (first) => {
      const people = await makePeople(current());
      const id = await held(people);
      const second = first === 'discount' ? 'largeOrder' : 'discount';
      expect(await decide(people, `${id}:${first}:1`, 'approve')).toMatchObject({ state: 'applied' });
      expect(await orderOf(id)).toMatchObject({ approvalHold: 1 });
      expect(await decide(people, `${id}:${second}:1`, 'approve')).toMatchObject({ state: 'applied' });
      expect(await orderOf(id)).toMatchObject({ approvalHold: 0 });
    },
  );

  it('R9 a no to the one holds it, whatever the other says', async () => {
    const people = await makePeople(current());
    const id = await held(people);
    expect(await decide(people, `${id}:discount:1`, 'refuse')).toMatchObject({ state: 'applied' });
    expect(await decide(people, `${id}:largeOrder:1`, 'approve')).toMatchObject({ state: 'applied' });
    expect(await orderOf(id)).toMatchObject({ approvalHold: 1 });
  });

  it('R9 a word asked anew gets a round of its own where earlier rounds are not held (seed 50000749)', async () => {
    const people = await makePeople(current());
    const id = await held(people);
    const asked = async (): Promise<string[]> => {
      await people.company.run(askForApproval, { orderId: id, kind: 'discount', note: '请批准' });
      const words = current().kysely.selectFrom('approvals').select('id').where('documentId', '=', id);
      return (await words.where('kind', '=', 'discount').orderBy('id').execute()).map((word) => word.id);
    };
    await decide(people, `${id}:discount:1`, 'refuse');
    expect(await asked()).toEqual([`${id}:discount:1`, `${id}:discount:2`]);
    await writeAs(current(), 'apply', (tx) =>
      tx.deleteFrom('approvals').where('id', '=', `${id}:discount:1`).execute(),
    );
    await decide(people, `${id}:discount:2`, 'refuse');
    expect(await asked()).toEqual([`${id}:discount:2`, `${id}:discount:3`]);
  });

  it('R9 a word about a large order binds its lines, and needs its own right and limit', async () => {
    const people = await makePeople(current());
    const id = await held(people);
    const word = `${id}:largeOrder:1`;
    const asked = { approvalId: word, decision: 'approve', reason: '老客户', validUntil: null };
    expect(await people.runAs('finance', decideApproval, asked)).toMatchObject({
      state: 'rejected',
      reason: { code: 'admin.mayNotDecide', params: { context: 'largeOrder' } },
    });
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('orderLines').set({ secondDiscount: 500 }).where('orderId', '=', id).execute(),
    );
    expect(await decide(people, word, 'approve')).toMatchObject({
      state: 'rejected',
      reason: { code: 'admin.approvalVoided' },
    });
  });
});
