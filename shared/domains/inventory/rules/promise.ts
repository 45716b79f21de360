import type { CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';

/** Something that comes or is promised for a day; without a day it counts as due at once when it goes, never when it comes. */
export interface Due {
  readonly quantity: Quantity;
  readonly on: CalendarDate | null;
}

/** Everything that decides what can be promised of a product. */
export interface Flow {
  /** Saleable stock of now (R20), before anything is taken off. */
  readonly onHand: Quantity;
  readonly receipts: readonly Due[];
  readonly commitments: readonly Due[];
}

/**
 * R21: what can be promised for each day: on hand + receipts due by then − commitments due by then, and not more than on
 * any later day. What was due before today and has not come counts from today on; what nobody knows the day of is not
 * counted on.
 * @returns the days on which the figure changes, from today on, in their order; the last one holds for ever
 */
export function promisable(flow: Flow, today: CalendarDate): { on: CalendarDate; quantity: Quantity }[] {
  const changes = new Map<CalendarDate, Quantity>([[today, flow.onHand]]);
  const add = (on: CalendarDate, quantity: Quantity): void => {
    const day = on < today ? today : on;
    changes.set(day, (changes.get(day) ?? 0) + quantity);
  };
  for (const { quantity, on } of flow.receipts) if (on !== null) add(on, quantity);
  for (const { quantity, on } of flow.commitments) add(on ?? today, -quantity);
  let sum = 0;
  const days = [...changes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, change]) => {
      sum += change;
      return { on, quantity: sum };
    });
  let least = Number.POSITIVE_INFINITY;
  for (const day of days.reverse()) {
    least = Math.min(least, day.quantity);
    day.quantity = least;
  }
  return days.reverse();
}

/** R21 of one day. */
export function promisableOn(flow: Flow, day: CalendarDate, today: CalendarDate): Quantity {
  return promisable(flow, today).findLast(({ on }) => on <= day)?.quantity ?? 0;
}

/** The first day on which so much can be promised; null: no day that is known of. */
export function firstDayFor(wanted: Quantity, flow: Flow, today: CalendarDate): CalendarDate | null {
  return promisable(flow, today).find(({ quantity }) => quantity >= wanted)?.on ?? null;
}
