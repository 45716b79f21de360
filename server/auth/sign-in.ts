/**
 * Sign-in. Guards:
 * - a wrong name and a wrong password look the same and take as long; too many tries wait;
 * - a device belongs to the person who registered it; a revoked or locked one admits nobody, under no new history either;
 * - each history (incarnation) of a device has its own row and its own code, unique in the company for ever (R7).
 */
import { readSettings, type SettingKey, type Settings } from '#shared/domains/admin/model.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { normalizeLogin } from '#shared/kernel/login.ts';
import type { Reader } from '#shared/kernel/table.ts';
import type { SignInRequest, SignInResponse } from '#shared/protocol/auth.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { readActor } from '../sync/actor.ts';
import { inWriteTransaction, type ServerTx, withCompanyLock } from '../sync/company-lock.ts';
import { issueToken } from './access-token.ts';
import { readNumberHighWater } from './number-high-water.ts';
import { checkPassword } from './password.ts';
import { registerHistory } from './register-history.ts';
import type { SignInLimit } from './sign-in-limit.ts';

/**
 * Signs a person in on a device and registers the device.
 * @throws HttpRefusal `auth.wrongPassword`, `auth.inactive`, `auth.revoked`, `auth.locked`, `auth.foreignDevice`, `auth.tooManyTries`
 */
export async function signIn(
  house: House,
  limit: SignInLimit,
  request: SignInRequest,
  remoteAddress: string,
): Promise<SignInResponse> {
  const login = normalizeLogin(request.login);
  try {
    // Before anything that waits, so that tries side by side are counted one by one.
    limit.takeTry(login, remoteAddress);
    const user = await findUser(house, login).catch((error: unknown) => {
      limit.takeBack(login, remoteAddress);
      throw error;
    });
    if (!(await checkPassword(house.world, request.password, user)) || !user)
      throw new HttpRefusal('auth.wrongPassword');
    limit.noteRight(login, remoteAddress);
    if (await isRevoked(house, user.id, request.device.id))
      throw await refuseRevoked(house, user.id, request.device.id);
    if (!user.active) throw new HttpRefusal('auth.inactive');
    const response = await admit(house, user, request);
    house.metrics.add('satchel_sign_ins_total', 1, { result: 'signedIn' });
    return response;
  } catch (error) {
    if (error instanceof HttpRefusal) house.metrics.add('satchel_sign_ins_total', 1, { result: error.code });
    throw error;
  }
}

/** Somebody who has a password. */
export interface FoundUser {
  readonly id: Id;
  readonly login: string;
  readonly name: string;
  readonly roleCode: string;
  readonly active: boolean;
  readonly salt: string;
  readonly verifier: string;
}

/** @param login normalised */
export async function findUser(house: House, login: string): Promise<FoundUser | undefined> {
  if (login.includes('\0')) return undefined;
  const row = await house.database.kysely
    .selectFrom('users')
    .innerJoin('credentials', 'credentials.userId', 'users.id')
    .innerJoin('roles', 'roles.id', 'users.roleId')
    .select(['users.id', 'users.login', 'users.name', 'users.active', 'users.deletedAt'])
    .select(['roles.code as roleCode', 'credentials.salt', 'credentials.verifier'])
    .where('users.login', '=', login)
    .executeTakeFirst();
  return row ? { ...row, active: row.active === 1 && row.deletedAt === null } : undefined;
}

/** Whoever knows the password of a device's person is told that it was closed: it has to hand over what it has. */
async function isRevoked({ database }: House, userId: Id, deviceId: Id): Promise<boolean> {
  const history = await database.kysely
    .selectFrom('devices')
    .select('id')
    .where('id', '=', deviceId)
    .where('userId', '=', userId)
    .where('revokedAt', 'is not', null)
    .orderBy('incarnation')
    .limit(1)
    .executeTakeFirst();
  return history !== undefined;
}

/** Its tokens may all have ended: with the refusal comes one by which it hands over, and can do nothing else. */
async function refuseRevoked({ database, world }: House, userId: Id, deviceId: Id): Promise<HttpRefusal> {
  const pushToken = await inWriteTransaction(database, (tx) =>
    issueToken(tx, world, { userId, deviceId }, world.clock.now(), 'pushOnly'),
  );
  return new HttpRefusal('auth.revoked', { pushToken });
}

/**
 * Registers the device and gives it its tokens. What only tells is read after the lock is free.
 * @throws HttpRefusal `auth.foreignDevice`, `auth.revoked`
 */
export async function admit(
  house: House,
  user: FoundUser,
  { device }: Pick<SignInRequest, 'device'>,
): Promise<SignInResponse> {
  const { database, world } = house;
  const now = world.clock.now();
  const { company, code, lastSeq, token, pushToken } = await withCompanyLock(database, async (tx, company) => {
    const registered = await registerDevice(house, tx, user.id, device, now);
    const owner = { userId: user.id, deviceId: device.id };
    const token = await issueToken(tx, world, owner, now);
    const pushToken = await issueToken(tx, world, owner, now, 'pushOnly');
    return { company, token, pushToken, ...registered };
  });
  const db = database.kysely;
  const { permissions } = await readActor(db, user.id);
  const settings = await readCompanySettings(db);
  return {
    token,
    pushToken,
    companyId: company.companyId,
    companyName: settings['company.name'],
    timeline: company.timeline,
    deviceCode: code,
    lastSeq,
    numberHighWater: await readNumberHighWater(db, code),
    user: { id: user.id, login: user.login, name: user.name, roleCode: user.roleCode },
    permissions: [...permissions].sort(),
    serverTime: now,
    leaseDays: settings['security.leaseDays'],
  };
}

async function readCompanySettings(db: Reader): Promise<Settings> {
  const wanted: readonly SettingKey[] = ['company.name', 'security.leaseDays'];
  return readSettings(
    await db.selectFrom('settings').select(['id', 'value']).where('id', 'in', wanted).orderBy('id').execute(),
  );
}

async function registerDevice(
  house: House,
  tx: ServerTx,
  userId: Id,
  device: SignInRequest['device'],
  now: Instant,
): Promise<{ code: string; lastSeq: number }> {
  const histories = await tx
    .selectFrom('devices')
    .select(['userId', 'incarnation', 'code', 'lastSeq', 'revokedAt', 'lockedAt'])
    .where('id', '=', device.id)
    .orderBy('incarnation')
    .execute();
  if (histories.some((history) => history.userId !== userId)) throw new HttpRefusal('auth.foreignDevice');
  if (histories.some((history) => history.revokedAt !== null)) throw new HttpRefusal('auth.revoked');
  if (histories.some((history) => history.lockedAt !== null)) throw new HttpRefusal('auth.locked');
  const known = histories.find((history) => history.incarnation === device.incarnation);
  if (known) {
    await tx
      .updateTable('devices')
      .set({ name: device.name, appVersion: device.appVersion, lastSeenAt: now })
      .where('id', '=', device.id)
      .where('incarnation', '=', device.incarnation)
      .execute();
    return known;
  }
  return registerHistory(tx, house.world, userId, device);
}
