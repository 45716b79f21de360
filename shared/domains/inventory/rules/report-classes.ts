/** Classes in which reports count days: bars of a chart, and what a bar opens. */

/** Days since goods came in. */
export const AGE_BOUNDS = [30, 60, 90, 180] as const;
/** Days since the last piece left. */
export const IDLE_BOUNDS = [30, 60, 90, 180, 365] as const;
/** Days until a lot's last day. */
export const EXPIRY_BOUNDS = [7, 14, 30, 60, 90, 180] as const;
/** Days for which stock lasts. */
export const COVER_BOUNDS = [7, 14, 30, 60, 90] as const;

/** What lies beyond the last bound. */
export const BEYOND = 'more';

/** The class of a number of days: its bound as text (`30` holds all from the bound before up to 30), or `more`. */
export function classOfDays(days: number, bounds: readonly number[]): string {
  const bound = bounds.find((each) => days <= each);
  return bound === undefined ? BEYOND : String(bound);
}

/** The keys of all classes, in order. */
export function classesOf(bounds: readonly number[]): string[] {
  return [...bounds.map(String), BEYOND];
}
