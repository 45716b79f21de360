/**
 * What the device tells the office of itself, with the pulls that it makes anyway. Guards:
 * - only what has changed is told, and no pull waits for it or fails by it: a server that does not know the field is told
 *   no more;
 * - rows are counted seldom, scope by scope, with room for whoever works in between.
 */
import { type DeviceReport, type HeldScope, TOLD_SCOPES_LIMIT } from '#shared/protocol/devices.ts';
import type { DeviceContext } from './device-context.ts';
import { ServerError } from './server-client.ts';
import { readStates } from './sync-state.ts';
import { readUnshown } from './unshown.ts';
import { breathe } from './write-lock.ts';

const COUNT_EVERY_MS = 12 * 60 * 60_000;

/** What of it the profile knows. */
export type OwnReport = Pick<DeviceReport, 'name' | 'appVersion' | 'sharedWith' | 'recoveryCopy'>;

/** @returns what asks with what there is to tell; it throws what asking throws */
export function makeTelling(
  context: DeviceContext,
  own: () => OwnReport,
): <Answer>(ask: (told: { readonly report?: DeviceReport }) => Promise<Answer>) => Promise<Answer> {
  const { timers, clock } = context.world;
  let isKnown = true;
  let told = '';
  let countedMs: number | null = null;

  async function countRows(): Promise<HeldScope[] | null> {
    const { kysely } = context.reader;
    const { scopes, firstLoadRows, load } = await readStates(kysely, ['scopes', 'firstLoadRows', 'load']);
    const isDue = countedMs === null || clock.monotonicMs() - countedMs >= COUNT_EVERY_MS;
    if (!isDue || !scopes || firstLoadRows !== null || load) return null;
    const holds: HeldScope[] = [];
    for (const scope of scopes) {
      await breathe(timers);
      const { count } = await kysely
        .selectFrom('scopeRows')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('scope', '=', scope)
        .executeTakeFirstOrThrow();
      holds.push({ scope, rows: count });
    }
    countedMs = clock.monotonicMs();
    return holds.sort((a, b) => b.rows - a.rows).slice(0, TOLD_SCOPES_LIMIT);
  }

  async function countWaiting(): Promise<number> {
    const { count } = await context.reader.kysely
      .selectFrom('outbox')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', '!=', 'answered')
      .executeTakeFirstOrThrow();
    return count;
  }

  return async (ask) => {
    if (!isKnown) return ask({});
    const unshown = await readUnshown(context.reader.kysely);
    const report = { ...own(), waiting: await countWaiting(), ...(unshown.length > 0 ? { unshown } : {}) };
    const holds = await countRows();
    const text = JSON.stringify(report);
    if (holds === null && text === told) return ask({});
    try {
      const answer = await ask({ report: holds === null ? report : { ...report, holds } });
      told = text;
      return answer;
    } catch (error) {
      // What was counted is counted again for the next try.
      if (holds !== null) countedMs = null;
      if (!(error instanceof ServerError) || error.code !== 'http.invalidBody') throw error;
      isKnown = false;
      return ask({});
    }
  };
}
