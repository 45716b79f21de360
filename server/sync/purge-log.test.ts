import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';
import { purgeLog, readPurgedVersion } from './purge-log.ts';

const DAY_MS = 86_400_000;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let boss: TestDevice;
  beforeEach(async () => {
    company = await startTestCompany(current());
    boss = new TestDevice(company.server.url);
    await boss.signIn('boss');
  });
  afterEach(() => company.server.close());

  /** With a clock of its own: the server's tasks stand still meanwhile. */
  let now = Date.UTC(2026, 10, 23);
  const purge = () => {
    const { database, world } = company.server.house;
    return purgeLog({ database, world: { ...world, clock: { ...world.clock, now: () => now } } });
  };
  const pass = (byMs: number) => {
    now += byMs;
  };
  const add = async (name: string): Promise<string> => {
    const id = newTestId();
    await boss.push(boss.issue('test.addCustomer', { id, name, territoryId: company.north }));
    return id;
  };
  const move = (id: string, territoryId: string) => boss.push(boss.issue('test.changeCustomer', { id, territoryId }));
  const entries = async () => {
    const rows = await current()
      .kysely.selectFrom('scopeLog')
      .select(['rowId', 'op'])
      .where('tableName', '=', 'customers')
      .where('scope', 'like', 'territory:%')
      .orderBy('rowId')
      .orderBy('op')
      .execute();
    return rows.map(({ rowId, op }) => `${rowId} ${op}`);
  };

  test('what went 90 days ago and more goes; what is there, and what went later, stays', async () => {
    const [old, later] = [await add('old'), await add('later')];
    await move(old, company.south);
    await purge();
    pass(2 * DAY_MS);
    await move(later, company.south);
    await purge();
    pass(88 * DAY_MS - 1);
    expect(await purge()).toEqual({ purgedVersion: 0, entries: 0 });
    pass(1);
    const purged = await purge();
    // Its territory's and its pool's.
    expect(purged.entries).toBe(2);
    expect(await readPurgedVersion(current().kysely)).toBe(purged.purgedVersion);
    expect(await entries()).toEqual([`${old} enter`, `${later} enter`, `${later} leave`].sort());
    pass(2 * DAY_MS);
    expect((await purge()).entries).toBe(2);
    expect(await entries()).toEqual([`${old} enter`, `${later} enter`].sort());
    expect(await purge()).toMatchObject({ entries: 0 });
  });

  test('a cursor, and a load, from before it are refused; one from after it goes on', async () => {
    await boss.pullAll();
    const before = boss.cursor;
    const id = await add('gone');
    const { timeline, version } = await boss.snapshot(['company']);
    await move(id, company.south);
    await boss.pullAll();
    const after = boss.cursor;
    await purge();
    pass(91 * DAY_MS);
    await purge();
    boss.cursor = before;
    expect(await refusedWith(boss.pull())).toMatchObject({ status: 409, code: 'sync.cursorTooOld' });
    const load = boss.snapshot(['company'], { timeline, version, table: 'users', after: '' });
    expect((await refusedWith(load)).code).toBe('sync.cursorTooOld');
    boss.cursor = after;
    expect((await boss.pull()).more).toBe(false);
  });

  // Seed 5072 of the simulation: more answers than a page holds, after weeks away, and it began anew for ever.
  test('who begins anew behind it gets to the end, page by page', async () => {
    const id = await add('gone');
    await move(id, company.south);
    await purge();
    pass(91 * DAY_MS);
    await purge();
    const { cursor } = await boss.pull();
    // As a first page leaves it that was full.
    boss.cursor = { ...cursor, version: 1, table: '', id: '' };
    expect(cursor.version).toBeGreaterThan(1);
    expect(await boss.pull()).toMatchObject({ more: false, cursor });
  });

  test('one that was cut is ended by the next', async () => {
    const id = await add('gone');
    await move(id, company.south);
    await purge();
    pass(90 * DAY_MS);
    // As after a crash right behind the mark.
    await current().kysely.updateTable('scopeLogMarks').set({ purged: 1 }).execute();
    expect((await purge()).entries).toBe(2);
  });

  test('the server does it by itself', async () => {
    const id = await add('gone');
    await move(id, company.south);
    const { kysely } = current();
    const { version } = await kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow();
    const at = company.world.clock.now() - 90 * DAY_MS;
    await kysely.insertInto('scopeLogMarks').values({ version, at, purged: 0 }).execute();
    company.world.advance(6 * 60 * 60_000);
    await vi.waitFor(async () => expect(await entries()).toEqual([`${id} enter`]), 10_000);
  });
});
