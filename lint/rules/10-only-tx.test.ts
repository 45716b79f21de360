import { expect, it } from 'vitest';
import { onlyTx } from './10-only-tx.ts';
import { feed } from './feed.ts';

const path = 'electron/device/store.ts';
const feedText = (text: string): string[] => feed(onlyTx, { [path]: text });

it.each([
  [
    'a query on the outer handle',
    `export const run = (db: Kysely<T>) => db.transaction().execute(async (tx) => {
      await db.selectFrom('orders').execute();
    });`,
  ],
  [
    'the handle of an object',
    `export class Store { run() { return this.#writer.transaction().execute(async (tx) => {
      await this.#writer.insertInto('outbox').execute();
    }); } }`,
  ],
  [
    'the handle when the callback takes no tx at all',
    `export const run = (writer: Kysely<T>) => writer.transaction().execute(async () => {
      await writer.deleteFrom('outbox').execute();
    });`,
  ],
  [
    'the handle handed on to a function',
    `export const run = (db: Kysely<T>) => inTransaction(db, async (tx) => { await append(db, tx); });`,
  ],
  [
    'the handle handed on by its type',
    `export const run = (rows: Kysely<T>) => async (tx: Tx) => { await append(rows, tx); };`,
  ],
  ['the handle of options', `export const run = (options: O) => async (tx: Tx) => append(options.db, tx);`],
  [
    'an alias of the handle',
    `export class Store { async run(tx: Tx) { const reads = this.connections; await reads.selectFrom('orders').execute(); } }`,
  ],
  [
    'a handle of the module',
    `const main = open();\nexport async function run(tx: Tx) { await main.updateTable('orders').execute(); }`,
  ],
  [
    'a handle that a function gives',
    `import { handle } from './open.ts';\nexport async function run(tx: Tx) { await handle().selectFrom('orders').execute(); }`,
  ],
  [
    'a transaction inside a transaction',
    `export const run = (db: D) => async (tx: Tx) => { await db.transaction().execute(work); };`,
  ],
  [
    'the handle between start and commit',
    `export async function run(writer: Kysely<T>) {
      const step = await writer.startTransaction().execute();
      await writer.selectFrom('orders').execute();
      await step.commit().execute();
    }`,
  ],
  [
    'an outer transaction inside an inner one',
    `export const run = async (tx: Tx) => inTransaction(async (trx: Tx) => { await tx.selectFrom('orders').execute(); });`,
  ],
  [
    'a function that closes over the handle',
    `export const run = (db: Kysely<T>) => {
      const count = () => db.selectFrom('orders').execute();
      return db.transaction().execute(async (tx) => { await count(); await tx.selectFrom('orders').execute(); });
    };`,
  ],
  [
    'the handle under one of our openers, whatever tx is called',
    `export const run = (house: House) => withCompanyLock(house.database, async (inner) => {
      await inner.selectFrom('orders').execute();
      await house.writer.selectFrom('orders').execute();
    });`,
  ],
  [
    'SQL of its own on the handle',
    `export const run = (writer: W) => runSystemCommand(writer, async (tx) => { await runSql(writer, 'x'); });`,
  ],
  [
    'a function that runs SQL on the handle',
    `const main = open();
    const look = () => runSql(main, 'x');
    export const run = async (tx: Tx) => look();`,
  ],
])('refuses %s', (_what, text) => {
  expect(feedText(text)).toHaveLength(1);
});

it.each([
  [
    'queries on tx, on savepoints, on builders and on what was made from tx',
    `export const run = (db: Kysely<T>) => db.transaction().execute(async (tx) => {
      const savepoint = await tx.savepoint('one').execute();
      await savepoint.insertInto('orders').execute();
      const found = tx.selectFrom('orders');
      await found.where((eb) => eb.exists(eb.selectFrom('orderLines'))).execute();
      await tx.with('open', (db) => db.selectFrom('orders')).selectFrom('open').execute();
      await scoped(tx).selectFrom('orders').execute();
      await append(tx, { database: 'main' });
    });`,
  ],
  [
    'the handle before and after the transaction',
    `export async function run(db: Kysely<T>) {
      await db.selectFrom('orders').execute();
      const tx = await db.startTransaction().execute();
      await tx.insertInto('orders').execute();
      await tx.commit().execute();
      return db.selectFrom('orders').execute();
    }`,
  ],
  [
    'methods of an object that take tx',
    `export class Store { run() { return this.#writer.transaction().execute(async (tx) => this.#journal.append(tx, 1)); } }`,
  ],
  [
    'functions that are given tx, and SQL on tx',
    `const count = (handle: Tx) => handle.selectFrom('orders').execute();
    export const run = (house: House) => withCompanyLock(house.database, async (inner) => {
      await count(inner);
      await runSql(inner, 'x');
    });`,
  ],
  [
    "kysely's own builder",
    `import { expressionBuilder } from 'kysely';\nexport const run = (tx: Tx) => expressionBuilder<T>().selectFrom('a');`,
  ],
  [
    'a function that opens databases',
    `const openDatabase = () => 1;\nexport const run = (tx: Tx) => tx.x(openDatabase);`,
  ],
])('lets pass %s', (_what, text) => {
  expect(feedText(text)).toEqual([]);
});
