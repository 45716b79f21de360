/**
 * Hands over what a closed device has not sent. Guards:
 * - page by page under the ids, numbers and hashes that the commands have; cut and begun again, nothing is there twice;
 * - only the server's word, after it has all of it, lets the key be destroyed: whatever else happens, everything stays.
 */
import type { Reason } from '#shared/kernel/refusal.ts';
import { PUSH_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import type { QuarantineRequest, QuarantineResponse } from '#shared/protocol/quarantine.ts';
import type { DeviceContext } from './device-context.ts';
import { batchFrom } from './push-batch.ts';
import { ServerError } from './server-client.ts';
import { readState } from './sync-state.ts';

interface HandOverParts {
  readonly context: DeviceContext;
  send(request: QuarantineRequest): Promise<QuarantineResponse>;
  /** Throws when somebody else has the database by now. */
  stillCurrent(): void;
}

/**
 * @returns how much was handed over and that the key may go, or why not
 * @throws NetworkUnreachable
 */
export async function handOver(parts: HandOverParts): Promise<{ readonly count: number } | Reason> {
  const { context } = parts;
  const { kysely } = context.reader;
  const waiting = await kysely
    .selectFrom('outbox')
    .select('seq')
    .where('state', '!=', 'answered')
    .orderBy('seq')
    .execute();
  const lastSeq = (await readState(kysely, 'lastSeq')) ?? 0;
  const firstSeq = waiting[0]?.seq ?? lastSeq + 1;
  try {
    let from = firstSeq;
    for (let gaps = 0; ; ) {
      try {
        const { mayDestroy } = await sendFrom(parts, from, { firstSeq, lastSeq });
        return mayDestroy ? { count: waiting.length } : { code: 'sync.pushStuck', params: {} };
      } catch (error) {
        const expected = gapOf(error);
        if (expected === null || gaps > 0) throw error;
        gaps += 1;
        from = expected;
      }
    }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { code: error.code, params: error.params };
  }
}

async function sendFrom(
  { context, send, stillCurrent }: HandOverParts,
  from: number,
  end: NonNullable<QuarantineRequest['end']>,
): Promise<QuarantineResponse> {
  const { deviceId, incarnation } = context;
  for (let next = from; ; ) {
    const { commands } = await batchFrom(context.reader.kysely, deviceId, incarnation, next, PUSH_LIMIT_BYTES);
    const last = commands.at(-1)?.seq ?? end.lastSeq;
    const isLast = last >= end.lastSeq;
    const answer = await send({ deviceId, incarnation, commands: [...commands], end: isLast ? end : null });
    stillCurrent();
    if (isLast) return answer;
    next = last + 1;
  }
}

/** The first number that the server misses, where it says so. */
function gapOf(error: unknown): number | null {
  if (!(error instanceof ServerError) || error.code !== 'sync.sequenceGap') return null;
  return typeof error.params.expected === 'number' ? error.params.expected : null;
}
