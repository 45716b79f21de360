import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Handle, runSql } from '#db/database.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import type { NetworkRequest } from '#shared/kernel/world.ts';
import { startRecovery } from '../../server/sync/recovery.ts';
import { rerunFailed } from '../../server/sync/rerun-failed.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, rowsInScope, rowsOnDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';
import { serverBug } from '../../tests/support/test-commands.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(31);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
});
afterEach(async () => {
  await north.close();
  await company.close();
});

/** Changes the device's file behind its back. */
async function tamper(work: (tx: Handle) => Promise<unknown>): Promise<void> {
  const database = openSqlite({ ...north.database(), functions: searchFunctions });
  await database.kysely.transaction().execute(async (tx) => {
    await tx.updateTable('txContext').set({ mode: 'apply' }).where('id', '=', 1).execute();
    await work(tx);
    await tx.updateTable('txContext').set({ mode: 'idle' }).where('id', '=', 1).execute();
  });
  await database.close();
}
const isLevel = async () => expect(await rowsOnDevice(north)).toEqual(await rowsInScope(company, company.users.north));
const asked = (path: string) => north.world.requests.filter(({ url }) => url.endsWith(path)).length;
const [first, second] = [() => company.customers[0] ?? '', () => company.customers[1] ?? ''];

const bodyOf = <Body>({ headers, body = new Uint8Array() }: NetworkRequest): Body => {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return JSON.parse(new TextDecoder().decode(plain)) as Body;
};

/** As when the last comparison was a day ago, or a little less. */
const lastCompared = (agoMs: number) =>
  tamper((tx) =>
    runSql(tx, `UPDATE "syncState" SET "value" = ? WHERE "key" = 'comparedAt'`, [String(simulation.now() - agoMs)]),
  );

it('asks once a day, and finds nothing where nothing is wrong', async () => {
  const before = asked('/checksums');
  await lastCompared(DAY_MS - 10 * MINUTE_MS);
  await simulation.advance(5 * MINUTE_MS);
  expect(asked('/checksums')).toBe(before);
  await simulation.advance(10 * MINUTE_MS);
  expect(asked('/checksums')).toBe(before + 1);
  await simulation.advance(20 * MINUTE_MS);
  expect(asked('/checksums')).toBe(before + 1);
  expect(asked('/snapshot')).toBe(1);
  expect(north.problems).toEqual([]);
});

describe.each([
  ['another value', (tx: Handle) => runSql(tx, `UPDATE "customers" SET "phone" = '110' WHERE "id" = '${first()}'`)],
  ['a row that is gone', (tx: Handle) => runSql(tx, `DELETE FROM "customers" WHERE "id" = '${first()}'`)],
  ['another value of what all see', (tx: Handle) => runSql(tx, `UPDATE "products" SET "basePrice" = 1`)],
  [
    'a row that the server does not have',
    (tx: Handle) =>
      runSql(
        tx,
        `INSERT INTO "taxRates" SELECT 'x', 'other', "rate", "validFrom", "createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt" FROM "taxRates" LIMIT 1`,
      ),
  ],
])('%s in the file', (_, change) => {
  it('is found within a day, said, and healed; unsent work stays', async () => {
    await tamper(change);
    await lastCompared(DAY_MS);
    north.world.fault = ({ url }) => (url.endsWith('/snapshot') ? 'cutBefore' : 'none');
    await simulation.advance(5 * MINUTE_MS);
    expect(north.problems.filter((problem) => problem.includes('is not as on the server'))).toHaveLength(1);
    north.world.isCut = true;
    await north.run('test.changeCustomer', { id: second(), name: 'unsent' });
    north.world.isCut = false;
    north.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutBefore' : 'none');
    await simulation.advance(5 * MINUTE_MS);
    expect((await north.rows('customers')).map(({ name }) => name)).toContain('unsent');
    north.world.fault = () => 'none';
    await simulation.advance(5 * MINUTE_MS);
    await isLevel();
    expect(await north.device.sync.status()).toMatchObject({ waiting: 0, trouble: null, loading: null });
  });
});

it('compares nothing while something waits', async () => {
  north.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutBefore' : 'none');
  await north.run('test.changeCustomer', { id: first(), name: 'unsent' });
  const before = asked('/checksums');
  await lastCompared(DAY_MS);
  await simulation.advance(5 * MINUTE_MS);
  expect(asked('/checksums')).toBe(before);
});

it('what failed and was set aside keeps nothing from being compared but the tables that it wrote', async () => {
  const nameOfFirst = (await north.rows('customers')).find(({ id }) => id === first())?.name;
  serverBug.isThere = true;
  await north.run('test.fragile', { id: first(), seen: nameOfFirst });
  await simulation.advance(MINUTE_MS);
  serverBug.isThere = false;
  const newest = (await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 }))[0];
  expect(newest).toMatchObject({ state: 'failed' });
  const before = asked('/checksums');
  await lastCompared(DAY_MS);
  await simulation.advance(5 * MINUTE_MS);
  expect(asked('/checksums')).toBe(before + 1);
  expect(north.problems).toEqual([]);
  await tamper((tx) => runSql(tx, `UPDATE "products" SET "basePrice" = 1`));
  await lastCompared(DAY_MS);
  await simulation.advance(15 * MINUTE_MS);
  expect(north.problems.filter((problem) => problem.includes('is not as on the server'))).toHaveLength(1);
  expect(await north.device.sync.status()).toMatchObject({ loading: null });
  await rerunFailed(company.house);
  await simulation.advance(5 * MINUTE_MS);
  await isLevel();
});

it('scopes that move while it asks are asked again, without those that were found alike', async () => {
  await lastCompared(DAY_MS);
  const { network } = north.world;
  const request = network.request.bind(network);
  const scopes: string[][] = [];
  network.request = async (asking) => {
    if (asking.url.endsWith('/checksums')) {
      scopes.push(bodyOf<{ scopes: string[] }>(asking).scopes);
      if (scopes.length < 3) {
        await company.write((tx, { updated }) =>
          tx
            .updateTable('products')
            .set({ basePrice: 7, ...updated })
            .execute(),
        );
      }
    }
    return request(asking);
  };
  await simulation.advance(45 * MINUTE_MS);
  expect(scopes[0]?.length).toBeGreaterThan(1);
  expect(scopes.slice(1)).toEqual([['company'], ['company']]);
  expect(north.problems).toEqual([]);
  // The round is over.
  await lastCompared(DAY_MS);
  await simulation.advance(15 * MINUTE_MS);
  expect(scopes[3]).toEqual(scopes[0]);
});

it('a command that comes while it asks ends it, and nothing is called different (simulation seed 30008)', async () => {
  await lastCompared(DAY_MS);
  let issued: Promise<unknown> | null = null;
  const { network } = north.world;
  const request = network.request.bind(network);
  network.request = async (asking) => {
    const answer = await request(asking);
    if (asking.url.endsWith('/checksums') && issued === null) {
      issued = north.device.command('test.changeCustomer', { id: first(), name: 'meanwhile' });
      await issued;
    }
    return answer;
  };
  await simulation.advance(5 * MINUTE_MS);
  expect(issued).not.toBeNull();
  expect(north.problems).toEqual([]);
  expect(asked('/snapshot')).toBe(1);
  await isLevel();
});

it('what answers in the place of the server is no trouble of it (simulation seed 30002)', async () => {
  await lastCompared(DAY_MS);
  const { network } = north.world;
  const request = network.request.bind(network);
  network.request = async (asking) => {
    const answer = await request(asking);
    const portal = { status: 200, headers: {}, body: new TextEncoder().encode('<html>Please sign in</html>') };
    return asking.url.endsWith('/checksums') ? portal : answer;
  };
  await simulation.advance(5 * MINUTE_MS);
  expect(asked('/checksums')).toBe(1);
  expect(north.problems).toEqual([]);
});

it('a token that ends between the pull and the sums is no trouble of it (simulation seed 40382)', async () => {
  await lastCompared(DAY_MS);
  const { network } = north.world;
  const request = network.request.bind(network);
  let isEnded = false;
  network.request = async (asking) => {
    if (asking.url.endsWith('/checksums')) {
      isEnded = true;
      await company.database.kysely.updateTable('accessTokens').set({ expiresAt: 0 }).execute();
    }
    return request(asking);
  };
  await simulation.advance(5 * MINUTE_MS);
  expect(isEnded).toBe(true);
  expect(north.problems).toEqual([]);
  // Who looks is told by the next pull.
  expect(await north.device.sync.status()).toMatchObject({ trouble: { code: 'auth.required' } });
});

it('a server that is put back between the pull and the sums is no trouble of it (simulation seed 930023)', async () => {
  await lastCompared(DAY_MS);
  const { network } = north.world;
  const request = network.request.bind(network);
  let isBack = false;
  network.request = async (asking) => {
    if (asking.url.endsWith('/checksums') && !isBack) {
      isBack = true;
      await startRecovery(company.house);
    }
    return request(asking);
  };
  await simulation.advance(5 * MINUTE_MS);
  expect(isBack).toBe(true);
  expect(north.problems).toEqual([]);
  expect(await north.device.sync.status()).toMatchObject({ waiting: 0, trouble: null, loading: null });
});
