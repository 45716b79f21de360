import { expect, it } from 'vitest';
import { portableReads } from './11-portable-reads.ts';
import { feed } from './feed.ts';

const command = 'shared/domains/sales/commands/place-order.ts';
const query = 'shared/domains/sales/queries/order-list.ts';
const history = {
  'shared/domains/inventory/tables.ts': `
    export const stockMovements = defineTable('stockMovements', { columns: {}, scopedBy: [], history: true });
    export const stock = defineTable('stock', { columns: {}, scopedBy: [], history: false });
  `,
};

it.each([
  ['raw SQL', `import { sql } from 'kysely';`],
  ['raw SQL under another name', `import { sql as raw } from 'kysely';`],
  ['all of kysely', `import * as kysely from 'kysely';`],
  ['a helper for one database', `import { jsonArrayFrom } from 'kysely/helpers/sqlite';`],
  ['LIKE', `export const q = (db: Reader) => db.selectFrom('a').where('name', 'like', '%x%').orderBy('id').execute();`],
  ['ILIKE in an expression', `export const e = (eb: Eb) => eb('name', 'ILIKE', 'x');`],
  ['CAST', `export const e = (eb: Eb) => eb.cast('total', 'text');`],
  ['REPLACE', `export const e = (eb: Eb) => eb.fn('replace', ['name']);`],
  ['a date function', `export const e = ({ fn }: Eb) => fn<string>('strftime', ['at']);`],
  ['a function whose name is computed', `export const e = (eb: Eb, name: string) => eb.fn(name, ['at']);`],
  ['an average', `export const e = (eb: Eb) => eb.fn.avg('total');`],
  ['an aggregate of one database', `export const e = (eb: Eb) => eb.fn.agg('string_agg', ['name']);`],
  [
    'a lock of one database',
    `export const q = (tx: Tx) => tx.selectFrom('a').where('id', '=', 'x').forUpdate().executeTakeFirst();`,
  ],
  [
    'an operator in a variable',
    `export const q = (db: Reader, op: Op) => db.selectFrom('a').where('b', op, 1).orderBy('id').execute();`,
  ],
  ['an operator in a variable of an expression', `export const e = (eb: Eb, op: Op) => eb('name', op, 'x');`],
  [
    'an order that is taken away',
    `export const q = (db: Reader) => db.selectFrom('a').orderBy('id').clearOrderBy().execute();`,
  ],
  ['fn under another name', `export const e = ({ fn: f }: Eb) => f('strftime', ['at']);`],
  ['fn in a variable', `export const e = (eb: Eb) => { const f = eb.fn; return f('strftime', ['at']); };`],
  ['an order in which rows tie', `export const q = (db: Reader) => db.selectFrom('a').orderBy('dueOn').execute();`],
  ['a read without an order', `export const q = (db: Reader) => db.selectFrom('a').selectAll().execute();`],
  [
    'groups without an order',
    `export const q = (db: Reader) => db.selectFrom('a').groupBy('b').select((eb) => eb.fn.sum('c')).execute();`,
  ],
  [
    'a read without an order, in pieces',
    `export function q(db: Reader, open: boolean) {
      let rows = db.selectFrom('a').selectAll();
      if (open) rows = rows.where('state', '=', 'open');
      return rows.execute();
    }`,
  ],
  [
    'a read without an order, from a function',
    `const base = (db: Reader) => db.selectFrom('a').selectAll();\nexport const q = (db: Reader) => base(db).execute();`,
  ],
  ['any first row', `export const q = (db: Reader) => db.selectFrom('a').selectAll().executeTakeFirst();`],
  ['some rows of a subquery', `export const e = (eb: Eb) => eb.exists(eb.selectFrom('a').select('id').limit(1));`],
])('refuses %s', (_what, text) => {
  expect(feed(portableReads, { [query]: text })).toHaveLength(1);
});

it.each([
  [
    'history in a command',
    command,
    `export const r = (tx: Tx) => tx.selectFrom('stockMovements as m').orderBy('id').execute();`,
  ],
  [
    'history by a join',
    command,
    `export const r = (tx: Tx) => tx.selectFrom('stock').leftJoin('stockMovements', 'a', 'b').orderBy('id').execute();`,
  ],
  [
    'history beside another table',
    command,
    `export const r = (tx: Tx) => tx.selectFrom(['stock', 'stockMovements']).orderBy('id').execute();`,
  ],
  [
    'history in what a command declares',
    command,
    `export const c = defineCommand({ reads: ['stock', 'stockMovements'] });`,
  ],
  ['history in a workflow', 'shared/workflows/ship-order.ts', `export const c = { reads: ['stockMovements'] };`],
  ['history in an api', 'shared/domains/inventory/api.ts', `export const c = { reads: ['stockMovements'] };`],
])('refuses %s', (_what, path, text) => {
  expect(feed(portableReads, { ...history, [path]: text })).toHaveLength(1);
});

it('lets queries read history in order, and commands write it', () => {
  const files = {
    ...history,
    [query]: `export const q = (db: Reader) => db.selectFrom('stockMovements').selectAll().orderBy('id').execute();`,
    [command]: `
      export const c = defineCommand({ reads: ['stock'], writes: ['stockMovements'] });
      export const r = (tx: Tx) => tx.insertInto('stockMovements').values({}).execute();
    `,
  };
  expect(feed(portableReads, files)).toEqual([]);
});

it.each([
  [
    'a read by key',
    `export const q = (tx: Tx) => tx.selectFrom('a').where('id', '=', 'x').selectAll().executeTakeFirst();`,
  ],
  [
    'an aggregate',
    `export const q = (tx: Tx) => tx.selectFrom('a').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();`,
  ],
  [
    'an aggregate as rows',
    `export const q = (tx: Tx) => tx.selectFrom('a').select(({ fn }) => [fn.sum('b').as('c')]).execute();`,
  ],
  [
    'an order in pieces',
    `export function q(db: Reader) {
      let rows = db.selectFrom('a').selectAll().orderBy('name').orderBy('id');
      rows = rows.where('state', '=', 'open').limit(50);
      return rows.execute();
    }`,
  ],
  ['writes', `export const w = (tx: Tx) => tx.updateTable('a').set({ b: 1 }).where('c', '=', 2).execute();`],
  ['savepoints', `export const s = (tx: Tx) => tx.savepoint('one').execute();`],
  [
    'JavaScript of the same names',
    `export const t = (a: string) => [a.replace('like', 'x'), ['a', 'like', 'b'], match('a', 'b')];`,
  ],
  ['portable functions', `export const e = (eb: Eb) => eb.fn.coalesce('a', eb.fn('abs', ['b']));`],
])('lets pass %s', (_what, text) => {
  expect(feed(portableReads, { [query]: text })).toEqual([]);
});
