import { expect, it } from 'vitest';
import { makeCompany, NOW, newId } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { outbound } from '../../../../tests/support/outbound.ts';
import { type Promises, promises, promisesOf } from './promises.ts';

const UNIT = 10_000;
const audit = { createdAt: NOW, createdBy: 'tester', updatedAt: NOW, updatedBy: 'tester', deletedAt: null };

eachDatabase('server', (current) => {
  it('R21 what orders hold back that this device does not see is not promised again', async () => {
    const company = await makeCompany(current());
    await outbound(company, current()).order([{ product: company.jug, pieces: 30 }], { requestedOn: '2026-11-27' });
    // A rep's file: the balance is the company's, the order belongs to another territory.
    await writeAs(current(), 'apply', async (tx) => {
      await tx.deleteFrom('reservations').execute();
      await tx.deleteFrom('orderLines').execute();
      await tx.deleteFrom('orders').execute();
    });
    const answer = await promises.run(
      current().kysely,
      { productId: company.jug.id, warehouseId: company.warehouseId, on: null, wanted: 9 * UNIT },
      {
        actor: { userId: company.userId, permissions: new Set() },
        now: NOW,
        search: async () => [],
        findByCodes: async () => [],
      },
    );
    expect(answer).toMatchObject({ onDay: 8 * UNIT, firstOn: null });
  });

  it('R21 what comes and what is promised by a day, and never more than on a later one', async () => {
    const company = await makeCompany(current());
    const way = outbound(company, current());
    const { warehouseId } = company;
    const ask = (wanted: number, on: string | null = null): Promise<Promises> =>
      promises.run(
        current().kysely,
        { productId: company.jug.id, warehouseId, on, wanted: wanted * UNIT },
        {
          actor: { userId: company.userId, permissions: new Set() },
          now: NOW,
          search: async () => [],
          findByCodes: async () => [],
        },
      );
    expect((await ask(38)).days).toEqual([{ on: '2026-11-23', quantity: 38 * UNIT }]);
    await way.order([{ product: company.jug, pieces: 50 }], { requestedOn: '2026-11-27' });
    await writeAs(current(), 'command', (tx) =>
      tx
        .insertInto('expectedReceipts')
        .values({
          id: newId(),
          productId: company.jug.id,
          warehouseId,
          quantity: 30 * UNIT,
          dueOn: '2026-11-30',
          origin: 'purchase',
          ...audit,
        })
        .execute(),
    );
    const answer = await ask(18, '2026-11-29');
    const all = await promisesOf.run(
      current().kysely,
      {
        ...{ warehouseId, on: '2026-11-29' },
        wanted: [
          { productId: company.jug.id, quantity: 18 * UNIT },
          { productId: company.mug.id, quantity: 5 * UNIT },
          { productId: newId(), quantity: UNIT },
        ],
      },
      {
        actor: { userId: company.userId, permissions: new Set() },
        now: NOW,
        search: async () => [],
        findByCodes: async () => [],
      },
    );
    expect(all.map(({ onDay, wholeOn, someOn }) => ({ onDay, wholeOn, someOn }))).toEqual([
      { onDay: -12 * UNIT, wholeOn: '2026-11-30', someOn: '2026-11-30' },
      { onDay: expect.any(Number), wholeOn: '2026-11-23', someOn: '2026-11-23' },
      { onDay: 0, wholeOn: null, someOn: null },
    ]);
    expect(answer.days.at(-1)).toEqual({ on: '2026-11-30', quantity: 18 * UNIT });
    expect(answer).toMatchObject({ firstOn: '2026-11-30', onDay: -12 * UNIT });
    expect((await ask(19)).firstOn).toBeNull();
    expect(answer.late).toBeNull();
    // Counted on from today on, and told: it should have been here for a week.
    await writeAs(current(), 'command', (tx) =>
      tx.updateTable('expectedReceipts').set({ dueOn: '2026-11-16' }).where('dueOn', '=', '2026-11-30').execute(),
    );
    expect(await ask(18)).toMatchObject({ firstOn: '2026-11-23', late: { quantity: 30 * UNIT, dueOn: '2026-11-16' } });
  });
});
