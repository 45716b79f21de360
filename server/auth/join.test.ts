import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashCode, writeCode } from '#shared/kernel/one-time-code.ts';
import { signInResponseSchema } from '#shared/protocol/auth.ts';
import { eachDatabase } from '../../tests/support/databases.ts';
import {
  newTestId,
  PASSWORD,
  refusedWith,
  startTestCompany,
  type TestCompany,
  TestDevice,
} from '../../tests/support/server.ts';
import { runSystemCommand } from '../sync/system-command.ts';
import { SIGN_IN_LIMIT_TRIES } from './sign-in-limit.ts';

const CODE = 'ABCDEFGH23';
const OWN = 'my own password';
const DAY_MS = 86_400_000;

eachDatabase('server', (current) => {
  let company: TestCompany;
  let device: TestDevice;
  beforeEach(async () => {
    company = await startTestCompany(current());
    device = new TestDevice(company.server.url);
  });
  afterEach(() => company.server.close());

  const invite = (userId: string, code = CODE) =>
    runSystemCommand(company.server.house, async (tx, { newId, created }) => {
      const life = { expiresAt: created.createdAt + 7 * DAY_MS, usedAt: null, voidedAt: null };
      await tx
        .insertInto('invitations')
        .values({ id: newId(), userId, codeHash: hashCode(code), ...life, ...created })
        .execute();
    });
  const join = (code: string, password = OWN, on = device) =>
    on.post('/v1/auth/join', {
      code,
      password,
      device: { id: on.id, incarnation: on.incarnation, name: '周的电脑', appVersion: '0.1.0' },
    });

  it('a code makes the password one’s own and the device one’s own; the old password is none any more', async () => {
    await invite(company.users.north);
    const answer = signInResponseSchema.parse(await join(writeCode(CODE).toLowerCase()));
    expect(answer.user).toMatchObject({ id: company.users.north, login: 'north' });
    const devices = await current().kysely.selectFrom('devices').select(['name', 'userId']).execute();
    expect(devices).toEqual([{ name: '周的电脑', userId: company.users.north }]);
    expect((await refusedWith(device.signIn('north', PASSWORD))).code).toBe('auth.wrongPassword');
    await device.signIn('north', OWN);
  });

  it('ends every other sign-in of its person; what those devices have not sent still comes', async () => {
    const old = new TestDevice(device.url);
    const { pushToken } = await old.signIn('north');
    const other = new TestDevice(device.url);
    await other.signIn('south');
    const sold = old.issue('test.addCustomer', { id: newTestId(), name: 'unsent', territoryId: company.north });
    company.world.advance(1_000);
    await invite(company.users.north);
    await join(CODE);
    expect(await refusedWith(old.pull())).toMatchObject({ status: 401, code: 'auth.passwordChanged' });
    expect(await refusedWith(old.push(sold))).toMatchObject({ code: 'auth.passwordChanged' });
    const own = old.token;
    old.token = pushToken;
    expect((await refusedWith(old.pull())).code).toBe('auth.required');
    expect((await old.push(sold)).answers).toMatchObject([{ state: 'applied' }]);
    // Neither the one that joined nor anybody else is asked again; the old device comes back with the new password.
    await device.signIn('north', OWN);
    await device.pull();
    await other.pull();
    await old.signIn('north', OWN);
    await old.pull();
    expect(old.token).not.toBe(own);
    const told = await current()
      .kysely.selectFrom('rowChanges')
      .select(['rowId', 'became'])
      .where('columnName', '=', 'password')
      .execute();
    expect(told).toEqual([{ rowId: company.users.north, became: 'byCode' }]);
  });

  it('another role narrows what is signed in at once; who was deactivated is let in nowhere', async () => {
    await device.signIn('boss');
    await device.pull();
    const change = (values: object) =>
      runSystemCommand(company.server.house, async (tx, { updated }) => {
        const set = tx.updateTable('users').set({ ...values, ...updated });
        await set.where('id', '=', company.users.boss).execute();
      });
    const roles = await current().kysely.selectFrom('roles').select(['id', 'code']).execute();
    const rep = roles.find(({ code }) => code === 'warehouse')?.id;
    await change({ roleId: rep });
    const add = device.issue('test.addCustomer', { id: newTestId(), name: 'x', territoryId: company.north });
    expect((await device.push(add)).answers).toMatchObject([
      { state: 'rejected', reasons: [{ code: 'kernel.notPermitted' }] },
    ]);
    await change({ active: 0 });
    // One after the other: a refusal that nobody waits for yet would be an error of the run.
    for (const ask of [() => device.pull(), () => device.push(add)]) {
      expect(await refusedWith(ask())).toMatchObject({ status: 403, code: 'auth.inactive' });
    }
    expect((await refusedWith(device.signIn('boss'))).code).toBe('auth.inactive');
  });

  it('is used once; who asks again with the password chosen has only lost the answer', async () => {
    await invite(company.users.north);
    await join(CODE);
    await join(CODE);
    const bad = { status: 401, code: 'auth.badInvitation', params: {} };
    expect(await refusedWith(join(CODE, 'another password', new TestDevice(device.url)))).toEqual(bad);
    await device.signIn('north', OWN);
    const [used] = await current().kysely.selectFrom('invitations').select('usedAt').execute();
    expect(used?.usedAt).toBe(company.world.clock.now());
  });

  it('two who try one code at the same time: one has it', async () => {
    await invite(company.users.north);
    const tries = ['first password', 'other password'].map((password) =>
      join(CODE, password, new TestDevice(device.url)).then(
        () => 'joined',
        () => 'refused',
      ),
    );
    expect((await Promise.all(tries)).sort()).toEqual(['joined', 'refused']);
  });

  it('ends after seven days, when it is taken back, and with its person', async () => {
    await invite(company.users.north);
    company.world.advance(7 * DAY_MS);
    expect((await refusedWith(join(CODE))).code).toBe('auth.invitationExpired');
    await invite(company.users.south, 'ABCDEFGH24');
    await runSystemCommand(company.server.house, async (tx, { updated }) => {
      const { updatedAt: voidedAt } = updated;
      const voided = tx.updateTable('invitations').set({ voidedAt, ...updated });
      await voided.where('userId', '=', company.users.south).execute();
      const left = tx.updateTable('users').set({ active: 0, ...updated });
      await left.where('id', '=', company.users.boss).execute();
    });
    expect((await refusedWith(join('ABCDEFGH24'))).code).toBe('auth.badInvitation');
    await invite(company.users.boss, 'ABCDEFGH25');
    expect((await refusedWith(join('ABCDEFGH25'))).code).toBe('auth.inactive');
  });

  it('a short password and a device of somebody else are refused, and the code is still good', async () => {
    await invite(company.users.north);
    expect(await refusedWith(join(CODE, 'short'))).toMatchObject({ code: 'auth.weakPassword', status: 422 });
    await join(CODE);
    await invite(company.users.south, 'ABCDEFGH24');
    expect((await refusedWith(join('ABCDEFGH24'))).code).toBe('auth.foreignDevice');
    device.id = newTestId();
    device.incarnation = newTestId();
    await join('ABCDEFGH24');
  });

  it('whoever guesses waits', async () => {
    await invite(company.users.north);
    for (let tried = 0; tried < SIGN_IN_LIMIT_TRIES; tried += 1) {
      expect((await refusedWith(join('ABCDEFGH99'))).code).toBe('auth.badInvitation');
    }
    expect(await refusedWith(join(CODE))).toMatchObject({ status: 429, code: 'auth.tooManyTries' });
    expect((await refusedWith(device.signIn('north', 'wrong'))).code).toBe('auth.wrongPassword');
  });
});
