/**
 * Bearer tokens. Guards:
 * - the database holds only their hashes;
 * - a token ends by time, by sign-out, with the user, and with the device; a device has a few of a kind at the most;
 * - a new password ends what was opened by the one before, on every device; what only sends goes on;
 * - a push-only token lives longer and can do less: it sends what is unsent, and reads nothing;
 * - of a revoked device, a token hands over what is unsent and can do nothing else; of a locked one, it does nothing.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { SatchelDatabase } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { Tx } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerWorld } from '../server-world.ts';

export const TOKEN_LIFE_MS = 90 * 86_400_000;
/** Longer than anybody's laptop lies in a drawer: what is on it is to arrive all the same. */
export const PUSH_TOKEN_LIFE_MS = 400 * 86_400_000;
const TOKEN_BYTES = 32;
/**
 * Tokens that a device keeps, newest first. More than one: an answer to a sign-in may be lost on its way, and a copied
 * laptop must not take the first one's token away.
 */
export const TOKENS_KEPT = 4;

/** What a session may be of. `revoked`: a device that was closed may ask here, to hand over what it has. */
export type Admits = 'living' | 'revoked';

/** Who a request comes from. */
export interface Session {
  readonly userId: Id;
  readonly deviceId: Id;
  /** Sends what is unsent and can do nothing else. */
  readonly pushOnly: boolean;
  /** Of a device that was closed; only where such a one may ask. */
  readonly isRevoked: boolean;
  readonly tokenHash: string;
}

/** Makes a token for a user on a device; the text is told once and never stored. */
export async function issueToken(
  tx: Tx,
  world: ServerWorld,
  owner: { userId: Id; deviceId: Id },
  now: Instant,
  kind: 'ordinary' | 'pushOnly' = 'ordinary',
): Promise<string> {
  const pushOnly = kind === 'pushOnly' ? 1 : 0;
  const expiresAt = now + (pushOnly ? PUSH_TOKEN_LIFE_MS : TOKEN_LIFE_MS);
  const token = Buffer.from(world.random.bytes(TOKEN_BYTES)).toString('base64url');
  await tx.deleteFrom('accessTokens').where('expiresAt', '<=', now).execute();
  await dropOldTokens(tx, owner.deviceId, pushOnly);
  await tx
    .insertInto('accessTokens')
    .values({ tokenHash: hashOf(token), ...owner, issuedAt: now, expiresAt, pushOnly })
    .execute();
  return token;
}

async function dropOldTokens(tx: Tx, deviceId: Id, pushOnly: 0 | 1): Promise<void> {
  const rows = await tx
    .selectFrom('accessTokens')
    .select('tokenHash')
    .where('deviceId', '=', deviceId)
    .where('pushOnly', '=', pushOnly)
    .orderBy('issuedAt', 'desc')
    .orderBy('tokenHash')
    .execute();
  const old = rows.slice(TOKENS_KEPT - 1).map((row) => row.tokenHash);
  if (old.length > 0) await tx.deleteFrom('accessTokens').where('tokenHash', 'in', old).execute();
}

/**
 * The session that a token opens.
 * @throws HttpRefusal `auth.required`, `auth.inactive`, `auth.revoked`, `auth.locked`, `auth.passwordChanged`
 */
export async function openSession(
  database: SatchelDatabase,
  world: ServerWorld,
  token: string,
  admits: Admits = 'living',
): Promise<Session> {
  const tokenHash = hashOf(token);
  const rows = await findSession(database.kysely, { tokenHash });
  const [row] = rows;
  if (!row || row.expiresAt <= world.clock.now()) throw new HttpRefusal('auth.required');
  // A laptop is revoked as a whole, whichever of its histories the administrator named.
  const isRevoked = rows.some((history) => history.revokedAt !== null);
  if (isRevoked && admits === 'living') throw new HttpRefusal('auth.revoked');
  if (!isRevoked && rows.some((history) => history.lockedAt !== null)) throw new HttpRefusal('auth.locked');
  // What somebody who left had not sent is the company's all the same.
  if (!isRevoked && (row.active !== 1 || row.deletedAt !== null)) throw new HttpRefusal('auth.inactive');
  const pushOnly = row.pushOnly === 1;
  const isOfOldPassword = row.changedAt !== null && row.issuedAt < row.changedAt;
  if (isOfOldPassword && !pushOnly && !isRevoked) throw new HttpRefusal('auth.passwordChanged');
  return { userId: row.userId, deviceId: row.deviceId, pushOnly, isRevoked, tokenHash };
}

// Asked with every request.
const findSession = prepareQuery((tx, given: { tokenHash: string }) =>
  tx
    .selectFrom('accessTokens')
    .innerJoin('users', 'users.id', 'accessTokens.userId')
    .innerJoin('devices', 'devices.id', 'accessTokens.deviceId')
    .leftJoin('credentials', 'credentials.userId', 'accessTokens.userId')
    .select(['accessTokens.userId', 'accessTokens.deviceId', 'accessTokens.pushOnly', 'accessTokens.expiresAt'])
    .select(['accessTokens.issuedAt', 'credentials.changedAt'])
    .select(['users.active', 'users.deletedAt', 'devices.revokedAt', 'devices.lockedAt'])
    .where('accessTokens.tokenHash', '=', given.tokenHash)
    .orderBy('devices.incarnation'),
);

/**
 * Ends a session's token; nothing else of the device changes.
 * @param unsentCount commands that wait on the device, as it says; undefined: it says nothing
 */
export async function endSession(
  database: SatchelDatabase,
  session: Session,
  unsentCount: number | undefined,
): Promise<void> {
  if (unsentCount !== undefined) {
    await database.kysely.updateTable('devices').set({ unsentCount }).where('id', '=', session.deviceId).execute();
  }
  await database.kysely.deleteFrom('accessTokens').where('tokenHash', '=', session.tokenHash).execute();
}

function hashOf(token: string): string {
  return bytesToHex(sha256(utf8ToBytes(token)));
}
