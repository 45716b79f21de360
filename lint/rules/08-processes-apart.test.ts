import { expect, it } from 'vitest';
import { processesApart } from './08-processes-apart.ts';
import { feed } from './feed.ts';

const device = 'electron/device/store.ts';
const main = 'electron/main/index.ts';

it.each([
  ['the device that imports electron', device, `import { app } from 'electron';`],
  ['the device that imports a type of electron', device, `import type { App } from 'electron';`],
  ['main that imports kysely', main, `import { Kysely } from 'kysely';`],
  ['main that imports db', main, `import { openSqlite } from '#db/sqlite.ts';`],
  ['main that imports a driver', main, `import Database from 'better-sqlite3';`],
  ['main that builds a query', main, `export const all = (device: Device) => device.selectFrom('orders');`],
  ['main that counts', main, `export const question = 'select count(*) from orders';`],
  ['main that asks with a common table', main, `export const question = 'WITH open AS (SELECT 1) SELECT * FROM open';`],
  ['main that replaces', main, `export const question = 'replace into orders values (1)';`],
  ['main that holds SQL', main, `export const question = 'select id, number from orders where state = 1';`],
  [
    'main that holds SQL in a template',
    main,
    `export const question = (t: string) => \`DELETE FROM \${t} WHERE id = 1\`;`,
  ],
  ['preload that sets a pragma', 'electron/preload/index.ts', `export const fast = 'pragma synchronous = off';`],
])('refuses %s', (_what, path, text) => {
  expect(feed(processesApart, { [path]: text })).toHaveLength(1);
});

it('refuses a device file that loads electron through another', () => {
  const files = {
    [device]: `import { dataFolder } from '../main/data-folder.ts';`,
    'electron/main/data-folder.ts': `import { app } from 'electron';\nexport const dataFolder = app.getPath('userData');`,
  };
  expect(feed(processesApart, files)).toEqual([expect.stringContaining('electron/main/data-folder.ts → electron')]);
});

it('refuses main that loads the database through a device file', () => {
  const files = {
    [main]: `import { limits } from '../device/store.ts';`,
    [device]: `import { openSqlite } from '#db/sqlite.ts';\nexport const limits = 1;`,
  };
  expect(feed(processesApart, files)).toEqual([expect.stringContaining('electron/device/store.ts → #db/sqlite.ts')]);
});

it('lets main start the device thread, take its message types, and speak of selecting and updating', () => {
  const files = {
    [main]: `
      import { app } from 'electron';
      import { Worker } from 'node:worker_threads';
      import type { Message } from '../device/thread.ts';
      import { registry } from '#shared/registry.ts';
      export const thread = new Worker(new URL('../device/thread.ts', import.meta.url));
      export const label = 'Select a file from the list, or update it';
      export const hint = 'With a file as (its) source, replace it';
      export const steps = ['Create tables', 'begin', 'Delete from here?'.length];
    `,
    'electron/device/thread.ts': `import { openSqlite } from '#db/sqlite.ts';`,
    'shared/registry.ts': `import { orders } from './domains/sales/index.ts';`,
  };
  expect(feed(processesApart, files)).toEqual([]);
});
