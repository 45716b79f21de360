import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Row } from '#shared/kernel/table.ts';
import type { PullResponse } from '#shared/protocol/sync.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import {
  newTestId,
  PASSWORD,
  refusedWith,
  rowsOf,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { createTerritory } from '../company/create-place.ts';
import { createUser } from '../company/create-user.ts';
import { runSystemCommand } from './system-command.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let boss: TestDevice;
  let north: TestDevice;

  const deviceOf = async (login: string): Promise<TestDevice> => {
    const device = new TestDevice(company.server.url);
    await device.signIn(login);
    return device;
  };
  beforeEach(async () => {
    company = await startTestCompany(current());
    boss = await deviceOf('boss');
    north = await deviceOf('north');
  });
  afterEach(() => company.server.close());

  const writer = () => company.server.house;
  const addCustomer = (territoryId: string, name: string, id = newTestId()) =>
    boss.issue('test.addCustomer', { id, name, territoryId });
  const namesIn = (pages: readonly PullResponse[]) => rowsOf(pages, 'customers').map((row) => row.name);
  const entriesIn = (pages: readonly PullResponse[], table: string) =>
    pages
      .flatMap((page) => page.entries)
      .filter((entry) => entry.table === table)
      .map(({ scope, present, gone }) => [scope, present, gone]);
  const seed = (count: number, territoryId: string) =>
    runSystemCommand(writer(), async (tx, { newId, created }) => {
      for (let from = 0; from < count; from += 500) {
        const rows = Array.from({ length: Math.min(500, count - from) }, () =>
          customer(newId(), { territoryId, ...created }),
        );
        await tx.insertInto('customers').values(rows).execute();
      }
    });

  test('the first pull brings the company and the own territory, never another territory’s customer', async () => {
    await boss.push(addCustomer(company.north, 'ours'), addCustomer(company.south, 'theirs'));
    const pages = await north.pullAll();
    expect(namesIn(pages)).toEqual(['ours']);
    expect(JSON.stringify(pages)).not.toContain('theirs');
    expect(
      rowsOf(pages, 'users')
        .map((row) => row.login)
        .sort(),
    ).toEqual(['boss', 'north', 'south', 'stock']);
    const own = [`holder:${north.userId}`, `territory:${company.north}`, `user:${north.userId}`];
    expect(pages[0]?.scopes).toEqual(['company', ...own]);
    expect(namesIn(await boss.pullAll()).sort()).toEqual(['ours', 'theirs']);
  });

  test('a later pull brings only what changed, and nothing when nothing did', async () => {
    const id = newTestId();
    await boss.push(addCustomer(company.north, 'one', id), addCustomer(company.north, 'two'));
    await north.pullAll();
    expect(await north.pull()).toMatchObject({ rows: [], entries: [], answers: [], more: false });
    await boss.push(boss.issue('test.changeCustomer', { id, name: 'changed' }));
    const page = await north.pull();
    expect(namesIn([page])).toEqual(['changed']);
    expect(page.entries).toEqual([
      { scope: `territory:${company.north}`, table: 'customers', present: [id], gone: [] },
    ]);
  });

  test('a customer that moves leaves one territory and enters the other', async () => {
    const id = newTestId();
    await boss.push(addCustomer(company.north, 'mover', id));
    const south = await deviceOf('south');
    await Promise.all([north.pullAll(), south.pullAll()]);
    await boss.push(boss.issue('test.changeCustomer', { id, territoryId: company.south }));
    const left = await north.pull();
    expect(left.entries).toEqual([
      { scope: `territory:${company.north}`, table: 'customers', present: [], gone: [id] },
    ]);
    expect(left.rows).toEqual([]);
    const entered = await south.pull();
    expect(namesIn([entered])).toEqual(['mover']);
  });

  test('a row of two scopes travels once, with both entries', async () => {
    const customerId = newTestId();
    await boss.push(boss.issue('test.addCustomer', { id: customerId, name: 'ours', territoryId: company.north }));
    await boss.pullAll();
    const id = newTestId();
    const order = { id, number: 'SO-K7-000001', customerId, territoryId: company.north, refuse: false };
    await boss.push(boss.issue('test.addOrder', { ...order, warehouseId: company.warehouse }));
    const page = await boss.pull();
    expect(rowsOf([page], 'orders').map((row) => row.id)).toEqual([id]);
    expect(entriesIn([page], 'orders')).toEqual([
      [`territory:${company.north}`, [id], []],
      [`warehouse:${company.warehouse}`, [id], []],
    ]);
  });

  test('pages end within a version, go on where they ended, and the last stands at the company’s version', async () => {
    await seed(7_000, company.north);
    await seed(4_000, company.north);
    const pages = await north.pullAll();
    expect(pages.length).toBe(3);
    const ids = rowsOf(pages, 'customers').map((row) => row.id);
    expect(ids).toHaveLength(11_000);
    expect(new Set(ids).size).toBe(11_000);
    for (const page of pages) {
      const rows = page.rows.reduce((sum, block) => sum + (block.cells[0]?.length ?? 0), 0);
      expect(rows).toBeLessThanOrEqual(5_000);
    }
    const { version } = await current().kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow();
    expect(pages.at(-1)?.cursor).toMatchObject({ version, table: '', id: '' });
  });

  test('a page is as short as the device asks for, and the next one whole again', async () => {
    await seed(1_000, company.north);
    const first = await north.pull({ limitRows: 150 });
    expect(rowsOf([first], 'customers').length).toBeLessThanOrEqual(150);
    const pages = [first, ...(await north.pullAll())];
    expect(pages).toHaveLength(2);
    expect(new Set(rowsOf(pages, 'customers').map((row) => row.id)).size).toBe(1_000);
    expect(await refusedWith(north.pull({ limitRows: 5_001 }))).toMatchObject({
      status: 400,
      code: 'http.invalidBody',
    });
  });

  test('what changes while pages are read comes again, and what goes is said', async () => {
    await seed(6_000, company.north);
    const first = await north.pull();
    expect(first.more).toBe(true);
    const [kept, gone] = rowsOf([first], 'customers').map((row) => String(row.id));
    const unread = await current()
      .kysely.selectFrom('customers')
      .select('id')
      .where(
        'id',
        'not in',
        rowsOf([first], 'customers').map((row) => String(row.id)),
      )
      .orderBy('id')
      .executeTakeFirstOrThrow();
    await boss.push(
      boss.issue('test.changeCustomer', { id: String(kept), name: 'again' }),
      boss.issue('test.changeCustomer', { id: String(gone), territoryId: company.south }),
      boss.issue('test.changeCustomer', { id: unread.id, name: 'later' }),
    );
    const rest = await north.pullAll();
    const rows = new Map(
      [...rowsOf([first], 'customers'), ...rowsOf(rest, 'customers')].map((row) => [row.id, row.name]),
    );
    expect(rows.get(String(kept))).toBe('again');
    expect(rows.get(unread.id)).toBe('later');
    expect(rows.size).toBe(6_000);
    expect(rest.flatMap((page) => page.entries).flatMap((entry) => entry.gone)).toEqual([gone]);
  });

  test('the device’s own answers come by pull, in their range of versions, and nobody else’s', async () => {
    const pushed = await boss.push(addCustomer(company.north, 'one'), addCustomer(company.north, 'two'));
    const page = (await boss.pullAll()).at(-1);
    expect(page?.answers).toEqual(pushed.answers);
    expect((await north.pullAll()).flatMap(({ answers }) => answers)).toEqual([]);
    const third = await boss.push(addCustomer(company.north, 'three'));
    expect((await boss.pull()).answers).toEqual(third.answers);
    expect((await boss.pull()).answers).toEqual([]);
  });

  test('more answers than a page holds end it at a whole version; none is lost', async () => {
    const { version } = await current().kysely.selectFrom('companyVersion').select('version').executeTakeFirstOrThrow();
    await current()
      .kysely.transaction()
      .execute(async (tx) => {
        for (let from = 1; from <= 5_200; from += 400) {
          await tx
            .insertInto('commandLog')
            .values(Array.from({ length: 400 }, (_, at) => loggedCommand(north, from + at, version + from + at)))
            .execute();
        }
        await tx
          .updateTable('companyVersion')
          .set({ version: version + 5_200 })
          .execute();
      });
    await boss.push(addCustomer(company.north, 'after'));
    const pages = await north.pullAll();
    expect(pages.map((page) => [page.answers.length, page.more])).toEqual([
      [5_000, true],
      [200, false],
    ]);
    expect(pages[0]?.cursor).toMatchObject({ version: version + 5_000, table: '', id: '' });
    expect(namesIn(pages.slice(0, 1))).toEqual([]);
    expect(namesIn(pages.slice(1))).toEqual(['after']);
    expect(new Set(pages.flatMap(({ answers }) => answers).map(({ seq }) => seq)).size).toBe(5_200);
  });

  test('a cursor of another timeline, or beyond the present, asks for a new load', async () => {
    await north.pullAll();
    const { cursor } = north;
    if (!cursor) throw new Error('no cursor');
    north.cursor = { ...cursor, timeline: newTestId() };
    expect(await refusedWith(north.pull())).toMatchObject({ status: 409, code: 'sync.otherTimeline' });
    north.cursor = { ...cursor, version: cursor.version + 1 };
    expect((await refusedWith(north.pull())).code).toBe('sync.otherTimeline');
  });

  test('a scope granted later asks for a new load, which brings it whole; the old cursor stays refused', async () => {
    await boss.push(addCustomer(company.south, 'theirs'));
    await north.pullAll();
    const old = north.cursor;
    await runSystemCommand(writer(), async (tx, { newId, created }) => {
      const scope = `territory:${company.south}`;
      await tx
        .insertInto('userScopes')
        .values({ id: newId(), userId: north.userId, scope, ...created })
        .execute();
    });
    expect(await refusedWith(north.pull())).toMatchObject({ status: 409, code: 'sync.scopesChanged' });
    north.cursor = null;
    expect(namesIn(await north.pullAll())).toEqual(['theirs']);
    expect((await north.pull()).more).toBe(false);
    north.cursor = old;
    expect((await refusedWith(north.pull())).code).toBe('sync.scopesChanged');
  });

  test('a load in many pages is not refused for scopes granted before it began', async () => {
    await seed(6_000, company.north);
    const { userId } = await createUser(writer(), {
      login: 'late',
      name: 'late',
      password: PASSWORD,
      roleCode: 'rep',
      scopes: ['territory:N'],
    });
    const late = await deviceOf('late');
    expect(late.userId).toBe(userId);
    expect(rowsOf(await late.pullAll(), 'customers')).toHaveLength(6_000);
  });

  test('a scope taken away is no longer in the list, and nothing of it comes', async () => {
    await north.pullAll();
    await runSystemCommand(writer(), async (tx, { created, updated }) => {
      const deleted = { deletedAt: created.createdAt, ...updated };
      await tx.updateTable('userScopes').set(deleted).where('userId', '=', north.userId).execute();
    });
    await boss.push(addCustomer(company.north, 'unseen'));
    const page = await north.pull();
    expect(page.scopes).toEqual(['company', `holder:${north.userId}`, `user:${north.userId}`]);
    expect(namesIn([page])).toEqual([]);
  });

  test('who sees all territories sees a new one without a new load', async () => {
    await boss.pullAll();
    const { id } = await createTerritory(writer(), { code: 'E', name: 'East' });
    await boss.push(addCustomer(id, 'eastern'));
    const pages = await boss.pullAll();
    expect(namesIn(pages)).toEqual(['eastern']);
    expect(pages[0]?.scopes).toContain(`territory:${id}`);
  });
});

function loggedCommand(device: TestDevice, seq: number, companyVersion: number): Row<'commandLog'> {
  return {
    deviceId: device.id,
    incarnation: device.incarnation,
    seq,
    commandId: newTestId(),
    userId: device.userId,
    name: 'test.addCustomer',
    version: 1,
    args: '{}',
    issuedAt: 1,
    hash: '',
    receivedAt: 1,
    answerState: 'applied',
    answerReasons: '[]',
    companyVersion,
    answeredAt: 1,
    replaces: null,
    ranAt: 1,
    answerLegalNumbers: null,
  };
}
