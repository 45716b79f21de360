import { expect, it } from 'vitest';
import { rendererValues } from './02-renderer-values.ts';
import { feed } from './feed.ts';

const path = 'renderer/features/sales/order-entry/order-entry.tsx';

it.each([
  ['a command as a value', `import { placeOrder } from '#shared/domains/sales/commands/place-order.ts';`],
  ['a type import that still loads the module', `import { type Order } from '#shared/domains/sales/tables.ts';`],
  ['the registry', `import { registry } from '#shared/registry.ts';`],
  ['the protocol as a value', `import { bridgeLimits } from '#shared/protocol/bridge.ts';`],
  ['a type of db', `import type { Handle } from '#db/sqlite.ts';`],
  ['electron', `import { ipcRenderer } from 'electron';`],
  ['electron/', `import type { Session } from '../../../../electron/device/session.ts';`],
  ['Node', `import { join } from 'node:path';`],
  ['a global of Node', `export const isDev = process.env.NODE_ENV;`],
  ['a command by dynamic import', `export const load = () => import('#shared/domains/sales/commands/place-order.ts');`],
])('refuses %s', (_what, text) => {
  expect(feed(rendererValues, { [path]: text })).toHaveLength(1);
});

it('lets the renderer take values of kernel, models and rules, and types of the rest', () => {
  const text = `
    import { formatDecimal } from '#shared/kernel/money.ts';
    import { orderStates } from '#shared/domains/sales/model.ts';
    import { creditLeft } from '#shared/domains/billing/rules/credit-limit.ts';
    import type { Order } from '#shared/domains/sales/tables.ts';
    import type { Bridge } from '#shared/protocol/bridge.ts';
    import { Button } from 'antd';
    import { useCommand } from '../../../app/use-command.ts';
  `;
  expect(feed(rendererValues, { [path]: text })).toEqual([]);
});

it('refuses a rule that brings a command along', () => {
  const files = {
    [path]: `import { creditLeft } from '#shared/domains/billing/rules/credit-limit.ts';`,
    'shared/domains/billing/rules/credit-limit.ts': `import { limitOf } from '../model.ts';`,
    'shared/domains/billing/model.ts': `export { limitOf } from './commands/set-limit.ts';`,
  };
  expect(feed(rendererValues, files)).toEqual([
    expect.stringContaining('model.ts → shared/domains/billing/commands/set-limit.ts'),
  ]);
});

it('lets a rule name the types of a table', () => {
  const files = {
    [path]: `import { creditLeft } from '#shared/domains/billing/rules/credit-limit.ts';`,
    'shared/domains/billing/rules/credit-limit.ts': `import type { Account } from '../tables.ts';`,
  };
  expect(feed(rendererValues, files)).toEqual([]);
});
