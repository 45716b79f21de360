/**
 * Gives a person another password. Guards: it ends what was opened by the one before (access-token.ts), and stands in the
 * audit, without the password.
 */
import type { Id } from '#shared/kernel/ids.ts';
import type { ServerTx } from '../sync/company-lock.ts';
import type { SystemContext } from '../sync/system-command.ts';
import '#db/side-tables/server.ts';
import type { PasswordVerifier } from './password.ts';

/** @param how it came: by a one-time code, or at the server's command line */
export async function setPassword(
  tx: ServerTx,
  { version, updated }: SystemContext,
  userId: Id,
  verifier: PasswordVerifier,
  how: 'byCode' | 'byCommandLine',
): Promise<void> {
  const { updatedAt: at, updatedBy: actorId } = updated;
  await tx
    .insertInto('credentials')
    .values({ userId, ...verifier, changedAt: at })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet({ ...verifier, changedAt: at }))
    .execute();
  const row = { version, tableName: 'users', rowId: userId, columnName: 'password' };
  await tx
    .insertInto('rowChanges')
    .values({ ...row, op: 'update', was: null, became: how, actorId, at })
    .execute();
}
