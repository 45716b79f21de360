import type { Id } from '#shared/kernel/ids.ts';
import type { SignInRequest } from '#shared/protocol/auth.ts';
import { GENESIS_HASH } from '#shared/protocol/envelope.ts';
import type { ServerWorld } from '../server-world.ts';
import type { ServerTx } from '../sync/company-lock.ts';
import { chooseDeviceCode } from './device-code.ts';

/**
 * Writes down a history (incarnation) of a device, with a code that no other ever had (R7). A device that had one before
 * this server was put back from a backup keeps it, unless another has it by now: papers carry it.
 */
export async function registerHistory(
  tx: ServerTx,
  world: Pick<ServerWorld, 'clock' | 'random'>,
  userId: Id,
  { code: former, ...device }: SignInRequest['device'],
): Promise<{ code: string; lastSeq: number; lastHash: string }> {
  const now = world.clock.now();
  const codes = await tx.selectFrom('devices').select('code').orderBy('code').execute();
  const used = new Set(codes.map((row) => row.code));
  const code = former !== undefined && !used.has(former) ? former : chooseDeviceCode(used, world.random.bytes(4));
  const chain = { lastSeq: 0, lastHash: GENESIS_HASH };
  await tx
    .insertInto('devices')
    .values({
      ...{ ...device, ...chain, userId, code, lastSeenAt: now, createdAt: now, revokedAt: null, levelAt: null },
      ...{ unsentCount: null, handedOverAt: null, givenName: null, lockedAt: null },
      ...{ schema: null, told: null, toldAt: null, recoveryCopy: null },
    })
    .execute();
  return { code, ...chain };
}
