/** How often one person may ask for something. Guards: nobody keeps the server busy, or tries ids one after the other. */
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import type { ServerWorld } from '../server-world.ts';

const WINDOW_MS = 60_000;
/** A person who clicks without a rest does a third of it. */
export const LIMIT_A_MINUTE = 120;

/** Makes the counter of one process. @returns counts a request in; it throws HttpRefusal `auth.tooManyRequests` */
export function makeRequestLimit(world: Pick<ServerWorld, 'clock'>): (userId: Id) => void {
  const counts = new Map<Id, { count: number; readonly until: Instant }>();
  return (userId) => {
    const now = world.clock.now();
    // Only people of the company are counted: there is no more than one entry for each.
    const known = counts.get(userId);
    const current = known && known.until > now ? known : { count: 0, until: now + WINDOW_MS };
    counts.set(userId, current);
    if (current.count >= LIMIT_A_MINUTE) {
      const retryAfterSeconds = Math.ceil((current.until - now) / 1_000);
      throw new HttpRefusal('auth.tooManyRequests', { retryAfterSeconds });
    }
    current.count += 1;
  };
}
