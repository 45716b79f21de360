import type { Id } from '#shared/kernel/ids.ts';
import type { Reader } from '#shared/kernel/table.ts';
import '#db/side-tables/server.ts';

/**
 * Whether a person works on a computer whose papers bear a code, now or in a history before (a computer keeps what it
 * promised under its old one). One that was closed promises nothing any more; one that is locked is still theirs.
 */
export async function isDeviceOf(db: Reader, userId: Id, code: string): Promise<boolean> {
  const history = await db
    .selectFrom('devices')
    .select('id')
    .where('code', '=', code)
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return history !== undefined;
}
