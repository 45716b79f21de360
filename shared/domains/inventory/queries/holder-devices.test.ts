// Which computers of a person this device knows of, by the papers that they wrote.
import { beforeEach, expect, it } from 'vitest';
import { makeCompany, NOW, newId, type TestCompany } from '../../../../tests/support/company.ts';
import { eachDatabase, writeAs } from '../../../../tests/support/databases.ts';
import { outbound } from '../../../../tests/support/outbound.ts';
import { holderDevices } from './holder-devices.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  beforeEach(async () => {
    company = await makeCompany(current());
  });
  const ask = (userId: string) => {
    const actor = { userId, permissions: new Set<string>() };
    const context = { actor, now: NOW, search: async () => [], findByCodes: async () => [] };
    return holderDevices.run(current().kysely, { userId }, context);
  };

  it('names each computer once with its latest paper, the one used last first, and nobody else’s', async () => {
    const way = outbound(company, current());
    const orders = [];
    for (const pieces of [1, 2, 3]) orders.push(await way.order([{ product: company.mug, pieces }]));
    const [first, second, third] = orders;
    await writeAs(current(), 'command', async (tx) => {
      const write = (orderId: string | undefined, set: object) =>
        tx
          .updateTable('orders')
          .set(set)
          .where('id', '=', orderId ?? '')
          .execute();
      await write(first?.orderId, { number: 'SO-M2-000001', deviceCode: 'M2', createdAt: NOW + 2 });
      await write(second?.orderId, { number: 'SO-K7-000002', deviceCode: 'K7', createdAt: NOW + 1 });
      await write(third?.orderId, { number: 'SO-K7-000001', deviceCode: 'K7', createdAt: NOW });
    });
    expect(await ask(company.userId)).toEqual([
      { code: 'M2', number: 'SO-M2-000001', writtenAt: NOW + 2 },
      { code: 'K7', number: 'SO-K7-000002', writtenAt: NOW + 1 },
    ]);
    expect(await ask(newId())).toEqual([]);
  });
});
