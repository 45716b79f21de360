/** What a document is priced on: whom, when, in which currency, and what was known (R40, R46). */
import { roundHalfUp } from './arithmetic.ts';
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import type { GivenReason } from './command-run.ts';
import { worth } from './pricing-commands.ts';

export interface Market {
  readonly rows: BusinessRows;
  readonly customer: ModelRow;
  readonly currency: string;
  readonly day: string;
  readonly now: number;
}

export interface Free {
  readonly forId: string;
  readonly productId: Cell;
  readonly kind: 'free' | 'gift';
  readonly quantity: number;
  readonly reason: GivenReason;
}

export const isLive = (row: ModelRow): boolean => row.deletedAt === null;
export const isOnDay = (row: ModelRow, day: string): boolean =>
  String(row.validFrom) <= day && (row.validUntil === null || String(row.validUntil) >= day);
const isKnown = (row: ModelRow, now: number): boolean =>
  Number(row.knownFrom) <= now && (row.knownUntil === null || Number(row.knownUntil) > now);

export const stands = (row: ModelRow, { day, now }: Market): boolean =>
  isLive(row) && isOnDay(row, day) && isKnown(row, now);

export function inCurrency({ rows, currency, day }: Market, price: number, from: string): number | null {
  if (from === currency) return price;
  const [known, wanted] = [worth(rows, from, day), worth(rows, currency, day)];
  if (known === null || wanted === null || BigInt(price) * known > 10n ** 12n * wanted) return null;
  return Number(roundHalfUp(BigInt(price) * known, wanted));
}
