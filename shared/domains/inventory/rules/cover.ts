import type { Quantity } from '../../../kernel/money.ts';

/** So many days of shipments tell how fast a product goes. */
export const COVER_LOOK_BACK_DAYS = 90;

/**
 * For how many whole days the available stock lasts at the pace of the last shipments; 0 when there is none left, null
 * when nothing was shipped: then no pace is known.
 * @param shipped what left within `lookBackDays`
 */
export function coverDays(
  available: Quantity,
  shipped: Quantity,
  lookBackDays: number = COVER_LOOK_BACK_DAYS,
): number | null {
  if (available <= 0) return 0;
  return shipped <= 0 ? null : Math.floor((available * lookBackDays) / shipped);
}
