// Several people on one laptop: who left, who was locked out, and what becomes of what they had not sent.
// Long because each of these stories begins where another one ends.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkRequest, NetworkResponse } from '#shared/kernel/world.ts';
import { listQuarantine, revokeDevice } from '../../server/admin/devices.ts';
import { openSession } from '../../server/auth/access-token.ts';
import { runQuarantine } from '../../server/sync/run-quarantine.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const OS_SECRET = new Uint8Array(32).fill(7);
const MINUTE_MS = 60_000;

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(41);
  company = await makeSimulatedCompany(simulation);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const start = async (osSecret: Uint8Array | null) => {
  laptop = await addDevice(simulation, { osSecret });
  await laptop.signIn('north');
  await simulation.advance(1_000);
};
const add = (name: string, territory = 0) =>
  laptop.run('test.addCustomer', { id: laptop.newId(), name, territoryId: company.territories[territory] });
const signOut = () => simulation.finish(laptop.device.session.signOut());
const state = () => laptop.device.session.state();
const known = async (login: string) => {
  const now = await state();
  return now.state === 'signedOut' ? now.known.find((person) => person.login === login) : undefined;
};
const told = async () => {
  const now = await state();
  return now.state === 'failed' ? null : now.setAside;
};
const names = async () => (await laptop.rows('customers')).map((row) => row.name);
const answers = async () =>
  company.database.kysely
    .selectFrom('commandLog')
    .select(['name', 'userId', 'answerState'])
    .where('name', 'like', 'test.%')
    .orderBy('companyVersion')
    .execute();
const codeOnServer = async () => {
  const row = await company.database.kysely
    .selectFrom('devices')
    .select('code')
    .where('userId', '=', company.users.north)
    .executeTakeFirstOrThrow();
  return row.code;
};
const tokens = (pushOnly: 0 | 1) =>
  company.database.kysely
    .selectFrom('accessTokens')
    .select('tokenHash')
    .where('userId', '=', company.users.north)
    .where('pushOnly', '=', pushOnly)
    .execute();

const setActive = (active: 0 | 1) =>
  company.write((tx, { updated }) =>
    tx
      .updateTable('users')
      .set({ active, ...updated })
      .where('id', '=', company.users.north)
      .execute(),
  );

/** North works offline and leaves with the network still gone. */
async function leaveUnsent(...what: string[]): Promise<void> {
  laptop.world.isCut = true;
  for (const name of what) expect(await add(name)).toMatchObject({ state: 'applied' });
  await signOut();
}

describe.each([
  ['with the system’s key store', OS_SECRET],
  ['where only passwords open databases', null],
])('another person on the same laptop, %s', (_how, osSecret) => {
  beforeEach(() => start(osSecret));

  it('sends what the first left as theirs, sees none of it, and the first finds the answers', async () => {
    await leaveUnsent('of north', 'also of north');
    expect(await known('north')).toMatchObject({ hasUnsent: true, unsentCount: 2, sends: 'byItself' });
    laptop.world.isCut = false;
    expect(await laptop.signIn('south')).toEqual({ ok: true });
    await simulation.advance(MINUTE_MS);
    expect(await answers()).toEqual([
      { name: 'test.addCustomer', userId: company.users.north, answerState: 'applied' },
      { name: 'test.addCustomer', userId: company.users.north, answerState: 'applied' },
    ]);
    expect(await names()).not.toContain('of north');
    expect(await laptop.device.sync.ledger({ beforeSequence: null, limitRows: 10 })).toEqual([]);
    await signOut();
    expect(await known('north')).toMatchObject({ hasUnsent: false, unsentCount: 0, sentAt: expect.any(Number) });
    laptop.world.isCut = true;
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    const ledger = await laptop.device.sync.ledger({ beforeSequence: null, limitRows: 10 });
    expect(ledger.map((entry) => entry.state)).toEqual(['applied', 'applied']);
    expect(laptop.problems).toEqual([]);
  });

  it('waits without a complaint while its person is said to work here no more (seed 2000101)', async () => {
    await leaveUnsent('of north');
    await setActive(0);
    laptop.world.isCut = false;
    await simulation.advance(5 * MINUTE_MS);
    expect(await answers()).toEqual([]);
    expect(await known('north')).toMatchObject({ hasUnsent: true, unsentCount: 1 });
    expect(laptop.problems).toEqual([]);
    await setActive(1);
    await simulation.advance(10 * MINUTE_MS);
    expect(await answers()).toMatchObject([{ userId: company.users.north, answerState: 'applied' }]);
    expect(await known('north')).toMatchObject({ hasUnsent: false });
  });

  it('whoever works here meanwhile hears with it what time it is (seed 11005585)', async () => {
    await leaveUnsent('of north');
    laptop.world.isCut = false;
    expect(await laptop.signIn('south')).toEqual({ ok: true });
    await company.database.kysely.deleteFrom('accessTokens').where('userId', '=', company.users.south).execute();
    const { clock } = laptop.world;
    const { now } = clock;
    const yearsMs = 16 * 365 * 86_400_000;
    Object.assign(clock, { now: () => now() - yearsMs });
    await simulation.advance(MINUTE_MS);
    expect(await answers()).toHaveLength(1);
    const { clockOffsetMs } = await laptop.device.sync.status();
    expect(Math.abs(clockOffsetMs - yearsMs)).toBeLessThan(1_000);
  });

  it('is not needed: it goes while nobody is signed in', async () => {
    await leaveUnsent('of north');
    laptop.world.isCut = false;
    await simulation.advance(10 * MINUTE_MS);
    expect(await answers()).toHaveLength(1);
    expect(await known('north')).toMatchObject({ hasUnsent: false });
  });

  // Seed 3018 of the simulation: a server that was put back knows none of the tokens that it gave since.
  it('waits for its person, and says so, when the server knows the token no longer', async () => {
    await leaveUnsent('of north');
    await company.database.kysely.deleteFrom('accessTokens').execute();
    laptop.world.isCut = false;
    expect(await laptop.signIn('south')).toEqual({ ok: true });
    await simulation.advance(MINUTE_MS);
    expect(await answers()).toEqual([]);
    await signOut();
    expect(await known('north')).toMatchObject({ hasUnsent: true, unsentCount: 1, sends: 'atSignIn' });
    expect(laptop.problems).toEqual([]);
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    await simulation.advance(MINUTE_MS);
    expect(await answers()).toMatchObject([{ userId: company.users.north, answerState: 'applied' }]);
  });

  it('tries again where nothing ever comes of a push (seed 10522), or a hotel answers (seed 20021)', async () => {
    await leaveUnsent('of north');
    const { network } = laptop.world;
    const { request } = network;
    const body = new TextEncoder().encode('<html>Welcome to the hotel</html>');
    const inTheWay = [new Promise<NetworkResponse>(() => {}), Promise.resolve({ status: 200, headers: {}, body })];
    Object.assign(network, {
      request: (asked: NetworkRequest) =>
        (asked.url.endsWith('/push') ? inTheWay.shift() : undefined) ?? request(asked),
    });
    laptop.world.isCut = false;
    await simulation.advance(10 * MINUTE_MS);
    expect(inTheWay).toEqual([]);
    expect(await answers()).toMatchObject([{ userId: company.users.north, answerState: 'applied' }]);
    expect(laptop.problems).toEqual([]);
  });

  it('signing out offline ends the ordinary token at the next contact, and the other when nothing waits', async () => {
    await leaveUnsent('of north');
    expect([await tokens(0), await tokens(1)].map((rows) => rows.length)).toEqual([1, 1]);
    laptop.world.isCut = false;
    await simulation.advance(10 * MINUTE_MS);
    expect([await tokens(0), await tokens(1)]).toEqual([[], []]);
  });

  it('who worked offline on purpose is not overruled, and sends when they are back', async () => {
    await simulation.finish(laptop.device.sync.setWorkOffline(true));
    await add('later');
    await signOut();
    await laptop.signIn('south');
    await simulation.advance(20 * MINUTE_MS);
    expect(await answers()).toEqual([]);
    await signOut();
    await laptop.signIn('north');
    await simulation.finish(laptop.device.sync.setWorkOffline(false));
    await simulation.advance(MINUTE_MS);
    expect(await answers()).toHaveLength(1);
  });

  it('the first can come back at any moment, also in the middle of it, and nothing happens twice', async () => {
    await leaveUnsent('one', 'two', 'three');
    laptop.world.isCut = false;
    laptop.world.fault = ({ url }) => (url.endsWith('/push') ? 'cutAfter' : 'none');
    await simulation.advance(MINUTE_MS);
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    laptop.world.fault = () => 'none';
    await simulation.advance(5 * MINUTE_MS);
    expect(await answers()).toHaveLength(3);
    expect(await laptop.device.sync.status()).toMatchObject({ waiting: 0, trouble: null });
  });

  it('rights that were taken meanwhile take rows, never unsent work', async () => {
    await leaveUnsent('of north');
    await company.write((tx, { updated }) =>
      tx
        .updateTable('userScopes')
        .set({ deletedAt: updated.updatedAt, ...updated })
        .where('userId', '=', company.users.north)
        .execute(),
    );
    laptop.world.isCut = false;
    await simulation.advance(10 * MINUTE_MS);
    expect(await answers()).toHaveLength(1);
    await laptop.signIn('north');
    await simulation.advance(5 * MINUTE_MS);
    expect(await names()).toEqual([]);
    expect(await laptop.device.sync.ledger({ beforeSequence: null, limitRows: 10 })).toHaveLength(1);
  });
});

it('after a restart the system’s key store opens what only its person could otherwise', async () => {
  await start(OS_SECRET);
  await leaveUnsent('of north');
  await laptop.restart({ osSecret: OS_SECRET });
  laptop.world.isCut = false;
  await simulation.advance(10 * MINUTE_MS);
  expect(await answers()).toHaveLength(1);
});

it('after a restart what only a password opens waits for its person, and the sign-in screen knows', async () => {
  await start(null);
  await leaveUnsent('of north', 'two');
  await laptop.restart();
  laptop.world.isCut = false;
  await laptop.signIn('south');
  await simulation.advance(20 * MINUTE_MS);
  expect(await answers()).toEqual([]);
  await signOut();
  expect(await known('north')).toMatchObject({ unsentCount: 2, sends: 'atSignIn' });
  await laptop.signIn('north');
  await simulation.advance(MINUTE_MS);
  expect(await answers()).toHaveLength(2);
});

it('what somebody left while working offline by choice waits for them to switch that off, and the screen knows', async () => {
  await start(null);
  await leaveUnsent('of north');
  await laptop.signIn('north');
  await laptop.device.sync.setWorkOffline(true);
  await signOut();
  expect(await known('north')).toMatchObject({ unsentCount: 1, sends: 'afterSwitch' });
});

it('the token that only pushes lets nothing be read', async () => {
  await start(null);
  await leaveUnsent('of north');
  laptop.world.isCut = false;
  await simulation.advance(MINUTE_MS);
  const used = laptop.world.requests.findLast(({ url }) => url.endsWith('/push'));
  const token = (used?.headers.authorization ?? '').replace('Bearer ', '');
  await expect(openSession(company.database, simulation.world, token)).rejects.toThrow('auth.required');
  const since = laptop.world.requests.slice(laptop.world.requests.findIndex(({ url }) => url.endsWith('/sign-out')));
  expect(since.some(({ url }) => /pull|snapshot|files|live/.test(url))).toBe(false);
});

describe('a device that was closed', () => {
  const revoke = async () => {
    const said = { code: await codeOnServer(), reason: null, by: null, account: 'test' };
    await revokeDevice({ database: company.database, world: simulation.world }, said);
  };
  const people = () => readdirSync(join(laptop.folder, 'people'));

  it('locks at its next contact, hands over what waits, and only then destroys its key', async () => {
    await start(null);
    const folder = join(laptop.database().path, '..');
    laptop.world.isCut = true;
    await add('one');
    await add('two');
    await revoke();
    laptop.world.isCut = false;
    laptop.world.fault = ({ url }) => (url.endsWith('/quarantine') ? 'cutBefore' : 'none');
    await simulation.advance(2 * MINUTE_MS);
    expect(await state()).toMatchObject({ state: 'signedOut', known: [{ isClosed: true, unsentCount: 2 }] });
    expect(await told()).toMatchObject({ code: 'session.revoked', params: { name: 'north', count: 2 } });
    expect(existsSync(join(folder, 'data.sqlite'))).toBe(true);
    expect(await laptop.signIn('north')).toMatchObject({ ok: false, reason: { code: 'session.revoked' } });
    // The server has it all, and its word is lost on the way: nothing is destroyed for that.
    laptop.world.fault = ({ url }) => (url.endsWith('/quarantine') ? 'cutAfter' : 'none');
    await simulation.advance(10 * MINUTE_MS);
    expect(existsSync(join(folder, 'data.sqlite'))).toBe(true);
    laptop.world.fault = () => 'none';
    await simulation.advance(10 * MINUTE_MS);
    expect(people()).toEqual([]);
    expect(existsSync(join(laptop.folder, 'destroyed'))).toBe(false);
    expect(await state()).toMatchObject({ state: 'signedOut', known: [] });
    expect(await told()).toMatchObject({ code: 'session.handedOver', params: { name: 'north', count: 2 } });
    expect(await listQuarantine(company.house)).toHaveLength(2);
    expect(await answers()).toEqual([]);
    expect(await runQuarantine(company.house, await codeOnServer())).toMatchObject([
      { state: 'applied' },
      { state: 'applied' },
    ]);
    expect(laptop.problems).toEqual([]);
  });

  it('names the documents that it handed over, and nobody’s name, so that none is entered a second time', async () => {
    await start(null);
    const [customerId = ''] = company.customers;
    const [territoryId] = company.territories;
    laptop.world.isCut = true;
    for (const number of ['SO-1', 'SO-2']) {
      const args = {
        id: laptop.newId(),
        number,
        customerId,
        territoryId,
        warehouseId: company.warehouse,
        refuse: false,
      };
      await laptop.run('test.addOrder', args);
    }
    await revoke();
    laptop.world.isCut = false;
    await simulation.advance(10 * MINUTE_MS);
    expect(await told()).toMatchObject({
      code: 'session.handedOver',
      params: { count: 2, documents: 'SO-1, SO-2', context: 'named' },
    });
  });

  it.each(['push', 'pull', 'live', 'sign-in'])('hears it on %s', async (way) => {
    await start(null);
    if (way === 'sign-in') await laptop.restart();
    await revoke();
    if (way === 'push') await add('waits');
    if (way === 'sign-in') await laptop.signIn('north');
    await simulation.advance(way === 'live' ? 4 * MINUTE_MS : 10_000);
    if (way === 'pull') await simulation.finish(laptop.device.sync.sendNow());
    await simulation.advance(MINUTE_MS);
    expect(await state()).toMatchObject({ state: 'signedOut', known: [] });
    expect(people()).toEqual([]);
  });

  it('that nobody is signed in on hands over all the same, with the system’s key store', async () => {
    await start(OS_SECRET);
    await leaveUnsent('one');
    await revoke();
    await laptop.restart({ osSecret: OS_SECRET });
    laptop.world.isCut = false;
    await simulation.advance(10 * MINUTE_MS);
    expect(people()).toEqual([]);
    expect(await listQuarantine(company.house)).toHaveLength(1);
  });

  it('whose key only a password opens waits for its person, and lets them no further', async () => {
    await start(null);
    await leaveUnsent('one');
    await revoke();
    laptop.world.fault = ({ url }) => (url.endsWith('/quarantine') ? 'cutBefore' : 'none');
    laptop.world.isCut = false;
    await simulation.advance(1_000);
    await laptop.restart();
    await simulation.advance(20 * MINUTE_MS);
    expect(await known('north')).toMatchObject({ isClosed: true, unsentCount: 1, sends: 'atSignIn' });
    laptop.world.fault = () => 'none';
    expect(await laptop.signIn('north', 'wrong horse')).toMatchObject({ reason: { code: 'session.wrongPassword' } });
    expect(await laptop.signIn('north')).toMatchObject({ reason: { code: 'session.revoked' } });
    await simulation.advance(MINUTE_MS);
    expect(await state()).toMatchObject({ state: 'signedOut' });
    expect(people()).toEqual([]);
    expect(await listQuarantine(company.house)).toHaveLength(1);
  });

  it('hands over what it has, too, where a copy of it has handed over everything before', async () => {
    await start(null);
    laptop.world.isCut = true;
    await add('one');
    await revoke();
    await company.database.kysely
      .updateTable('devices')
      .set({ handedOverAt: simulation.now() })
      .where('userId', '=', company.users.north)
      .execute();
    laptop.world.isCut = false;
    await simulation.advance(20 * MINUTE_MS);
    expect(people()).toEqual([]);
    expect(await listQuarantine(company.house)).toHaveLength(1);
    expect(laptop.problems).toEqual([]);
  });

  it('whose token a copy of it has ended waits for its person, who brings another (simulation seed 1004115)', async () => {
    await start(null);
    laptop.world.isCut = true;
    await add('one');
    await revoke();
    await company.database.kysely.deleteFrom('accessTokens').where('pushOnly', '=', 1).execute();
    laptop.world.isCut = false;
    await simulation.advance(20 * MINUTE_MS);
    expect(laptop.world.requests.filter(({ url }) => url.endsWith('/quarantine'))).toHaveLength(1);
    expect(await state()).toMatchObject({ known: [{ isClosed: true, unsentCount: 1, sends: 'atSignIn' }] });
    expect(await laptop.signIn('north')).toMatchObject({ reason: { code: 'session.revoked' } });
    await simulation.advance(MINUTE_MS);
    expect(people()).toEqual([]);
    expect(await listQuarantine(company.house)).toHaveLength(1);
    expect(laptop.problems).toEqual([]);
  });

  it('keeps another person’s work', async () => {
    await start(null);
    await signOut();
    await laptop.signIn('south');
    await simulation.advance(1_000);
    await revoke();
    await signOut();
    await laptop.signIn('north');
    await simulation.advance(5 * MINUTE_MS);
    expect(await state()).toMatchObject({ state: 'signedOut', known: [{ login: 'south', isClosed: false }] });
    expect(await laptop.signIn('south')).toEqual({ ok: true });
  });

  it('leaves no key and no token anywhere in the profile', async () => {
    await start(null);
    const [name = ''] = people();
    const before = JSON.parse(readFileSync(join(laptop.folder, 'people', name, 'person.json'), 'utf8')) as {
      key: { sealed: string };
    };
    await revoke();
    await simulation.advance(5 * MINUTE_MS);
    const files = readdirSync(laptop.folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    for (const file of files) {
      expect(readFileSync(join(file.parentPath, file.name)).toString('latin1')).not.toContain(before.key.sealed);
    }
  });
});
