import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs } from 'kysely';
import { expect, test } from 'vitest';
import type { SatchelDatabase } from '#db/database.ts';
import { registry } from '#shared/registry.ts';
import { confirmOrder } from '#shared/workflows/orders/confirm-order.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, startTestCompany, TestDevice } from '../../tests/support/server.ts';
import { fault } from '../../tests/support/test-commands.ts';
import { rerunFailed } from '../sync/rerun-failed.ts';
import { checkChains } from './check-chain.ts';
import { topicOf } from './command-topic.ts';
import { indexCommands } from './index-commands.ts';

const [orderId, customerId, warehouseId] = [newTestId(), newTestId(), newTestId()];
const orderArgs = {
  orderId,
  number: 'SO-K7-000123',
  exposureEntryId: newTestId(),
  customerId,
  warehouseId,
  currency: 'CNY',
  requestedOn: null,
  paymentTermsDays: 30,
  shipTo: null,
  note: null,
  lines: [
    {
      id: newTestId(),
      productId: newTestId(),
      quantity: 10_000,
      unitPrice: 1,
      listPrice: 1,
      discount: 0,
      taxRate: 0,
    },
  ],
};

test('an order is about its number, its customer and its row', () => {
  const result = { number: 'SO-K7-000123', customerName: '武汉长江大酒店', totalMinor: 7_062, currency: 'CNY' };
  expect(topicOf(confirmOrder, { id: 'c1', args: orderArgs }, result)).toEqual({
    commandId: 'c1',
    documentKey: 'so-k7-000123',
    customerId,
    rowId: orderId,
    words: 'so-k7-000123 武汉长江大酒店',
    subject: JSON.stringify({
      document: 'SO-K7-000123',
      party: '武汉长江大酒店',
      customerId,
      amountMinor: 7_062,
      currency: 'CNY',
    }),
  });
});

test('one that was refused is about what its arguments name', () => {
  const topic = topicOf(confirmOrder, { id: 'c1', args: orderArgs }, undefined);
  expect(topic).toMatchObject({ documentKey: 'so-k7-000123', customerId, rowId: orderId });
});

test('R12 why a closed month was opened again stands with the deed, and it is found by it', () => {
  const reopen = registry.latestCommand('admin.reopenPeriod');
  const args = { legalEntityId: newTestId(), month: '2026-09', periodId: newTestId(), reason: ' A Late Invoice ' };
  const { subject, words } = topicOf(reopen, { id: 'c1', args }, undefined);
  expect(JSON.parse(subject)).toEqual({ document: '2026-09', note: 'A Late Invoice' });
  expect(words).toContain('late invoice');
});

test('what no database could keep is left out, and nothing breaks on arguments of any shape', () => {
  const odd = topicOf(undefined, { id: 'c1', args: { number: 'A\u0000\ud800', customerId: 'nobody' } }, undefined);
  expect(odd).toMatchObject({ documentKey: 'a', customerId: null, rowId: null, words: 'a' });
  for (const args of [null, 7, 'x', [1], { lines: [null, 3, [1]] }]) {
    expect(topicOf(confirmOrder, { id: 'c1', args }, undefined).commandId).toBe('c1');
  }
});

test('every command of the house says what it is about, or says nothing, without a result', () => {
  for (const definition of registry.commands.values()) {
    expect(() => topicOf(definition, { id: 'c1', args: {} }, undefined)).not.toThrow();
  }
});

/** Counts statements by the table that they insert into. */
class InsertCounter implements KyselyPlugin {
  readonly inserts = new Map<string, number>();
  total = 0;

  transformQuery({ node }: PluginTransformQueryArgs) {
    this.total += 1;
    if (node.kind === 'InsertQueryNode') {
      const table = node.into?.table.identifier.name ?? '';
      this.inserts.set(table, (this.inserts.get(table) ?? 0) + 1);
    }
    return node;
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    return result;
  }
}

eachDatabase('server', (current) => {
  const topics = () => current().kysely.selectFrom('commandTopics').selectAll().orderBy('words').execute();

  test('the entries of a push are written together: a command costs no statement more', async () => {
    const counter = new InsertCounter();
    const database: SatchelDatabase = Object.create(current(), {
      kysely: { value: current().kysely.withPlugin(counter) },
    });
    const company = await startTestCompany(database);
    const device = new TestDevice(company.server.url);
    await device.signIn('north');
    const add = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        device.issue('test.addCustomer', { id: newTestId(), name: `n${at}`, territoryId: company.north }),
      );
    const statementsOf = async (count: number) => {
      counter.inserts.clear();
      counter.total = 0;
      await device.push(...add(count));
      return { all: counter.total, topics: counter.inserts.get('commandTopics') };
    };
    const eight = await statementsOf(8);
    const many = await statementsOf(32);
    expect([eight.topics, many.topics]).toEqual([1, 1]);
    // What a command itself costs: everything else is paid once a push.
    const forOne = (many.all - eight.all) / 24;
    expect(Number.isInteger(forOne)).toBe(true);
    expect(counter.inserts.get('customers')).toBe(32);
    expect(counter.inserts.has('rowChanges')).toBe(false);
    expect(await topics()).toHaveLength(40);
    await company.server.close();
  });

  test('a command that is run again after it failed is about what it did then', async () => {
    const company = await startTestCompany(current());
    const device = new TestDevice(company.server.url);
    await device.signIn('north');
    const id = newTestId();
    fault.next = async () => {
      throw new Error('broken');
    };
    await device.push(device.issue('test.strike', { id, name: 'one', territoryId: company.north }));
    const before = await topics();
    expect(before.map(({ rowId }) => rowId)).toEqual([id]);
    await current().kysely.updateTable('commandTopics').set({ rowId: null }).execute();
    const { world } = company;
    const logger = company.server.house.logger;
    await rerunFailed({ database: current(), world, logger, registry: company.server.house.registry });
    const unsealed = (list: typeof before) => list.map(({ seal: _seal, ...topic }) => topic);
    expect(unsealed(await topics())).toEqual(unsealed(before));
    expect((await checkChains({ database: current() })).firstWrong).toBeNull();
    await company.server.close();
  });

  test('commands from before get their entry, once', async () => {
    const company = await startTestCompany(current());
    const device = new TestDevice(company.server.url);
    await device.signIn('north');
    const id = newTestId();
    await device.push(device.issue('test.addCustomer', { id, name: 'one', territoryId: company.north }));
    const written = await topics();
    await current().kysely.deleteFrom('commandTopics').execute();
    const writer = { database: Object.create(current()) as SatchelDatabase, registry };
    expect(await indexCommands(writer)).toEqual({ indexed: 1 });
    // The seal of then cannot be made up.
    expect(await topics()).toEqual(written.map((topic) => ({ ...topic, seal: null })));
    expect(await indexCommands(writer)).toEqual({ indexed: 0 });
    await company.server.close();
  });

  test('what the server does by itself leaves its changes, in its own name', async () => {
    const company = await startTestCompany(current());
    const changes = await current()
      .kysely.selectFrom('rowChanges')
      .select(['actorId', 'became'])
      .where('tableName', '=', 'users')
      .orderBy('version')
      .execute();
    expect(changes.map(({ became }) => became)).toEqual(['north', 'south', 'boss', 'stock']);
    expect(new Set(changes.map(({ actorId }) => actorId))).toEqual(new Set(['00000000-0000-7000-8000-000000000000']));
    await company.server.close();
  });
});
