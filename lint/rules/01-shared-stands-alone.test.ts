import { expect, it } from 'vitest';
import { sharedStandsAlone } from './01-shared-stands-alone.ts';
import { feed } from './feed.ts';

const path = 'shared/domains/sales/commands/place-order.ts';

it.each([
  ['a file of db', `import { openSqlite } from '#db/sqlite.ts';`],
  ['a type of electron', `import type { Store } from '../../../../electron/device/store.ts';`],
  ['Node with its prefix', `import { readFileSync } from 'node:fs';`],
  ['Node without its prefix', `import { readFileSync } from 'fs';`],
  ['a package of the screen', `import { useState } from 'react';`],
  ['a type by import()', `export type App = import('electron').App;`],
  ['a re-export', `export { start } from '#server/main.ts';`],
  ['a global of Node', `export const home = process.env['HOME'];`],
  ['a global of the browser', `export const title = () => document.title;`],
  ['a global by globalThis', `export const now = globalThis.process;`],
  ['a global declared by hand', `declare const process: { pid: number };\nexport const pid = process.pid;`],
])('refuses %s', (_what, text) => {
  expect(feed(sharedStandsAlone, { [path]: text })).toHaveLength(1);
});

it('lets shared import shared and portable packages, and name its own things as it likes', () => {
  const text = `
    import type { Kysely } from 'kysely';
    import { z } from 'zod';
    import { sha256 } from '@noble/hashes/sha2.js';
    import { makeId } from '#shared/kernel/ids.ts';
    import type { Order } from '../tables.ts';
    export const close = (document: Order, history: string[]) => [document.id, history.length, { process: 1 }.process];
    export const idSchema = z.string();
  `;
  expect(feed(sharedStandsAlone, { [path]: text })).toEqual([]);
});

it('leaves tests beside the code free to use a database', () => {
  const test = 'shared/domains/sales/commands/place-order.test.ts';
  expect(feed(sharedStandsAlone, { [test]: `import { openSqlite } from '#db/sqlite.ts';` })).toEqual([]);
});
