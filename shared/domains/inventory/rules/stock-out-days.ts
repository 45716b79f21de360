import { addDays, type CalendarDate } from '../../../kernel/instants.ts';
import type { Quantity } from '../../../kernel/money.ts';

interface DayMove {
  readonly day: CalendarDate;
  readonly quantity: Quantity;
}

/**
 * R34: days on which there was nothing to sell: neither at their beginning, nor after anything that came in on them.
 * @param onHand now, of what can be sold
 * @param moves what moved of it since `from`, in the order in which it happened
 * @param from the first day that counts
 * @param until the day after the last
 */
export function stockOutDays(
  onHand: Quantity,
  moves: readonly DayMove[],
  from: CalendarDate,
  until: CalendarDate,
): number {
  const byDay = new Map<CalendarDate, Quantity[]>();
  for (const { day, quantity } of moves) byDay.set(day, [...(byDay.get(day) ?? []), quantity]);
  let balance = moves.reduce((sum, { quantity }) => sum - quantity, onHand);
  // What moved before `from` on the calendar lies in the balance already.
  for (const { day, quantity } of moves) if (day < from) balance += quantity;
  let out = 0;
  for (let day = from; day < until; day = addDays(day, 1)) {
    let most = balance;
    for (const quantity of byDay.get(day) ?? []) {
      balance += quantity;
      most = Math.max(most, balance);
    }
    if (most <= 0) out += 1;
  }
  return out;
}
