/**
 * Bearer tokens. Guards: the database holds only their hashes; a token ends by time, by sign-out, and with the user.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { SatchelDatabase } from '#db/database.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Tx } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerWorld } from '../server-world.ts';

export const TOKEN_LIFE_MS = 90 * 86_400_000;
const TOKEN_BYTES = 32;

/** Who a request comes from. */
export interface Session {
  readonly userId: Id;
  readonly deviceId: Id;
  /** Sends what is unsent and can do nothing else. */
  readonly pushOnly: boolean;
  readonly tokenHash: string;
}

/** Makes a token for a user on a device; the text is told once and never stored. */
export async function issueToken(
  tx: Tx,
  world: ServerWorld,
  owner: { userId: Id; deviceId: Id },
  now: Instant,
): Promise<string> {
  const token = Buffer.from(world.random.bytes(TOKEN_BYTES)).toString('base64url');
  await tx.deleteFrom('accessTokens').where('expiresAt', '<=', now).execute();
  await tx
    .insertInto('accessTokens')
    .values({ tokenHash: hashOf(token), ...owner, issuedAt: now, expiresAt: now + TOKEN_LIFE_MS, pushOnly: 0 })
    .execute();
  return token;
}

/**
 * The session that a token opens.
 * @throws HttpRefusal `auth.required`, `auth.inactive`
 */
export async function openSession(database: SatchelDatabase, world: ServerWorld, token: string): Promise<Session> {
  const tokenHash = hashOf(token);
  const row = await database.kysely
    .selectFrom('accessTokens')
    .innerJoin('users', 'users.id', 'accessTokens.userId')
    .select(['accessTokens.userId', 'accessTokens.deviceId', 'accessTokens.pushOnly', 'accessTokens.expiresAt'])
    .select(['users.active', 'users.deletedAt'])
    .where('accessTokens.tokenHash', '=', tokenHash)
    .executeTakeFirst();
  if (!row || row.expiresAt <= world.clock.now()) throw new HttpRefusal('auth.required');
  if (row.active !== 1 || row.deletedAt !== null) throw new HttpRefusal('auth.inactive');
  return { userId: row.userId, deviceId: row.deviceId, pushOnly: row.pushOnly === 1, tokenHash };
}

/** Ends a session's token; nothing else of the device changes. */
export async function endSession(database: SatchelDatabase, session: Session): Promise<void> {
  await database.kysely.deleteFrom('accessTokens').where('tokenHash', '=', session.tokenHash).execute();
}

function hashOf(token: string): string {
  return bytesToHex(sha256(utf8ToBytes(token)));
}
