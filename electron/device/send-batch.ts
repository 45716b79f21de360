import type { ByteWay } from '#shared/kernel/world.ts';
import type { PushResponse } from '#shared/protocol/sync.ts';
import { codeOfHistory, type Person } from './profile.ts';
import type { PushBatch } from './push-batch.ts';
import type { ServerClient } from './server-client.ts';

/**
 * Pushes a batch in a person's name.
 * @param incarnation of whose chain it is
 * @param moved told while bytes move
 * @throws NetworkUnreachable | ServerError
 */
export function sendBatch(
  client: ServerClient,
  person: Person,
  token: string,
  { commands, former }: PushBatch,
  incarnation: string,
  moved?: (way: ByteWay) => void,
): Promise<PushResponse> {
  const request = {
    deviceId: person.deviceId,
    incarnation,
    commands: [...commands],
    ...(former.length === 0 ? {} : { former: [...former], ...codeOfHistory(person, incarnation) }),
  };
  return client.push(person.server, token, request, moved);
}
