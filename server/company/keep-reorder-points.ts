/**
 * R34: reckons points of rules that are computed from demand, so that one figure holds on every device. Guards:
 * - once a day all of them, and what somebody set since the last look at once;
 * - a point changes only when demand says another one by more than a little: a version of the company is made, and devices
 *   are told, for nothing less;
 * - a command waits for so many rules at most, and what a person set meanwhile stays.
 */
import { setReorderPoints } from '#shared/domains/inventory/api.ts';
import { readStalePoints } from '#shared/domains/inventory/queries/computed-points.ts';
import { officeOffset } from '#shared/domains/inventory/queries/select-available.ts';
import { type CalendarDate, calendarDateAt, type Instant } from '#shared/kernel/instants.ts';
import { runSystemCommand, type SystemWriter } from '../sync/system-command.ts';

const LIMIT_RULES = 200;

/** When points were looked at last. */
export interface PointsLooked {
  readonly at: Instant;
  /** The day at the office on which all were. */
  readonly on: CalendarDate;
}

/**
 * @param last null: never since this server began
 * @returns how many changed, and what to give the next time
 */
export async function keepReorderPoints(
  writer: SystemWriter,
  last: PointsLooked | null,
): Promise<{ readonly changed: number; readonly looked: PointsLooked }> {
  const { database, world } = writer;
  const now = world.clock.now();
  const offsetMinutes = await officeOffset(database.kysely);
  const today = calendarDateAt(now, offsetMinutes);
  const since = last?.on === today ? last.at : null;
  // Not in one transaction, which has the only connection of an SQLite file: a figure of ninety days needs none.
  const stale = await readStalePoints(database.kysely, since, { now, today, offsetMinutes });
  let changed = 0;
  for (let from = 0; from < stale.length; from += LIMIT_RULES) {
    const some = stale.slice(from, from + LIMIT_RULES);
    changed += await runSystemCommand(writer, (tx, { updated }) =>
      setReorderPoints(tx, some, { before: now, updated }),
    );
  }
  return { changed, looked: { at: now, on: today } };
}
