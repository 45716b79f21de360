import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUser } from '../../server/company/create-user.ts';
import {
  makeSimulatedCompany,
  PASSWORD,
  SERVER_URL,
  type SimulatedCompany,
  simulationRegistry,
} from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';
import { openDatabase } from './open-database.ts';

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(11);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const add = (name: string) =>
  laptop.run('test.addCustomer', { id: laptop.newId(), name, territoryId: company.territories[0] });
const codeOf = async (reply: Promise<unknown>) => ((await reply) as { reason?: { code: string } }).reason?.code ?? 'ok';
const nameOf = async () => (await laptop.rows('customers')).map((row) => row.name);
const state = () => laptop.device.session.state();
const personFolder = () => join(laptop.database().path, '..');

async function workADay(): Promise<void> {
  await laptop.signIn('north');
  await simulation.advance(1_000);
  await add('from yesterday');
  await simulation.advance(60_000);
}

describe('without the network', () => {
  beforeEach(async () => {
    await workADay();
    await laptop.restart();
    laptop.world.isCut = true;
  });

  it('someone who was here before gets in, finds everything, and goes on', async () => {
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    expect(await nameOf()).toContain('from yesterday');
    expect(await add('offline')).toMatchObject({ state: 'applied', sequence: 2 });
    expect(await state()).toMatchObject({ state: 'signedIn', companyName: '武汉行囊百货', user: { login: 'north' } });
    laptop.world.isCut = false;
    await simulation.advance(5 * 60_000);
    expect(await laptop.device.sync.status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
  });

  it('a wrong password is refused', async () => {
    expect(await codeOf(laptop.signIn('north', 'wrong horse'))).toBe('session.wrongPassword');
    expect(await state()).toMatchObject({ state: 'signedOut', known: [{ login: 'north' }] });
  });

  it('a name in capitals or full-width letters is the same person, as it is at the server', async () => {
    for (const login of [' North ', 'NORTH', 'ｎｏｒｔｈ']) {
      expect(await laptop.device.session.signIn({ server: SERVER_URL, login, password: PASSWORD })).toEqual({
        ok: true,
      });
    }
  });

  it('after five wrong passwords even the right one waits', async () => {
    for (let tries = 0; tries < 5; tries += 1) await laptop.signIn('north', 'wrong horse');
    expect(await laptop.signIn('north')).toEqual({
      ok: false,
      reason: { code: 'session.tooManyTries', params: { seconds: 30 } },
    });
    await simulation.advance(31_000);
    expect(await laptop.signIn('north')).toEqual({ ok: true });
  });

  it('someone new is told that the first time needs the network', async () => {
    expect(await codeOf(laptop.signIn('south'))).toBe('session.needsNetwork');
  });
});

describe('the first time', () => {
  const to = (server: string) =>
    simulation.finish(laptop.device.session.signIn({ server, login: 'north', password: PASSWORD }));

  it.each([
    ['an address that is none', 'http://', 'session.invalidServer'],
    ['plain http to another computer', 'http://company.test', 'session.invalidServer'],
    ['a password in the address', 'https://a:b@company.test', 'session.invalidServer'],
  ])('refuses %s', async (_what, server, code) => {
    expect(await codeOf(to(server))).toBe(code);
  });

  it('tells a server that does not answer from one that is no Satchel server', async () => {
    laptop.world.isCut = true;
    expect(await codeOf(to(SERVER_URL))).toBe('session.serverUnreachable');
    laptop.world.isCut = false;
    simulation.connect({
      answer: async () => ({ status: 200, headers: {}, body: new TextEncoder().encode('<html>Welcome</html>') }),
      listen: async () => () => {},
    });
    expect(await codeOf(to(SERVER_URL))).toBe('session.notACompanyServer');
  });

  it('refuses a wrong password and leaves nothing behind', async () => {
    expect(await codeOf(laptop.signIn('north', 'wrong horse'))).toBe('session.wrongPassword');
    expect(readdirSync(join(laptop.folder, 'people'))).toEqual([]);
  });
});

it('a password that was changed on the server is taken over, unsent work included', async () => {
  await workADay();
  laptop.world.isCut = true;
  await add('unsent');
  await simulation.finish(laptop.device.session.signOut());
  const { kysely } = company.database;
  const writer = { database: company.database, world: simulation.world };
  const { userId } = await createUser(writer, {
    login: 'other',
    name: 'o',
    password: 'new horse',
    roleCode: 'rep',
    scopes: [],
  });
  const fresh = await kysely
    .selectFrom('credentials')
    .selectAll()
    .where('userId', '=', userId)
    .executeTakeFirstOrThrow();
  await kysely
    .updateTable('credentials')
    .set({ salt: fresh.salt, verifier: fresh.verifier })
    .where('userId', '=', company.users.north)
    .execute();
  laptop.world.isCut = false;
  expect(await laptop.signIn('north', 'new horse')).toEqual({ ok: true });
  await simulation.advance(60_000);
  expect(await nameOf()).toContain('unsent');
  expect(await laptop.device.sync.status()).toMatchObject({ waiting: 0 });
  await laptop.restart();
  laptop.world.isCut = true;
  expect(await codeOf(laptop.signIn('north'))).toBe('session.wrongPassword');
  expect(await laptop.signIn('north', 'new horse')).toEqual({ ok: true });
});

it('the demo is found again at another address, and a demo made anew is another company', async () => {
  const people = [{ login: 'north', password: PASSWORD, name: 'North', roleCode: 'rep' }];
  const { companyId } = await company.database.kysely
    .selectFrom('companyVersion')
    .select('companyId')
    .executeTakeFirstOrThrow();
  const signInAt = (server: string) =>
    simulation.finish(laptop.device.session.signIn({ server, login: 'north', password: PASSWORD }));
  await laptop.device.setDemo({ server: 'http://127.0.0.1:4001', companyId, people });
  expect(await signInAt('http://127.0.0.1:4001')).toEqual({ ok: true });
  await simulation.advance(1_000);
  await laptop.restart();
  const server = 'http://127.0.0.1:4002';
  await laptop.device.setDemo({ server, companyId, people });
  expect(await state()).toMatchObject({ server, known: [{ server }], demo: people });
  laptop.world.isCut = true;
  expect(await signInAt(server)).toEqual({ ok: true });
  await laptop.restart();
  await laptop.device.setDemo({ server, companyId: laptop.newId(), people });
  expect(await state()).toMatchObject({ known: [] });
  expect(await codeOf(signInAt(server))).toBe('session.serverUnreachable');
});

it('two people on one laptop have a database each, and the unsent work of one stays', async () => {
  await workADay();
  laptop.world.isCut = true;
  await add('unsent of north');
  laptop.world.isCut = false;
  expect(await laptop.signIn('south')).toEqual({ ok: true });
  await simulation.advance(1_000);
  expect(await nameOf()).not.toContain('unsent of north');
  expect(readdirSync(join(laptop.folder, 'people'))).toHaveLength(2);
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  await simulation.advance(60_000);
  expect(await nameOf()).toContain('unsent of north');
  expect(await laptop.device.sync.status()).toMatchObject({ waiting: 0 });
});

it('two processes never open one database', async () => {
  await workADay();
  const person = JSON.parse(readFileSync(join(personFolder(), 'person.json'), 'utf8'));
  const again = openDatabase({ ...laptop.database(), owner: person, registry: simulationRegistry });
  await expect(again).rejects.toMatchObject({ code: 'session.databaseInUse' });
  expect(await add('unharmed')).toMatchObject({ state: 'applied' });
});

describe('keys', () => {
  it('sealed by the operating system: a locked key store keeps the database, and says so', async () => {
    await laptop.restart({ osSecret: new Uint8Array(32).fill(7) });
    await workADay();
    const text = readFileSync(join(personFolder(), 'person.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ key: { by: 'operatingSystem' } });
    await laptop.restart({ osSecret: null });
    expect(await codeOf(laptop.signIn('north'))).toBe('session.keyStoreUnavailable');
    await laptop.restart({ osSecret: new Uint8Array(32).fill(7) });
    expect(await laptop.signIn('north')).toEqual({ ok: true });
    expect(await nameOf()).toContain('from yesterday');
  });

  it('neither password nor token nor rows lie on the disk in clear', async () => {
    await workADay();
    const token = await company.database.kysely
      .selectFrom('accessTokens')
      .select('tokenHash')
      .executeTakeFirstOrThrow();
    await laptop.restart();
    for (const name of readdirSync(personFolder())) {
      const bytes = readFileSync(join(personFolder(), name)).toString('latin1');
      for (const secret of [PASSWORD, 'from yesterday', token.tokenHash]) expect(bytes, name).not.toContain(secret);
    }
  });
});

describe('a stranger who guesses the password elsewhere', () => {
  beforeEach(async () => {
    await workADay();
    await laptop.restart();
    laptop.world.isCut = true;
    await laptop.signIn('north');
    await add('waits');
    const stranger = await addDevice(simulation);
    for (let tries = 0; tries < 6; tries += 1) await stranger.signIn('north', 'guessed');
    await stranger.close();
    laptop.world.isCut = false;
  });

  it('stops nobody who is in: what waits is sent with the token of last time, and the refusal is said', async () => {
    await simulation.advance(60_000);
    expect(await laptop.device.sync.status()).toMatchObject({
      network: 'online',
      waiting: 0,
      trouble: { code: 'session.tooManyTries', params: { seconds: expect.any(Number) } },
    });
    const names = await company.database.kysely.selectFrom('customers').select('name').execute();
    expect(names.map(({ name }) => name)).toContain('waits');
  });

  it('is over by itself when the server’s wait is', async () => {
    await simulation.advance(20 * 60_000);
    expect(await laptop.device.sync.status()).toMatchObject({ network: 'online', waiting: 0, trouble: null });
  });

  it('does not make the device ask again before it may', async () => {
    const asked = () => laptop.world.requests.filter(({ url }) => url.endsWith('/sign-in')).length;
    const before = asked();
    await simulation.advance(4 * 60_000);
    expect(asked() - before).toBe(1);
  });
});

it('signs out and in again where the last marks of numbers cannot be written', async () => {
  await workADay();
  await simulation.finish(laptop.device.nextNumber('order'));
  // As a full disk does it: the file beside cannot be made.
  const beside = join(personFolder(), 'numbers.json.new');
  mkdirSync(beside);
  expect(await simulation.finish(laptop.device.session.signOut())).toEqual({ ok: true });
  expect(laptop.problems.some((problem) => problem.startsWith('close document numbers'))).toBe(true);
  rmSync(beside, { recursive: true });
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  expect(await simulation.finish(laptop.device.nextNumber('order'))).toMatch(/-000\d{3}$/);
});

it('a first sign-in whose profile cannot be written is told so, and can be tried again', async () => {
  const people = join(laptop.folder, 'people');
  rmSync(people, { recursive: true });
  writeFileSync(people, '');
  expect(await laptop.signIn('north')).toMatchObject({ ok: false });
  rmSync(people);
  expect(await laptop.signIn('north')).toEqual({ ok: true });
});
