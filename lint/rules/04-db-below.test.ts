import { expect, it } from 'vitest';
import { dbBelow } from './04-db-below.ts';
import { feed } from './feed.ts';

it.each([
  ['a command', `import { placeOrder } from '#shared/domains/sales/commands/place-order.ts';`],
  ['the registry', `import type { registry } from '#shared/registry.ts';`],
  ['a model', `import { orderStates } from '#shared/domains/sales/model.ts';`],
  ['the device', `import { Store } from '../../electron/device/store.ts';`],
  ['the server', `import type { Company } from '#server/company.ts';`],
  ['a logger', `import { pino } from 'pino';`],
  ['the network', `import { request } from 'node:http';`],
  ['a process', `import { spawn } from 'node:child_process';`],
  ['electron', `import { app } from 'electron';`],
])('refuses %s', (_what, text) => {
  expect(feed(dbBelow, { 'db/migrations/0001-sales-orders.ts': text })).toHaveLength(1);
});

it('lets db import kernel, table descriptors, its own files, drivers and Node', () => {
  const text = `
    import { defineTable } from '#shared/kernel/table.ts';
    import { orders } from '#shared/domains/sales/tables.ts';
    import { addTable } from './add-table.ts';
    import Database from 'better-sqlite3';
    import { existsSync } from 'node:fs';
  `;
  expect(feed(dbBelow, { 'db/migrations/0001-sales-orders.ts': text })).toEqual([]);
});
