import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../tests/support/databases.ts';
import { order } from '../../tests/support/sample-rows.ts';
import {
  newTestId,
  PASSWORD,
  refusedWith,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { makeRealWorld } from '../real-world.ts';
import { runSystemCommand } from '../sync/system-command.ts';
import { TOKEN_LIFE_MS, TOKENS_KEPT } from './access-token.ts';
import { chooseDeviceCode } from './device-code.ts';
import { checkPassword, makeVerifier } from './password.ts';
import { SIGN_IN_LIMIT_TRIES, SIGN_IN_WINDOW_MS } from './sign-in-limit.ts';

eachDatabase('server', (current) => {
  let company: TestCompany;
  let device: TestDevice;

  beforeEach(async () => {
    company = await startTestCompany(current());
    device = new TestDevice(company.server.url);
  });
  afterEach(() => company.server.close());

  const setActive = (login: string, active: 0 | 1) =>
    runSystemCommand(company.server.house, async (tx, { updated }) => {
      await tx
        .updateTable('users')
        .set({ active, ...updated })
        .where('login', '=', login)
        .execute();
    });

  test('signing in says who one is, what one may, and where this device stands', async () => {
    const response = await device.signIn('north');
    expect(response).toMatchObject({
      companyName: 'Test & Co',
      lastSeq: 0,
      numberHighWater: {},
      leaseDays: 30,
      pushToken: expect.stringMatching(/^[\w-]{43}$/),
      user: { id: company.users.north, login: 'north', name: 'north', roleCode: 'rep' },
      serverTime: company.world.clock.now(),
    });
    expect(response.permissions).toContain('sales.confirmOrder');
    expect(response.deviceCode).toMatch(/^[A-HJ-NP-Z][A-HJ-NP-Z2-9]$/);
    await device.push(device.issue('test.addCustomer', { id: newTestId(), name: 'x', territoryId: company.north }));
    const again = await device.signIn('  NORTH ');
    expect(again).toMatchObject({ lastSeq: 1, deviceCode: response.deviceCode, timeline: response.timeline });
  });

  test('the highest number that the server saw of this device comes back', async () => {
    const { deviceCode } = await device.signIn('north');
    await runSystemCommand(company.server.house, async (tx, { newId, created }) => {
      const numbers = [`SO-${deviceCode}-000009`, `SO-${deviceCode}-000123`, `RO-${deviceCode}-000002`, 'imported'];
      const rows = numbers.map((number) => order(newId(), { number, deviceCode, ...created }));
      await tx.insertInto('orders').values(rows).execute();
    });
    expect((await device.signIn('north')).numberHighWater).toEqual({ SO: 123, RO: 2 });
  });

  test('every history of a device has its own code', async () => {
    const codes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      device.incarnation = newTestId();
      codes.add((await device.signIn('north')).deviceCode);
    }
    expect(codes.size).toBe(12);
  });

  test('a wrong password and an unknown name are refused alike', async () => {
    const wrong = { status: 401, code: 'auth.wrongPassword', params: {} };
    expect(await refusedWith(device.signIn('north', 'wrong'))).toEqual(wrong);
    expect(await refusedWith(device.signIn('nobody', PASSWORD))).toEqual(wrong);
    expect(await current().kysely.selectFrom('devices').select('id').execute()).toEqual([]);
  });

  test('after too many wrong tries even the right password waits; another login does not', async () => {
    for (let tried = 0; tried < SIGN_IN_LIMIT_TRIES; tried += 1) {
      expect((await refusedWith(device.signIn('north', 'wrong'))).code).toBe('auth.wrongPassword');
    }
    expect(await refusedWith(device.signIn('north'))).toEqual({
      status: 429,
      code: 'auth.tooManyTries',
      params: { retryAfterSeconds: SIGN_IN_WINDOW_MS / 1_000 },
    });
    await new TestDevice(device.url).signIn('south');
    company.world.advance(SIGN_IN_WINDOW_MS);
    await device.signIn('north');
  });

  test('many wrong tries at once are counted too', async () => {
    const tries = await Promise.all(
      Array.from({ length: SIGN_IN_LIMIT_TRIES * 3 }, () =>
        refusedWith(new TestDevice(device.url).signIn('north', 'wrong')),
      ),
    );
    const allowed = tries.filter((refusal) => refusal.code === 'auth.wrongPassword');
    expect(allowed).toHaveLength(SIGN_IN_LIMIT_TRIES);
  });

  test('a right password forgets the wrong ones', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let tried = 1; tried < SIGN_IN_LIMIT_TRIES; tried += 1) await refusedWith(device.signIn('north', 'wrong'));
      await device.signIn('north');
    }
  });

  test('a user who may not work any more is refused, also with a token from before', async () => {
    await device.signIn('north');
    await setActive('north', 0);
    expect(await refusedWith(device.pull())).toMatchObject({ status: 403, code: 'auth.inactive' });
    expect(await refusedWith(device.signIn('north'))).toMatchObject({ status: 403, code: 'auth.inactive' });
    expect((await refusedWith(device.signIn('north', 'wrong'))).code).toBe('auth.wrongPassword');
  });

  test('a token ends by sign-out and by time, and is nowhere in the database', async () => {
    await device.signIn('north');
    await device.pull();
    const stored = JSON.stringify(await current().kysely.selectFrom('accessTokens').selectAll().execute());
    expect(stored).not.toContain(device.token);
    await device.post('/v1/auth/sign-out', {});
    expect(await refusedWith(device.pull())).toMatchObject({ status: 401, code: 'auth.required' });
    await device.signIn('north');
    company.world.advance(TOKEN_LIFE_MS);
    expect((await refusedWith(device.pull())).code).toBe('auth.required');
  });

  const revoke = (id: string, incarnation: string) =>
    current()
      .kysely.updateTable('devices')
      .set({ revokedAt: 1 })
      .where('id', '=', id)
      .where('incarnation', '=', incarnation)
      .execute();

  test('a revoked device neither reads nor sends nor signs in, under no history; another of the person does', async () => {
    await device.signIn('north');
    const copy = Object.assign(new TestDevice(device.url), { id: device.id });
    await copy.signIn('north');
    const other = new TestDevice(device.url);
    await other.signIn('north');
    await revoke(device.id, device.incarnation);
    const inactive = { status: 403, code: 'auth.revoked' };
    const add = device.issue('test.addCustomer', { id: newTestId(), name: 'x', territoryId: company.north });
    for (const laptop of [device, copy]) expect(await refusedWith(laptop.pull())).toMatchObject(inactive);
    expect(await refusedWith(device.push(add))).toMatchObject(inactive);
    expect(await refusedWith(device.signIn('north'))).toMatchObject(inactive);
    device.incarnation = newTestId();
    expect(await refusedWith(device.signIn('north'))).toMatchObject(inactive);
    await other.pull();
  });

  test('a device belongs to the person who registered it, with every history', async () => {
    await device.signIn('north');
    const foreign = { status: 403, code: 'auth.foreignDevice' };
    const thief = Object.assign(new TestDevice(device.url), { id: device.id, incarnation: device.incarnation });
    expect(await refusedWith(thief.signIn('south'))).toMatchObject(foreign);
    thief.incarnation = newTestId();
    expect(await refusedWith(thief.signIn('south'))).toMatchObject(foreign);
    const rows = await current().kysely.selectFrom('devices').select(['userId', 'incarnation']).execute();
    expect(rows).toEqual([{ userId: company.users.north, incarnation: device.incarnation }]);
  });

  test('tokens do not pile up: the newest few of a device stay, and those of others', async () => {
    const other = new TestDevice(device.url);
    await other.signIn('north');
    const tokens: string[] = [];
    for (let round = 0; round < TOKENS_KEPT + 3; round += 1) {
      company.world.advance(1);
      await device.signIn('north');
      tokens.push(device.token);
    }
    for (const [at, token] of tokens.entries()) {
      device.token = token;
      if (at < 3) expect((await refusedWith(device.pull())).code).toBe('auth.required');
      else await device.pull();
    }
    await other.pull();
  });

  test('a token that only sends does not read', async () => {
    await device.signIn('north');
    await current().kysely.updateTable('accessTokens').set({ pushOnly: 1 }).execute();
    expect((await refusedWith(device.pull())).code).toBe('auth.required');
    const args = { id: newTestId(), name: 'x', territoryId: company.north };
    expect((await device.push(device.issue('test.addCustomer', args))).answers[0]?.state).toBe('applied');
  });
});

describe('device codes', () => {
  test('R7 codes are two characters while they last, then three, and none twice', () => {
    const used = new Set<string>();
    for (let made = 0; made < 800; made += 1) {
      const code = chooseDeviceCode(used, new Uint8Array([made, 7, made * 3, made * 5]));
      expect(used.has(code)).toBe(false);
      expect(code).toMatch(made < 768 ? /^[A-HJ-NP-Z][A-HJ-NP-Z2-9]$/ : /^[A-HJ-NP-Z][A-HJ-NP-Z2-9]{2}$/);
      used.add(code);
    }
  });
});

describe('passwords', () => {
  test('the real key derivation tells right from wrong, however the letters are composed', async () => {
    const world = makeRealWorld();
    const stored = await makeVerifier(world, 'Zürich 2026');
    expect(await checkPassword(world, 'Zürich 2026', stored)).toBe(true);
    expect(await checkPassword(world, 'Zurich 2026', stored)).toBe(false);
    expect(await checkPassword(world, 'Zürich 2026', undefined)).toBe(false);
    expect(await makeVerifier(world, 'Zürich 2026')).not.toEqual(stored);
  });
});
