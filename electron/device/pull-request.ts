import type { Acknowledged, Cursor, PullRequest } from '#shared/protocol/sync.ts';
import type { DeviceContext } from './device-context.ts';
import { deviceSchema } from './open-database.ts';

/** What a pull asks for, without how much of it at once. @param scopes that are held whole */
export function pullRequest(
  { deviceId, incarnation }: Pick<DeviceContext, 'deviceId' | 'incarnation'>,
  cursor: Cursor | null,
  scopes: readonly string[],
  acknowledged: readonly Acknowledged[],
): PullRequest {
  const known = acknowledged.length === 0 ? {} : { acknowledged: [...acknowledged] };
  return { deviceId, incarnation, cursor, schema: deviceSchema(), scopes: [...scopes], ...known };
}
