/** What an order comes to after its lines changed, and what each of them gives of what is taken off it (R41, R44, R45). */
import { discountedAmounts, type PricedLine } from './arithmetic.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import type { Act } from './command-run.ts';

/** The order's own terms, not those of today. */
export function amountsOfOrder(order: ModelRow, lines: readonly ModelRow[]) {
  const { currency, priceMode, taxRounding } = order;
  const terms = { currency: String(currency), priceMode: String(priceMode), taxRounding: String(taxRounding) };
  return discountedAmounts(lines as unknown as readonly PricedLine[], terms, {
    documentDiscount: Number(order.documentDiscount ?? 0),
    documentDiscountMinor: Number(order.documentDiscountMinor ?? 0),
    roundedOffMinor: Number(order.roundedOffMinor ?? 0),
  });
}

/** Writes the lines anew that came out otherwise. @returns the head's figures */
export function countOrder(
  rows: BusinessRows,
  lines: readonly ModelRow[],
  amounts: ReturnType<typeof amountsOfOrder>,
  act: Act,
): ModelRow {
  lines.forEach((line, at) => {
    const { netMinor = 0, taxMinor = 0 } = amounts.lines[at] ?? {};
    const now = {
      ...{ netMinor, taxMinor },
      documentDiscountMinor: amounts.discounts[at] ?? 0,
      roundedOffMinor: amounts.roundings[at] ?? 0,
    };
    const isOther = Object.entries(now).some(([column, value]) => (line[column] ?? 0) !== value);
    if (isOther) rows.update('orderLines', line, now, act);
  });
  const { netMinor, taxMinor, totalMinor, documentDiscountMinor, roundedOffMinor } = amounts;
  return { netMinor, taxMinor, totalMinor, documentDiscountMinor, roundedOffMinor };
}
