/**
 * On which days goods were written off on their way (R12, R27), as a transfer's line keeps it. Guards:
 * - what moves on the line afterwards leaves them where they are;
 * - of what was written off before days were kept only how much it is, is known.
 */
import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';

interface LossLine {
  readonly lost: Quantity;
  /** By the books' day, as JSON; null: none is known. */
  readonly losses: string | null;
}

const read = (losses: string | null): [CalendarDate, Quantity][] =>
  losses === null ? [] : Object.entries(JSON.parse(losses) as Record<CalendarDate, Quantity>);

/** The days with one loss more, as they are kept. */
export function withLoss(losses: string | null, on: CalendarDate, quantity: Quantity): string {
  const days = new Map(read(losses));
  days.set(on, (days.get(on) ?? 0) + quantity);
  return JSON.stringify(Object.fromEntries([...days].sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** How much of what was lost was written off after a day, and of how much no day is known. */
export function lostAfter({ lost, losses }: LossLine, on: CalendarDate): { after: Quantity; unknown: Quantity } {
  const days = read(losses);
  const sum = (some: typeof days) => some.reduce((total, [, quantity]) => total + quantity, 0);
  return { after: sum(days.filter(([day]) => day > on)), unknown: lost - sum(days) };
}
