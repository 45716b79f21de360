import { companySettings, firstOpenDay, type Settings, userName } from '../../domains/admin/api.ts';
import type { Actor, WriteContext } from '../../kernel/command.ts';
import { type CalendarDate, calendarDateAt, type Instant } from '../../kernel/instants.ts';
import type { Tx } from '../../kernel/table.ts';

/** When something happened, and on which day of the books it is (R12). */
export interface BookDay {
  readonly settings: Settings;
  /** Never later than the command itself: what was scanned lies before it was sent. */
  readonly occurredAt: Instant;
  readonly realOn: CalendarDate;
  readonly openOn: CalendarDate;
  /** `openOn` where it is not the real day, else null. */
  readonly bookedOn: CalendarDate | null;
}

/** The books' day of an instant that the command's device named. */
export async function bookDay(tx: Tx, at: Instant, context: Pick<WriteContext, 'now'>): Promise<BookDay> {
  const settings = await companySettings(tx);
  const occurredAt = Math.min(at, context.now);
  const realOn = calendarDateAt(occurredAt, settings['company.utcOffsetMinutes']);
  const openOn = await firstOpenDay(tx, null, realOn);
  return { settings, occurredAt, realOn, openOn, bookedOn: openOn === realOn ? null : openOn };
}

/** The tables that it reads. */
export const bookDayTables = ['settings', 'periods', 'legalEntities', 'users'] as const;

/** The acting person's name, as documents keep it. */
export async function actorName(tx: Tx, actor: Actor): Promise<string> {
  return (await userName(tx, actor.userId)) ?? '';
}

/** Whether a warehouse is the actor's to work in. */
export function worksIn(actor: Actor, warehouseId: string): boolean {
  return actor.sees(`warehouse:${warehouseId}`);
}
