/**
 * R9, and SYNC.md (time): what of a document's prices waits for a person. The same on the screen, before it is sent, and
 * on the server: a price, promotion or rate that nobody gave, a discount beyond the limit, a price below the floor, free
 * goods and samples that nobody earned, and more rounded off than the person may.
 */
import type { BasisPoints, CurrencyCode, Minor, Quantity, UnitPrice } from '../../../kernel/money.ts';
import { type AgreedPrice, isBelowFloor, needsApproval } from './approval.ts';
import type { Deviation } from './price-deviations.ts';
import type { LinePrice, PricedDocument } from './pricing/price-document.ts';

/** A line as it was seen and agreed. */
export interface JudgedLine {
  /** As the engine was asked for it; free goods name the line that they come with by it. */
  readonly key: string;
  readonly product: { readonly id: string; readonly name: string };
  readonly quantity: Quantity;
  readonly unitRatio: number;
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly discount: BasisPoints;
  readonly secondDiscount: BasisPoints;
  readonly promotionDiscount: BasisPoints;
  readonly promotionMinor: Minor;
  readonly lineKind: 'goods' | 'free' | 'gift' | 'sample';
  readonly freeForKey: string | null;
  readonly taxRate: BasisPoints;
  /** Of one base unit; null: there is none. */
  readonly floorPrice: UnitPrice | null;
}

export interface JudgingTerms {
  readonly currency: CurrencyCode;
  /** How far whoever writes the document may go. */
  readonly discountLimit: BasisPoints;
  /** What the person took off the document beside its promotion, and of how much. */
  readonly offDocument: NonNullable<AgreedPrice['offDocument']>;
  /** 抹零, and how much of it is the person's to give: both in the company's currency. */
  readonly rounding: { readonly givenMinor: Minor; readonly limitMinor: Minor; readonly currency: CurrencyCode };
  readonly mayGiveSamples: boolean;
}

/**
 * @param lines in the document's order
 * @param priced what the same lines come to by what is known here
 */
export function judgePrices(lines: readonly JudgedLine[], priced: PricedDocument, terms: JudgingTerms): Deviation[] {
  const freeLeft = new Map<string, Quantity>();
  for (const { forKey, productId, lineKind, quantity } of priced.free) {
    const of = freeKey(forKey, productId, lineKind);
    freeLeft.set(of, (freeLeft.get(of) ?? 0) + quantity);
  }
  const pricedByKey = new Map(priced.lines.map((line) => [line.key, line]));
  const found = lines.flatMap((line, index): Deviation[] => {
    const where = { line: index + 1, product: line.product.name };
    if (line.lineKind === 'goods') return judgeGoods(line, where, pricedByKey.get(line.key), terms);
    if (line.lineKind === 'sample') return terms.mayGiveSamples ? [] : [{ code: 'sales.sampleBeyond', params: where }];
    const of = freeKey(line.freeForKey ?? '', line.product.id, line.lineKind);
    const left = (freeLeft.get(of) ?? 0) - line.quantity;
    freeLeft.set(of, left);
    return left < 0 ? [{ code: 'sales.freeNotGiven', params: where }] : [];
  });
  const { givenMinor, limitMinor, currency } = terms.rounding;
  if (givenMinor > limitMinor)
    found.push({ code: 'sales.roundedBeyondLimit', params: { amountMinor: givenMinor, limitMinor, currency } });
  return found;
}

const freeKey = (forKey: string, productId: string, kind: string): string => `${forKey} ${productId} ${kind}`;

function judgeGoods(
  line: JudgedLine,
  where: { readonly line: number; readonly product: string },
  known: LinePrice | undefined,
  { currency, discountLimit: limit, offDocument }: JudgingTerms,
): Deviation[] {
  const listPrice = known?.listPrice ?? line.listPrice;
  const taxRate = known?.taxRate ?? 0;
  const changed = { ...where, context: 'changed' } as const;
  const { promotionDiscount, promotionMinor, floorPrice, unitRatio } = line;
  const found: Deviation[] = [];
  if (listPrice !== line.listPrice)
    found.push({
      code: 'sales.priceNotListed',
      params: { ...changed, listPrice, seenPrice: line.listPrice, currency },
    });
  // Less than there is may be agreed.
  if (promotionDiscount > (known?.promotionDiscount ?? 0) || promotionMinor > (known?.promotionMinor ?? 0))
    found.push({ code: 'sales.promotionNotGiven', params: where });
  if (needsApproval({ ...line, listPrice, offDocument }, limit))
    found.push({ code: 'sales.discountBeyondLimit', params: { ...where, limit } });
  // A list or a promotion may go below the floor: whoever set it had the right to.
  const isTyped =
    line.unitPrice !== line.listPrice || line.discount + line.secondDiscount > 0 || offDocument.takenMinor > 0;
  const floor = floorPrice === null ? null : floorPrice * unitRatio;
  if (
    isTyped &&
    floorPrice !== null &&
    isBelowFloor({ ...line, offByPromotions: promotionDiscount, offDocument }, floor)
  )
    found.push({ code: 'sales.priceBelowFloor', params: { ...where, floorPrice, currency } });
  if (taxRate !== line.taxRate)
    found.push({ code: 'billing.taxRateDiffers', params: { ...changed, taxRate, seenRate: line.taxRate } });
  return found;
}
