import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTree, treeOf } from '../../lint/tree.ts';
import { findUnusedExports } from './find-unused-exports.ts';

/** What may be there for tests alone, or for a domain to come, with its reason. A name that comes into use leaves. */
const expected = [
  // The whole list of a side's own tables: the migrations are compared with it.
  'db/side-tables/both.ts: bothSidesTables',
  'db/side-tables/server.ts: serverTables',
  // Where later domains add a fact on a customer (open tickets, a contract) without a change of the screens.
  'renderer/ui/customer-contributions.tsx: addCustomerContribution',
  // R41 belongs to the one arithmetic of a document; the order's entry, which proposes by it, comes later.
];

it('every name that shipped code exports is used by shipped code', () => {
  expect(findUnusedExports(readTree(join(import.meta.dirname, '..', '..')))).toEqual(expected);
});

it('finds names that only tests use, and those that nobody uses', () => {
  const files = treeOf({
    'server/a.ts': `
      export const used = 1;
      export const usedHere = 2;
      export const onlyTested = 3;
      export function nobodys(): number { return usedHere; }
      export type Row = { a: number };
      export const { one, two: second } = { one: 1, two: 2 };
    `,
    'server/main.ts': `import { used, one, type Row } from './a.ts';\nexport * from './whole.ts';`,
    'server/whole.ts': 'export const part = 1;',
    'server/a.test.ts': `import { onlyTested } from './a.ts';`,
  });
  expect(findUnusedExports(files)).toEqual(['server/a.ts: onlyTested', 'server/a.ts: nobodys', 'server/a.ts: second']);
});
