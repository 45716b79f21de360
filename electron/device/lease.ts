/**
 * How long this device may promise things without a word from the office. Guards:
 * - only the server's answers renew it, by the server's own time: nothing that is done on this machine does;
 * - a clock that is put back does not lengthen it: the highest time that was seen here is kept, and goes on by the
 *   machine's own count while the application runs;
 * - a clock that ran ahead ends it until the next contact at the most, which puts the time right;
 * - its end takes away nothing but new promises: reading, sync, facts and what waits stay.
 */
import type { Handle } from '#db/database.ts';
import type { AnyCommand } from '#shared/kernel/command.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import type { World } from '#shared/kernel/world.ts';
import type { LeaseStatus } from '#shared/protocol/bridge.ts';
import { readState, writeState } from './sync-state.ts';

export const DAY_MS = 86_400_000;
/** Where a server never said how long. */
const DEFAULT_DAYS = 30;
/** From so many days before its end on, the screen speaks of it. */
export const SPOKEN_OF_DAYS = 5;
/** What is known is written down when it moved by this much: an exchange need not wait for the disk. */
const WORTH_WRITING_MS = 3_600_000;

export interface Lease {
  /** For the screens. */
  status(): LeaseStatus;
  /** Why a command of this kind waits for one contact with the server, or null. */
  refusalOf(kind: AnyCommand['kind']): Reason | null;
  /**
   * The server answered.
   * @param days of its sign-in answer; null: as it said last
   * @returns whether this is worth writing down before long
   */
  renew(serverTime: Instant, days: number | null): boolean;
  /** Whether so much time went by since the last writing that it should be written. */
  isDue(): boolean;
  /** Writes down what is known. Call inside the lock. */
  save(db: Handle): Promise<void>;
}

/**
 * Reads what is known; a database that never heard of a lease begins one.
 * @param now this machine's time, corrected by the last known offset from the server
 */
export async function openLease(world: World, db: Handle, now: () => Instant): Promise<Lease> {
  const kept = await readState(db, 'lease');
  let renewedAt = kept?.renewedAt ?? (await readState(db, 'dataAsOf')) ?? now();
  let days = kept?.days ?? DEFAULT_DAYS;
  let seenAt = Math.max(kept?.seenAt ?? renewedAt, renewedAt);
  let countedAt = world.clock.monotonicMs();
  // What was never written is worth it: a restart would begin another one.
  let written = kept ? { renewedAt, days, seenAt } : null;

  /** The time that it surely is by now. */
  const look = (): Instant => {
    const counted = world.clock.monotonicMs();
    seenAt = Math.max(seenAt + Math.max(0, Math.floor(counted - countedAt)), now());
    countedAt = counted;
    return seenAt;
  };
  const endsAt = (): Instant => renewedAt + days * DAY_MS;
  const isWorthWriting = (): boolean =>
    written === null ||
    days !== written.days ||
    Math.abs(renewedAt - written.renewedAt) >= WORTH_WRITING_MS ||
    Math.abs(seenAt - written.seenAt) >= WORTH_WRITING_MS;

  look();

  return {
    status() {
      const leftMs = endsAt() - look();
      const daysLeft = Math.max(0, Math.ceil(leftMs / DAY_MS));
      const state = leftMs <= 0 ? 'ended' : daysLeft <= SPOKEN_OF_DAYS ? 'endsSoon' : 'open';
      return { state, daysLeft, days, renewedAt };
    },
    refusalOf(kind) {
      if (kind === 'fact' || look() < endsAt()) return null;
      return { code: 'device.leaseEnded', params: { days, renewedAt } };
    },
    renew(serverTime, givenDays) {
      renewedAt = serverTime;
      days = givenDays ?? days;
      // The server's word counts, in both directions: a clock that ran ahead here is forgotten.
      seenAt = serverTime;
      countedAt = world.clock.monotonicMs();
      return isWorthWriting();
    },
    isDue() {
      look();
      return isWorthWriting();
    },
    async save(db) {
      look();
      written = { renewedAt, days, seenAt };
      await writeState(db, 'lease', written);
    },
  };
}
