import { expect, it } from 'vitest';
import { registry } from '#shared/registry.ts';
import { newSqlite, writeAs } from '../../support/databases.ts';
import { customer } from '../../support/sample-rows.ts';
import { readWritten } from './read-written.ts';

it('tells the rows of the newest versions as they are now, and those that went', async () => {
  const server = await newSqlite('server');
  const add = (id: string, version: number) =>
    writeAs(server, 'command', (tx) => tx.insertInto('customers').values(customer(id)).execute(), { version });
  await add('a', 1);
  await add('b', 2);
  await add('c', 2);
  await writeAs(server, 'command', (tx) => tx.deleteFrom('customers').where('id', '=', 'c').execute(), { version: 3 });
  const written = await readWritten(server.kysely, registry, 1);
  expect(written.map(({ table, id, row }) => [table, id, row?.name ?? null])).toEqual([
    ['customers', 'b', 'Customer b'],
    ['customers', 'c', null],
  ]);
  await server.close();
});
