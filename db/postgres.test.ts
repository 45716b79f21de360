import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { dropPostgres, newPostgres, openBarePostgres, schema, writeAs } from '../tests/support/databases.ts';
import { customer } from '../tests/support/sample-rows.ts';
import { runSql } from './database.ts';
import { migrate } from './migrations/migrate.ts';
import { openPostgres, type PostgresDatabase } from './postgres.ts';

let database: PostgresDatabase;
beforeEach(async () => {
  database = await newPostgres('server');
});
afterEach(() => dropPostgres(database));

/** Resolves with the next payloads that a listener got, in order. */
function collect(count: number): { payloads: Promise<string[]>; onNotice: (payload: string) => void } {
  const got: string[] = [];
  let done: (payloads: string[]) => void = () => {};
  const payloads = new Promise<string[]>((resolve) => {
    done = resolve;
  });
  return {
    payloads,
    onNotice: (payload) => {
      got.push(payload);
      if (got.length === count) done(got);
    },
  };
}

test('a notice comes when its transaction commits, never from one that rolled back or another company', async () => {
  const other = await newPostgres('server');
  const { payloads, onNotice } = collect(2);
  const stop = await database.listen('moved', onNotice);
  await other.notify(other.kysely, 'moved', 'of another company');
  await database.notify(database.kysely, 'elsewhere', 'on another channel');
  const tx = await database.kysely.startTransaction().execute();
  await database.notify(tx, 'moved', 'rolled back');
  await tx.rollback().execute();
  await database.kysely.transaction().execute((inner) => database.notify(inner, 'moved', 'one'));
  await database.notify(database.kysely, 'moved', 'two');
  expect(await payloads).toEqual(['one', 'two']);
  await stop();
  await dropPostgres(other);
});

test('a listener whose connection is cut listens again, and says that it had missed something', async () => {
  const { payloads, onNotice } = collect(1);
  let timesHeardAgain = 0;
  await database.listen('moved', onNotice, () => {
    timesHeardAgain += 1;
  });
  const listening = `SELECT pid FROM pg_stat_activity WHERE query LIKE 'listen%' || $1 || '%'`;
  const [before] = await runSql<{ pid: number }>(database.kysely, listening, [database.schema]);
  await runSql(database.kysely, 'SELECT pg_terminate_backend($1)', [before?.pid]);
  const isBack = async (): Promise<boolean> => {
    const rows = await runSql<{ pid: number }>(database.kysely, listening, [database.schema]);
    return rows.some(({ pid }) => pid !== before?.pid);
  };
  await expect.poll(isBack, { timeout: 30_000 }).toBe(true);
  await database.notify(database.kysely, 'moved', 'after the cut');
  expect(await payloads).toEqual(['after the cut']);
  await expect.poll(() => timesHeardAgain, { timeout: 30_000 }).toBe(1);
});

test('a connection that breaks while it is idle is replaced, and reported', async () => {
  const reported: string[] = [];
  database.onLostConnection((error) => reported.push(error.message));
  // Two at once, so that one is left to end the other while nobody uses it.
  const pidOf = () => runSql<{ pid: number }>(database.kysely, 'SELECT pg_backend_pid() AS pid, pg_sleep(0.05)');
  const [first, second] = (await Promise.all([pidOf(), pidOf()])).map(([row]) => row?.pid);
  expect(first).not.toBe(second);
  const pids = [first, second].join(', ');
  await runSql(
    database.kysely,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid IN (${pids}) AND pid <> pg_backend_pid()`,
  );
  await expect.poll(() => reported.length, { timeout: 30_000 }).toBe(1);
  expect(reported[0]).toMatch(/terminat/);
  expect(await database.kysely.selectFrom('customers').select('id').execute()).toEqual([]);
});

test('a connection keeps to the schema, in a transaction and outside', async () => {
  const current = async (db: Parameters<typeof runSql>[0]) =>
    (await runSql<{ name: string }>(db, 'SELECT current_schema() AS name'))[0]?.name;
  expect(await current(database.kysely)).toBe(database.schema);
  expect(await database.kysely.transaction().execute(current)).toBe(database.schema);
});

test('companies see only their own schema', async () => {
  const other = await newPostgres('server');
  await writeAs(database, 'command', (tx) => tx.insertInto('customers').values(customer('c1')).execute());
  expect(await other.kysely.selectFrom('customers').selectAll().execute()).toEqual([]);
  await dropPostgres(other);
});

test('two processes that migrate at once do it once', async () => {
  const first = await openBarePostgres();
  const second = await openPostgres({ connectionString: inject('postgresUrl'), schema: first.schema });
  const runs = await Promise.all([migrate(first, 'server', schema), migrate(second, 'server', schema)]);
  const all = runs.flat();
  expect(new Set(all).size).toBe(all.length);
  expect(await migrate(first, 'server', schema)).toEqual([]);
  await second.close();
  await dropPostgres(first);
});

test('sorting by columns that are never null, and by nullable ones, is served by their indexes', async () => {
  const planOf = (sqlText: string) =>
    database.kysely.transaction().execute(async (tx) => {
      // Empty tables: without this any plan is as good as another.
      for (const way of ['seqscan', 'bitmapscan', 'sort']) await runSql(tx, `SET LOCAL enable_${way} = off`);
      const lines = await runSql<{ 'QUERY PLAN': string }>(tx, `EXPLAIN ${sqlText}`);
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
  const orders = database.kysely.selectFrom('orders').select('id').limit(50);
  for (const query of [
    orders.orderBy('id'),
    orders.orderBy('confirmedAt').orderBy('id'),
    orders.orderBy('confirmedAt', 'desc').orderBy('id', 'desc'),
    orders.orderBy('importKey'),
    orders.orderBy('importKey', 'desc'),
  ]) {
    const plan = await planOf(query.compile().sql.replace('$1', '50'));
    expect(plan).toMatch(/Index (Only )?Scan/);
    expect(plan).not.toContain('Sort');
  }
});

test('a commit that the database turned into a rollback throws', async () => {
  const tx = await database.kysely.startTransaction().execute();
  await expect(runSql(tx, 'SELECT 1 / 0')).rejects.toThrow(/division/);
  await expect(tx.commit().execute()).rejects.toThrow();
});

test('a schema name that is not ours is refused before anything is asked', async () => {
  await expect(openPostgres({ connectionString: 'postgresql://nowhere', schema: 'a; drop' })).rejects.toThrow(
    /schema name/,
  );
});
