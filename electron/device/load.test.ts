// Whole scopes beside what is here: granted, lost, replaced, cut anywhere.
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkRequest } from '#shared/kernel/world.ts';
import { purgeLog } from '../../server/sync/purge-log.ts';
import { endRecovery, startRecovery } from '../../server/sync/recovery.ts';
import { customer } from '../../tests/support/sample-rows.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, rowsInScope, rowsOnDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let simulation: Simulation;
let company: SimulatedCompany;
let north: SimulatedDevice;

async function open(seed = 29): Promise<void> {
  simulation = makeSimulation(seed);
  company = await makeSimulatedCompany(simulation);
  north = await addDevice(simulation);
}
async function close(): Promise<void> {
  await north.close();
  await company.close();
}

const addMany = (count: number, name: string, territory: 0 | 1) =>
  company.write(async (tx, context) => {
    for (let from = 0; from < count; from += 100) {
      const rows = Array.from({ length: Math.min(100, count - from) }, () =>
        customer(context.newId(), { name, territoryId: company.territories[territory], ...context.created }),
      );
      await tx.insertInto('customers').values(rows).execute();
    }
  });
const grant = () =>
  company.write(async (tx, context) => {
    const scope = `territory:${company.territories[1]}`;
    const given = await tx
      .updateTable('userScopes')
      .set({ deletedAt: null, ...context.updated })
      .where('userId', '=', company.users.north)
      .where('scope', '=', scope)
      .returning('id')
      .executeTakeFirst();
    if (given) return;
    await tx
      .insertInto('userScopes')
      .values({ id: context.newId(), userId: company.users.north, scope, ...context.created })
      // Granted twice is granted.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
const takeAway = (territory: 0 | 1) =>
  company.write(async (tx, context) => {
    await tx
      .updateTable('userScopes')
      .set({ deletedAt: context.created.createdAt, ...context.updated })
      .where('userId', '=', company.users.north)
      .where('scope', '=', `territory:${company.territories[territory]}`)
      .execute();
  });
const isLevel = async () => expect(await rowsOnDevice(north)).toEqual(await rowsInScope(company, company.users.north));
const named = async (name: string) => (await north.rows('customers')).filter((row) => row.name === name).length;
const asked = (path: string) => north.world.requests.filter(({ url }) => url.endsWith(path));
const bodyOf = <Body>({ headers, body = new Uint8Array() }: NetworkRequest): Body => {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return JSON.parse(new TextDecoder().decode(plain)) as Body;
};
const status = () => north.device.sync.status();

describe('with a device that is level', () => {
  beforeEach(async () => {
    await open();
    await north.signIn('north');
    await simulation.advance(MINUTE_MS);
  });
  afterEach(close);

  it('a scope that is granted is loaded alone, and is there at once and whole', async () => {
    await addMany(6_000, 'theirs', 1);
    const before = asked('/snapshot').length;
    let seen = 0;
    north.device.onChanged(() => {
      seen += 1;
    });
    await grant();
    north.world.fault = ({ url }) =>
      url.endsWith('/snapshot') && asked('/snapshot').length > before + 1 ? 'cutBefore' : 'none';
    await simulation.advance(10_000);
    expect(await named('theirs')).toBe(0);
    expect((await status()).loading).toMatchObject({ rows: 5_000, totalRows: 6_002 });
    // The rest goes on meanwhile.
    await addMany(3, 'ours', 0);
    await simulation.advance(MINUTE_MS);
    expect(await named('ours')).toBe(3);
    expect(await named('theirs')).toBe(0);
    north.world.fault = () => 'none';
    await simulation.advance(2 * MINUTE_MS);
    await isLevel();
    expect(seen).toBeGreaterThan(0);
    expect(await status()).toMatchObject({ loading: null, trouble: null, network: 'online' });
    const scopes = asked('/snapshot')
      .slice(before)
      .map((request) => bodyOf<{ scopes: string[] }>(request).scopes);
    expect(scopes).toEqual(scopes.map(() => [`territory:${company.territories[1]}`]));
  });

  it('a scope that is lost takes its rows along without a load; regained, it is there again', async () => {
    const before = asked('/snapshot').length;
    await takeAway(0);
    await simulation.advance(MINUTE_MS);
    expect(await north.rows('customers')).toEqual([]);
    await isLevel();
    expect(asked('/snapshot')).toHaveLength(before);
    await grant();
    await simulation.advance(MINUTE_MS);
    await isLevel();
    expect(await north.rows('customers')).toHaveLength(2);
  });

  describe('a scope that is lost between two pages of a pull', () => {
    const cutPull = async (): Promise<void> => {
      (company.house as { pullLimitRows?: number }).pullLimitRows = 10;
      const before = asked('/pull').length;
      north.world.fault = ({ url }) =>
        url.endsWith('/pull') && asked('/pull').length > before + 1 ? 'cutBefore' : 'none';
      await simulation.advance(5 * MINUTE_MS);
      expect(asked('/pull').length).toBeGreaterThan(before + 1);
    };

    it('leaves nothing behind (simulation seed 5002)', async () => {
      north.world.isCut = true;
      await addMany(15, 'ours', 0);
      north.world.isCut = false;
      await cutPull();
      await takeAway(0);
      north.world.fault = () => 'none';
      await simulation.advance(5 * MINUTE_MS);
      expect(await north.rows('customers')).toEqual([]);
      await isLevel();
    });

    it('and regained before the last misses nothing', async () => {
      await grant();
      await simulation.advance(MINUTE_MS);
      north.world.isCut = true;
      await addMany(15, 'ours', 0);
      await addMany(12, 'theirs', 1);
      north.world.isCut = false;
      await cutPull();
      await takeAway(0);
      await addMany(12, 'theirs', 1);
      await addMany(3, 'meanwhile', 0);
      await addMany(12, 'theirs', 1);
      await cutPull();
      await cutPull();
      await company.write((tx, { updated }) =>
        tx
          .updateTable('userScopes')
          .set({ deletedAt: null, ...updated })
          .where('userId', '=', company.users.north)
          .execute(),
      );
      north.world.fault = () => 'none';
      await simulation.advance(10 * MINUTE_MS);
      expect(await named('meanwhile')).toBe(3);
      await isLevel();
    });
  });

  it('a scope that is lost while it is loaded leaves nothing behind', async () => {
    await addMany(6_000, 'theirs', 1);
    const before = asked('/snapshot').length;
    await grant();
    north.world.fault = ({ url }) =>
      url.endsWith('/snapshot') && asked('/snapshot').length > before + 1 ? 'cutBefore' : 'none';
    await simulation.advance(10_000);
    await takeAway(1);
    north.world.fault = () => 'none';
    await simulation.advance(3 * MINUTE_MS);
    expect(await status()).toMatchObject({ loading: null, trouble: null });
    await isLevel();
  });

  it('after an absence that the log no longer covers: what went goes, unsent work stays', async () => {
    const gone = company.customers[1] ?? '';
    north.world.isCut = true;
    await north.run('test.changeCustomer', { id: company.customers[0], name: 'unsent' });
    await company.write(async (tx, context) => {
      await tx
        .updateTable('customers')
        .set({ territoryId: company.territories[1], ...context.updated })
        .where('id', '=', gone)
        .execute();
    });
    const { database, world } = company.house;
    const later = (byMs: number) => ({
      database,
      world: { ...world, clock: { ...world.clock, now: () => world.clock.now() + byMs } },
    });
    await purgeLog(later(0));
    expect((await purgeLog(later(91 * DAY_MS))).entries).toBe(1);
    north.world.isCut = false;
    north.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutBefore' : 'none');
    await simulation.advance(5 * MINUTE_MS);
    expect((await north.rows('customers')).map((row) => row.name)).toEqual(['unsent']);
    north.world.fault = () => 'none';
    await simulation.advance(5 * MINUTE_MS);
    await isLevel();
    expect(await status()).toMatchObject({ waiting: 0, trouble: null, loading: null });
  });
});

it('hears how a failed command ended that was run again while it was away for longer than the log reaches', async () => {
  await open();
  await north.signIn('north');
  await simulation.advance(MINUTE_MS);
  await startRecovery(company.house);
  await simulation.advance(5 * MINUTE_MS);
  await north.run('test.postInvoice', { id: north.newId(), territoryId: company.territories[0], end: 'well' });
  await simulation.advance(5 * MINUTE_MS);
  const newest = async () => (await north.device.sync.ledger({ beforeSequence: null, limitRows: 1 }))[0];
  expect(await newest()).toMatchObject({ state: 'failed' });
  north.world.isCut = true;
  expect(await endRecovery(company.house, true)).toMatchObject({ answers: [{ state: 'applied' }] });
  await addMany(1, 'later', 0);
  await company.write((tx) => tx.deleteFrom('customers').where('name', '=', 'later').execute());
  const { database, world } = company.house;
  const later = { ...world, clock: { ...world.clock, now: () => world.clock.now() + 91 * DAY_MS } };
  await purgeLog({ database, world });
  // Of its territory and of its pool.
  expect((await purgeLog({ database, world: later })).entries).toBe(2);
  north.world.isCut = false;
  await simulation.advance(10 * MINUTE_MS);
  expect(await newest()).toMatchObject({ state: 'applied' });
  await isLevel();
  expect(await status()).toMatchObject({ waiting: 0, trouble: null, loading: null });
  await close();
});

it('wherever a load is cut, whoever is killed, and whatever changes meanwhile: the device ends with the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1_000 }),
      fc.array(
        fc.record({
          cutAt: fc.integer({ min: 0, max: 4 }),
          how: fc.constantFrom('cutBefore' as const, 'cutAfter' as const),
          next: fc.constantFrom('restart', 'grant', 'takeAway', 'add', 'command', 'nothing'),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      async (seed, steps) => {
        await open(seed);
        try {
          await addMany(5_200, 'north', 0);
          await addMany(300, 'south', 1);
          await north.signIn('north');
          for (const { cutAt, how, next } of steps) {
            let count = 0;
            north.world.fault = () => {
              count += 1;
              return count > cutAt ? how : 'none';
            };
            await simulation.advance(20_000);
            if (next === 'grant') await grant();
            if (next === 'takeAway') await takeAway(1);
            if (next === 'add') await addMany(40, 'new', 0);
            if (next === 'command') {
              await north.run('test.addCustomer', {
                id: north.newId(),
                name: 'mine',
                territoryId: company.territories[0],
              });
            }
            if (next === 'restart') {
              await north.restart();
              north.world.fault = () => 'none';
              await north.signIn('north');
            }
          }
          north.world.fault = () => 'none';
          await simulation.advance(6 * MINUTE_MS);
          await isLevel();
          expect(await status()).toMatchObject({ waiting: 0, firstLoad: null, loading: null, trouble: null });
        } finally {
          await close();
        }
      },
    ),
    { numRuns: 4 },
  );
}, 300_000);
