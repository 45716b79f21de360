/** What of an order waits by the products' own prices (R9, R43), as versions of before went by them. */
import { isBelowLimit, type PricedLine } from './arithmetic.ts';
import type { BusinessRows, ModelRow } from './business-rows.ts';
import { type Act, discountLimitOf, type GivenReason, isUnderFloor } from './command-run.ts';
import { taxRateOf } from './order-terms.ts';
import { dayAt, offsetOf, openDayOf } from './posting.ts';

interface ListedOrder {
  readonly currency: string;
  readonly lines: readonly (PricedLine & { readonly listPrice: number })[];
}

/** R9, R43. @returns why it waits for approval, as what waits says it */
export function noteDeviations(
  rows: BusinessRows,
  args: ListedOrder,
  products: readonly ModelRow[],
  act: Act,
  note: (code: string, params: GivenReason['params']) => void,
): readonly GivenReason[] {
  const limit = discountLimitOf(rows, act);
  const day = openDayOf(rows, dayAt(act.now, offsetOf(rows)));
  const asked: GivenReason[] = [];
  args.lines.forEach((line, at) => {
    const product = products[at] ?? {};
    const where = { line: at + 1, product: product.name ?? '' };
    const listPrice = Number(product.basePrice);
    const floorPrice = product.floorPrice ?? null;
    const taxRate = taxRateOf(rows, String(product.taxCode), day);
    const deviations: [boolean, string, GivenReason['params'], GivenReason['params']?][] = [
      [
        listPrice !== line.listPrice,
        'sales.priceNotListed',
        { ...where, listPrice, currency: args.currency },
        { seenPrice: line.listPrice },
      ],
      [isBelowLimit(line, listPrice, limit), 'sales.discountBeyondLimit', { ...where, limit }],
      [isUnderFloor(line, floorPrice), 'sales.priceBelowFloor', { ...where, floorPrice, currency: args.currency }],
      [taxRate !== line.taxRate, 'billing.taxRateDiffers', { ...where, taxRate }, { seenRate: line.taxRate }],
    ];
    for (const [deviates, code, params, seen] of deviations) {
      if (!deviates) continue;
      note(code, params);
      asked.push({ code, params: { ...params, ...seen } });
    }
  });
  return asked;
}
