import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SNAPSHOT_LIMIT_ROWS } from '#shared/protocol/limits.ts';
import { type SnapshotPlace, type SnapshotResponse, snapshotResponseSchema } from '#shared/protocol/snapshot.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import {
  newTestId,
  refusedWith,
  rowsOf,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { readSnapshot } from './read-snapshot.ts';
import { startRecovery } from './recovery.ts';
import { runSystemCommand } from './system-command.ts';

const CUSTOMER = '01900000-0000-7000-8000-0000000000cc';
/** Before every other id. */
const BEFORE_ALL = '01900000-0000-7000-8000-000000000000';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let boss: TestDevice;
  let north: TestDevice;
  let territory: string;

  const deviceOf = async (login: string): Promise<TestDevice> => {
    const device = new TestDevice(company.server.url);
    await device.signIn(login);
    return device;
  };
  beforeEach(async () => {
    company = await startTestCompany(current());
    boss = await deviceOf('boss');
    north = await deviceOf('north');
    territory = `territory:${company.north}`;
  });
  afterEach(() => company.server.close());

  const addCustomer = (territoryId: string, name: string, id = newTestId()) =>
    boss.issue('test.addCustomer', { id, name, territoryId });
  const order = (id: string, number = 'SO-K7-000001') =>
    boss.issue('test.addOrder', {
      id,
      number,
      customerId: CUSTOMER,
      territoryId: company.north,
      warehouseId: company.warehouse,
      refuse: false,
    });
  /** The customer of the orders. */
  const addBuyer = () => addCustomer(company.north, 'buyer', CUSTOMER);
  const seed = (count: number) =>
    runSystemCommand(company.server.house, async (tx, { newId, created }) => {
      for (let from = 0; from < count; from += 500) {
        const rows = Array.from({ length: Math.min(500, count - from) }, () =>
          customer(newId(), { territoryId: company.north, ...created }),
        );
        await tx.insertInto('customers').values(rows).execute();
      }
    });
  const names = (pages: readonly SnapshotResponse[]) => rowsOf(pages, 'customers').map((row) => row.name);
  const holdersOf = ({ blocks, sets }: SnapshotResponse, table: string) =>
    blocks.filter((block) => block.table === table).flatMap(({ holders }) => holders.map((place) => sets[place]));

  test('brings the rows of one scope, says how many, and ends', async () => {
    await boss.push(addCustomer(company.north, 'ours'), addCustomer(company.south, 'theirs'));
    const page = await north.snapshot([territory]);
    expect(names([page])).toEqual(['ours']);
    expect(page).toMatchObject({ next: null, totals: [{ table: 'customers', rows: 1 }] });
    expect(holdersOf(page, 'customers')).toEqual([[territory]]);
  });

  test('a row that two of the scopes hold comes once, with both', async () => {
    const id = newTestId();
    await boss.push(addBuyer(), order(id));
    const warehouse = `warehouse:${company.warehouse}`;
    const page = await boss.snapshot([territory, warehouse, 'company']);
    expect(rowsOf([page], 'orders').map((row) => row.id)).toEqual([id]);
    expect(holdersOf(page, 'orders')).toEqual([[territory, warehouse]]);
    expect(page.totals?.find(({ table }) => table === 'orders')).toEqual({ table: 'orders', rows: 1 });
    expect(holdersOf(page, 'users')).toEqual(Array(4).fill(['company']));
  });

  test('goes on after any page, also on a server that was started again, and gives each row once', async () => {
    await seed(SNAPSHOT_LIMIT_ROWS * 2 + 700);
    const first = await north.snapshot([territory, 'company']);
    const rows = first.blocks.reduce((sum, block) => sum + block.holders.length, 0);
    expect(rows).toBeLessThanOrEqual(SNAPSHOT_LIMIT_ROWS);
    expect(await north.snapshot([territory, 'company'], first.next)).toEqual(
      await north.snapshot([territory, 'company'], first.next),
    );
    const pages = [first];
    for (let place = first.next; place !== null; place = pages.at(-1)?.next ?? null) {
      pages.push(await north.snapshot([territory, 'company'], place));
    }
    const ids = rowsOf(pages, 'customers').map((row) => String(row.id));
    expect(ids).toHaveLength(SNAPSHOT_LIMIT_ROWS * 2 + 700);
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages.slice(1).map((page) => [page.version, page.totals])).toEqual(
      pages.slice(1).map(() => [first.version, null]),
    );
  });

  test('a page is as short as the device asks for, and the next one whole again', async () => {
    await seed(1_000);
    const first = await north.snapshot([territory], null, null, { limitRows: 150 });
    expect(rowsOf([first], 'customers').length).toBeLessThanOrEqual(150);
    expect(first.next).not.toBeNull();
    const rest = await north.snapshot([territory], first.next);
    expect(rest.next).toBeNull();
    expect(new Set(rowsOf([first, rest], 'customers').map((row) => row.id)).size).toBe(1_000);
    for (const limitRows of [99, 5_001]) {
      expect(await refusedWith(north.snapshot([territory], null, null, { limitRows }))).toMatchObject({
        status: 400,
        code: 'http.invalidBody',
      });
    }
  });

  test.each([0, 1, 2, 63, 64])('rows of two scopes after a page with room for %i', async (room) => {
    await seed(SNAPSHOT_LIMIT_ROWS - room - 1);
    await boss.push(addBuyer());
    const ids = [newTestId(), newTestId(), newTestId()];
    for (const id of ids) await boss.push(order(id, `SO-K7-${id}`));
    const scopes = [territory, `warehouse:${company.warehouse}`];
    const pages = [await boss.snapshot(scopes, null, ['customers', 'orders'])];
    for (let place = pages[0]?.next ?? null; place !== null; place = pages.at(-1)?.next ?? null) {
      pages.push(await boss.snapshot(scopes, place, ['customers', 'orders']));
    }
    expect(rowsOf(pages, 'customers')).toHaveLength(SNAPSHOT_LIMIT_ROWS - room);
    expect(rowsOf(pages, 'orders').map((row) => row.id)).toEqual(ids.sort());
    expect(pages.flatMap((page) => holdersOf(page, 'orders'))).toEqual(ids.map(() => scopes));
  });

  test('what changes, comes and goes meanwhile is in the pull from the version of the first page', async () => {
    await seed(SNAPSHOT_LIMIT_ROWS + 10);
    const first = await north.snapshot([territory]);
    const [changed, moved] = rowsOf([first], 'customers').map((row) => String(row.id));
    if (!changed || !moved) throw new Error('there are no rows');
    await boss.push(
      boss.issue('test.changeCustomer', { id: changed, name: 'changed' }),
      boss.issue('test.changeCustomer', { id: moved, territoryId: company.south }),
      // Its id is before those that came: the pages that follow have passed it.
      addCustomer(company.north, 'new', BEFORE_ALL),
    );
    await north.snapshot([territory], first.next);
    const { timeline, version } = first;
    north.cursor = { timeline, version, table: '', id: '', loadedAt: version };
    const pulled = await north.pull();
    expect(
      rowsOf([pulled], 'customers')
        .map((row) => row.name)
        .sort(),
    ).toEqual(['changed', 'new']);
    expect(pulled.entries.find(({ gone }) => gone.length > 0)).toMatchObject({ scope: territory, gone: [moved] });
  });

  /** The server as it answers a page while something is committed between its first look at the company and its rows. */
  const houseOfBusyPage = (commit: () => Promise<unknown>) => {
    let isDone = false;
    const kysely = current().kysely.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (!isDone) {
          isDone = true;
          await commit();
        }
        return result;
      },
    });
    return { ...company.server.house, database: { ...current(), kysely } };
  };
  const busyPage = async (commit: () => Promise<unknown>, place: SnapshotPlace | null = null) => {
    const { id: deviceId, incarnation, userId } = boss;
    const session = { userId, deviceId, pushOnly: false, isRevoked: false, tokenHash: '' };
    const request = { deviceId, incarnation, schema: '0008-sales-orders', scopes: [territory], tables: null, place };
    const text = await readSnapshot(houseOfBusyPage(commit), session, request);
    return snapshotResponseSchema.parse(JSON.parse(Buffer.from(text.toBytes()).toString()));
  };

  test('what is committed while a page is read is not behind the version that the page says it was read at', async () => {
    await seed(SNAPSHOT_LIMIT_ROWS + 10);
    const { version } = await boss.snapshot([territory]);
    // Its id is before those that are there: the page has it, though the company had not when it was asked for.
    const first = await busyPage(() => boss.push(addCustomer(company.north, 'new', BEFORE_ALL)));
    expect(names([first])).toContain('new');
    expect(first.version).toBe(version);
    const after = (await boss.snapshot([territory])).version;
    expect(after).toBeGreaterThan(version);
    expect([first.readAt, first.next?.readAt]).toEqual([after, after]);
    // A server that was put back to the version before takes neither the next page nor the cursor for its own.
    await current().kysely.updateTable('companyVersion').set({ version }).execute();
    const isBeside = { code: 'sync.otherTimeline' };
    expect(await refusedWith(boss.snapshot([territory], first.next))).toMatchObject(isBeside);
  });

  test('a page in which a recovery began is of two histories: it is not given', async () => {
    const { house } = company.server;
    await expect(busyPage(() => startRecovery(house))).rejects.toMatchObject({ code: 'sync.otherTimeline' });
  });

  test('only some tables, where only some are wanted', async () => {
    await boss.push(addBuyer(), order(newTestId()));
    const page = await north.snapshot([territory, 'company'], null, ['customers']);
    expect(page.blocks.map(({ table }) => table)).toEqual(['customers']);
    expect(page.totals).toEqual([{ table: 'customers', rows: 1 }]);
  });

  test('what grows without end comes last', async () => {
    await runSystemCommand(company.server.house, async (tx, { newId, created }) => {
      const plain = { productId: newId(), warehouseId: company.warehouse, quantity: 1, documentId: null };
      await tx
        .insertInto('stockMovements')
        .values({ id: newId(), ...plain, cause: 'receipt', occurredAt: 1, ...created })
        .execute();
    });
    await boss.push(order(newTestId()));
    const page = await boss.snapshot([territory, `warehouse:${company.warehouse}`, 'company']);
    expect(page.blocks.at(-1)?.table).toBe('stockMovements');
  });

  describe('refuses', () => {
    test('a scope that the user does not see', async () => {
      const theirs = `territory:${company.south}`;
      expect(await refusedWith(north.snapshot([territory, theirs]))).toMatchObject({
        status: 403,
        code: 'sync.foreignScope',
        params: { scope: theirs },
      });
    });

    test('a load that another history has begun', async () => {
      const { timeline, version } = await north.snapshot([territory]);
      const place = { timeline, version, table: 'customers', after: '' };
      const other = north.snapshot([territory], { ...place, timeline: newTestId() });
      expect((await refusedWith(other)).code).toBe('sync.otherTimeline');
      expect((await refusedWith(north.snapshot([territory], { ...place, version: version + 1 }))).code).toBe(
        'sync.otherTimeline',
      );
      const unknown = north.snapshot([territory], { ...place, table: 'noSuchTable' });
      expect((await refusedWith(unknown)).code).toBe('sync.cursorTooOld');
    });
  });

  test('a pull that names its scopes brings those alone, and says which others there are', async () => {
    await boss.push(addCustomer(company.north, 'ours'));
    const { timeline } = await north.snapshot([territory]);
    const body = {
      deviceId: north.id,
      incarnation: north.incarnation,
      cursor: { timeline, version: 0, table: '', id: '', loadedAt: 0 },
      schema: '0008-sales-orders',
      scopes: [territory],
    };
    const page = (await north.post('/v1/sync/pull', body)) as { rows: { table: string }[]; scopes: string[] };
    expect(page.rows.map(({ table }) => table)).toEqual(['customers']);
    expect(page).toMatchObject({
      scopes: ['company', `holder:${north.userId}`, territory, `user:${north.userId}`],
      schema: expect.any(String),
    });
  });
});
