import { expect, it } from 'vitest';
import { domainsApart } from './05-domains-apart.ts';
import { feed } from './feed.ts';

const command = 'shared/domains/sales/commands/place-order.ts';
const query = 'shared/domains/reports/queries/customer-360.ts';
const workflow = 'shared/workflows/confirm-order.ts';

it.each([
  ["a command of another domain's api", command, `import { reserve } from '../../inventory/api.ts';`],
  ["a command of another domain's table types", command, `import type { Stock } from '../../inventory/tables.ts';`],
  ["a query of another domain's tables as a value", query, `import { customers } from '../../crm/tables.ts';`],
  ["a query of another domain's model type", query, `import type { State } from '../../sales/model.ts';`],
  ['a domain of a workflow', command, `import { confirmOrder } from '#shared/workflows/confirm-order.ts';`],
  ['a domain of the registry', command, `import type { registry } from '#shared/registry.ts';`],
  ['a workflow of a command', workflow, `import { placeOrder } from '../domains/sales/commands/place-order.ts';`],
  ['a workflow of a model', workflow, `import type { Order } from '../domains/sales/model.ts';`],
  ['a workflow of another workflow', workflow, `import { shipOrder } from './ship-order.ts';`],
  ['kernel of a domain', 'shared/kernel/runner.ts', `import type { Order } from '../domains/sales/tables.ts';`],
  ['the protocol of a domain', 'shared/protocol/sync.ts', `import { states } from '../domains/sales/model.ts';`],
])('refuses the import by %s', (_what, path, text) => {
  expect(feed(domainsApart, { [path]: text })).toHaveLength(1);
});

const tables = {
  'shared/domains/inventory/tables.ts': `export const balances = defineTable('stockBalances', {});`,
  'shared/domains/sales/tables.ts': `export const orders = defineTable('orders', {});`,
};
it.each([
  ["another domain's table", command, `export const w = (tx: Tx) => tx.updateTable('stockBalances as b').set({});`],
  ['one in api.ts', 'shared/domains/sales/api.ts', `export const w = (tx: Tx) => tx.insertInto('stockBalances');`],
  ['a table whose name is computed', command, 'export const w = (tx: Tx, name: string) => tx.deleteFrom(name);'],
  ['any table from a workflow', workflow, `export const w = (tx: Tx) => tx.updateTable('orders').set({});`],
])('refuses to write %s', (_what, path, text) => {
  expect(feed(domainsApart, { ...tables, [path]: text })).toHaveLength(1);
});

it('lets a domain write its own tables', () => {
  const text = `export const w = (tx: Tx) => tx.updateTable('orders').set({});`;
  expect(feed(domainsApart, { ...tables, [command]: text })).toEqual([]);
});

it.each([
  [
    'a domain of itself and kernel',
    command,
    `import { a } from '../rules/price.ts';\nimport { b } from '#shared/kernel/money.ts';`,
  ],
  ["a query of another domain's row types", query, `import type { Customers } from '../../crm/tables.ts';`],
  [
    'a workflow of api, rules and kernel',
    workflow,
    `import { reserve } from '../domains/inventory/api.ts';\nimport { creditLeft } from '../domains/billing/rules/credit-limit.ts';\nimport { defineCommand } from '../kernel/command.ts';`,
  ],
  ['the list of workflows', 'shared/workflows/index.ts', `import { shipOrder } from './ship-order.ts';`],
  ['a workflow of its own folder', 'shared/workflows/ship-order/ship-order.ts', `import { split } from './split.ts';`],
  ['the registry of a domain', 'shared/registry.ts', `import { sales } from './domains/sales/index.ts';`],
])('lets pass the import by %s', (_what, path, text) => {
  expect(feed(domainsApart, { [path]: text })).toEqual([]);
});
