/**
 * The same rejected creation sent anew from two computers of its person: each of them let it be corrected before it heard
 * of the other. Guards: the first that came stands, and the second makes no second document; whoever means both says so
 * by sending that one anew in its turn (decision 46).
 */
import type { AnyCommand } from '#shared/kernel/command.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { Reader } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import '#db/side-tables/server.ts';

/** The reason of a creation in whose place another one stands already. */
export const SENT_ANEW = 'sync.sentAnew';

/** Why a creation is refused before it runs; undefined: it is the first in the place of what it replaces. */
export async function sentAnewBefore(
  db: Reader,
  { kind, stub }: Pick<AnyCommand, 'kind'> & { readonly stub?: unknown },
  { id, userId, replaces }: Pick<CommandEnvelope, 'id' | 'userId' | 'replaces'>,
): Promise<Reason | undefined> {
  if (replaces === undefined || kind !== 'request' || stub === undefined) return undefined;
  const first = await db
    .selectFrom('commandLog as replaced')
    .innerJoin('commandLog as sent', (join) =>
      join
        .onRef('sent.userId', '=', 'replaced.userId')
        .onRef('sent.companyVersion', '>', 'replaced.companyVersion')
        .onRef('sent.replaces', '=', 'replaced.commandId'),
    )
    .innerJoin('devices', (join) =>
      join.onRef('devices.id', '=', 'sent.deviceId').onRef('devices.incarnation', '=', 'sent.incarnation'),
    )
    .select(['sent.answeredAt', 'devices.code'])
    .where('replaced.commandId', '=', replaces)
    .where('replaced.userId', '=', userId)
    .where('sent.commandId', '!=', id)
    .where('sent.answerState', '!=', 'rejected')
    .orderBy('sent.companyVersion')
    .limit(1)
    .executeTakeFirst();
  return first && { code: SENT_ANEW, params: { officeDevice: first.code, officeAt: first.answeredAt } };
}
