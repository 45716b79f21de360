import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ChecksumsResponse, checksumsResponseSchema } from '#shared/protocol/snapshot.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import { newTestId, refusedWith, startTestCompany, type TestCompany, TestDevice } from '../../tests/support/server.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let boss: TestDevice;
  let north: TestDevice;
  let territory: string;
  beforeEach(async () => {
    company = await startTestCompany(current());
    boss = new TestDevice(company.server.url);
    north = new TestDevice(company.server.url);
    await boss.signIn('boss');
    await north.signIn('north');
    territory = `territory:${company.north}`;
  });
  afterEach(() => company.server.close());

  const sums = async (device: TestDevice, scopes: readonly string[], schema = 'test'): Promise<ChecksumsResponse> => {
    const { deviceId, incarnation, cursor } = {
      deviceId: device.id,
      incarnation: device.incarnation,
      cursor: device.cursor,
    };
    const { timeline, version } = cursor ?? { timeline: newTestId(), version: 0 };
    const body = { deviceId, incarnation, schema, timeline, version, scopes };
    return checksumsResponseSchema.parse(await device.post('/v1/sync/checksums', body));
  };
  const add = (name: string, territoryId = company.north) =>
    boss.push(boss.issue('test.addCustomer', { id: newTestId(), name, territoryId }));

  test('counts and sums by table; a scope that moved on is said to have, the others are compared', async () => {
    await add('one');
    await Promise.all([boss.pullAll(), north.pullAll()]);
    const before = await sums(north, [territory, 'company']);
    expect(before.scopes.find(({ scope }) => scope === territory)?.tables).toMatchObject([
      { table: 'customers', count: 1, checksum: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect((await sums(boss, [territory])).scopes).toEqual(before.scopes.filter(({ scope }) => scope === territory));
    await add('two');
    const moved = await sums(north, [territory, 'company']);
    expect(moved.scopes.find(({ scope }) => scope === territory)).toEqual({ scope: territory, tables: null });
    expect(moved.scopes.find(({ scope }) => scope === 'company')?.tables).not.toBeNull();
    await north.pullAll();
    const after = await sums(north, [territory]);
    expect(after.scopes[0]?.tables?.[0]?.count).toBe(2);
    expect(after.scopes[0]?.tables?.[0]?.checksum).not.toBe(before.scopes[1]?.tables?.[0]?.checksum);
  });

  test('what moves elsewhere does not matter', async () => {
    await add('one');
    await north.pullAll();
    await add('elsewhere', company.south);
    expect((await sums(north, [territory])).scopes[0]?.tables).not.toBeNull();
  });

  test('tables that the device does not know are left out', async () => {
    await add('one');
    await north.pullAll();
    expect((await sums(north, [territory], '0004-admin-foundation')).scopes).toEqual([
      { scope: territory, tables: [] },
    ]);
  });

  test('only what the user sees, of this history', async () => {
    await north.pullAll();
    expect((await refusedWith(sums(north, [`territory:${company.south}`]))).code).toBe('sync.foreignScope');
    if (north.cursor) north.cursor = { ...north.cursor, timeline: newTestId() };
    expect((await refusedWith(sums(north, [territory]))).code).toBe('sync.otherTimeline');
  });
});
