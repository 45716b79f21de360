import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashCode } from '#shared/kernel/one-time-code.ts';
import {
  makeSimulatedCompany,
  PASSWORD,
  SERVER_URL,
  type SimulatedCompany,
} from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const CODE = 'ABCDEFGH23';
const OWN = 'my own password';

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
beforeEach(async () => {
  simulation = makeSimulation(17);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation);
});
afterEach(async () => {
  await laptop.close();
  await company.close();
});

const invite = (code = CODE) =>
  company.write((tx, { newId, created }) =>
    tx
      .insertInto('invitations')
      .values({
        ...{ id: newId(), userId: company.users.north, codeHash: hashCode(code) },
        ...{ expiresAt: created.createdAt + 86_400_000, usedAt: null, voidedAt: null, ...created },
      })
      .execute(),
  );
const join = (change: object = {}) =>
  simulation.finish(
    laptop.device.session.join({ server: SERVER_URL, code: CODE, password: OWN, deviceName: '周的电脑', ...change }),
  );
const codeOf = (reply: unknown) => (reply as { reason?: { code: string } }).reason?.code ?? 'ok';
const nameAtServer = async () =>
  (await company.database.kysely.selectFrom('devices').select('name').orderBy('incarnation').execute()).at(-1)?.name;

it('somebody joins by a code, works, and is found here without the network by the password of their own', async () => {
  await invite();
  expect(await join()).toEqual({ ok: true });
  expect(await laptop.device.session.state()).toMatchObject({ state: 'signedIn', user: { login: 'north' } });
  await simulation.advance(60_000);
  expect((await laptop.rows('customers')).length).toBeGreaterThan(0);
  expect(await nameAtServer()).toBe('周的电脑');
  await laptop.restart();
  laptop.world.isCut = true;
  expect(codeOf(await laptop.signIn('north', PASSWORD))).toBe('session.wrongPassword');
  expect(await laptop.signIn('north', OWN)).toEqual({ ok: true });
  laptop.world.isCut = false;
  await laptop.restart();
  expect(await laptop.signIn('north', OWN)).toEqual({ ok: true });
  await simulation.advance(60_000);
  expect(await nameAtServer()).toBe('周的电脑');
});

it('says what is wrong with the code, the password, the address or the network', async () => {
  expect(codeOf(await join())).toBe('session.badInvitation');
  expect(codeOf(await join({ password: 'short' }))).toBe('session.weakPassword');
  expect(codeOf(await join({ server: 'http://example.com' }))).toBe('session.invalidServer');
  laptop.world.isCut = true;
  expect(codeOf(await join())).toBe('session.serverUnreachable');
  expect(await laptop.device.session.state()).toMatchObject({ state: 'signedOut', known: [] });
});

it('a new code for somebody whose database is here asks for the old password, and throws nothing away', async () => {
  await laptop.signIn('north');
  await simulation.advance(60_000);
  await laptop.restart();
  await invite();
  expect(codeOf(await join())).toBe('session.oldPasswordNeeded');
  laptop.world.isCut = true;
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  laptop.world.isCut = false;
});
