import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publicSealing } from '#db/keys/recovery-seal.ts';
import { makeRecoveryKey, openRecovery } from '../../server/admin/recovery-key.ts';
import { makeSimulatedCompany, type SimulatedCompany } from '../../tests/support/simulated-company.ts';
import { addDevice, type SimulatedDevice } from '../../tests/support/simulated-device.ts';
import { makeSimulation, type Simulation } from '../../tests/support/simulated-world.ts';

const OS_SECRET = new Uint8Array(32).fill(7);
const OTHER_SECRET = new Uint8Array(32).fill(8);

let simulation: Simulation;
let company: SimulatedCompany;
let laptop: SimulatedDevice;
let desk: string;
beforeEach(async () => {
  simulation = makeSimulation(51);
  company = await makeSimulatedCompany(simulation);
  laptop = await addDevice(simulation, { osSecret: OS_SECRET });
  desk = mkdtempSync(join(tmpdir(), 'satchel-desk-'));
});
afterEach(async () => {
  await laptop.close();
  await company.close();
  rmSync(desk, { recursive: true });
});

const file = (name: string) => join(desk, name);
const makeKey = (name: string) => makeRecoveryKey(company.house, file(name));
const copyPath = () => join(laptop.database().path, '..', 'recovery.json');
const add = (name: string) =>
  laptop.run('test.addCustomer', { id: laptop.newId(), name, territoryId: company.territories[0] });
const open = (out: string, key = 'private') =>
  openRecovery(simulation.world.keys, { sealed: copyPath(), key: file(key), out: file(out) });

async function work(): Promise<void> {
  await laptop.signIn('north');
  await simulation.advance(60_000);
}

it('a lost key comes back: with the company’s recovery key nothing unsent is lost', async () => {
  await makeKey('private');
  await work();
  laptop.world.isCut = true;
  await add('not sent');
  // The system's key store is another one now: a lost user profile.
  await laptop.restart({ osSecret: OTHER_SECRET });
  expect(await laptop.signIn('north')).toMatchObject({
    ok: false,
    reason: { code: 'session.recoveryNeeded', params: { count: 1 } },
  });
  expect(open('for-device')).toMatchObject({ name: 'north' });
  expect(statSync(file('for-device')).mode & 0o777).toBe(0o600);
  expect(await laptop.device.main.recover({ path: file('for-device') })).toMatchObject({ ok: true });
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  expect((await laptop.rows('customers')).map((row) => row.name)).toContain('not sent');
  // And it goes out when there is a network.
  laptop.world.isCut = false;
  await simulation.advance(5 * 60_000);
  const sent = await company.database.kysely.selectFrom('customers').select('name').execute();
  expect(sent.map(({ name }) => name)).toContain('not sent');
  // From now on it lies sealed by what this computer has.
  await laptop.restart({ osSecret: OTHER_SECRET });
  expect(await laptop.signIn('north')).toEqual({ ok: true });
  laptop.world.isCut = false;
  await simulation.advance(5 * 60_000);
  expect(await laptop.device.sync.status()).toMatchObject({ waiting: 0, trouble: null });
});

it('the copy comes with the setting while somebody works, and follows when the company’s key changes', async () => {
  await work();
  expect(existsSync(copyPath())).toBe(false);
  await makeKey('private');
  await simulation.advance(5 * 60_000);
  const first = readFileSync(copyPath(), 'utf8');
  await makeKey('second');
  await simulation.advance(5 * 60_000);
  expect(readFileSync(copyPath(), 'utf8')).not.toBe(first);
  expect(() => open('by-the-old')).toThrow('does not open that file');
  expect(existsSync(file('by-the-old'))).toBe(false);
  open('by-the-new', 'second');
});

it('a recovered key opens its own person’s database alone, and nothing else is taken for one', async () => {
  await makeKey('private');
  await work();
  open('of-north');
  expect(await laptop.device.main.recover({ path: file('of-north') })).toMatchObject({ ok: false });
  await simulation.finish(laptop.device.session.signOut());
  const other = await addDevice(simulation);
  await other.signIn('north');
  await simulation.finish(other.device.session.signOut());
  const refused = { ok: false, reason: { code: 'session.notRecovered' } };
  expect(await other.device.main.recover({ path: file('of-north') })).toMatchObject(refused);
  expect(await other.device.main.recover({ path: file('private') })).toMatchObject(refused);
  expect(await other.device.main.recover({ path: file('nothing') })).toMatchObject(refused);
  await other.close();
});

it('the private half is in its file alone, which is never written over', async () => {
  await makeKey('private');
  const secret = readFileSync(file('private'), 'utf8').trim();
  const settings = await company.database.kysely.selectFrom('settings').selectAll().execute();
  expect(JSON.stringify(settings)).not.toContain(secret);
  expect(statSync(file('private')).mode & 0o777).toBe(0o600);
  await expect(makeKey('private')).rejects.toThrow('EEXIST');
  expect(readFileSync(file('private'), 'utf8').trim()).toBe(secret);
});

it('what was sealed opens by its own key, for its own purpose, and unchanged', () => {
  const { publicKey, privateKey } = publicSealing.makePair();
  const plain = new Uint8Array([1, 2, 3]);
  const sealed = publicSealing.seal(publicKey, plain, 'a');
  expect(publicSealing.open(privateKey, sealed, 'a')).toEqual(plain);
  expect(publicSealing.seal(publicKey, plain, 'a')).not.toEqual(sealed);
  expect(publicSealing.open(privateKey, sealed, 'b')).toBeNull();
  expect(publicSealing.open(publicSealing.makePair().privateKey, sealed, 'a')).toBeNull();
  for (const at of [0, 40, sealed.byteLength - 1]) {
    const damaged = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(publicSealing.open(privateKey, damaged, 'a')).toBeNull();
  }
  expect(publicSealing.open(privateKey, sealed.subarray(0, 20), 'a')).toBeNull();
});
