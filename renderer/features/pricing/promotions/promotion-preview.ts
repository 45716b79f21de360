/** What a promotion comes to for some pieces of a product, by the same reckoning as an order's. */
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { emptyBook, type PriceBook } from '#shared/domains/sales/rules/pricing/price-book.ts';
import { priceDocument } from '#shared/domains/sales/rules/pricing/price-document.ts';
import { extendPrice, isBeyondAmounts } from '#shared/kernel/money.ts';
import type { promotionArgs } from './promotion-draft.ts';

type Promotion = NonNullable<ReturnType<typeof promotionArgs>>;

export interface Preview {
  /** What is paid, before tax is looked at. */
  readonly amountMinor: number;
  readonly fullMinor: number;
  /** In base units of what comes free. */
  readonly free: number;
}

/** @param quantity in base units; null where there is nothing to reckon with */
export function previewOf(promotion: Promotion, product: ProductListRow, quantity: number): Preview | null {
  const { currency, category, id, basePrice, taxCode } = product;
  if (quantity <= 0 || isBeyondAmounts(quantity, basePrice, [], currency)) return null;
  const { groupId, territoryId, validFrom } = promotion;
  // A brand of its own fits whatever brand the rule is for.
  const brand = promotion.rules.find((rule) => rule.brand !== null)?.brand ?? null;
  const priced = { id, category, brand, basePrice, currency, taxCode };
  const rules = promotion.rules.map((rule, position) => ({ ...rule, position }));
  const book: PriceBook = {
    ...emptyBook,
    customer: { ...emptyBook.customer, groupId, territoryId },
    promotions: [{ ...promotion, id: 'preview', rules, knownFrom: 0, knownUntil: null }],
    gifts: rules.flatMap(({ giftProductId }) => (giftProductId === null ? [] : { ...priced, id: giftProductId })),
  };
  const line = { key: 'line', product: priced, unitRatio: 1, quantity, manualPrice: null, agreed: null };
  const asked = [{ ...line, contractLineId: null, isSample: false }];
  const { lines, free, documentPromotion } = priceDocument(asked, book, { day: validFrom, at: 0, currency });
  const [first] = lines;
  if (!first) return null;
  const after = extendPrice(quantity, first.unitPrice, [first.promotionDiscount], currency) - first.promotionMinor;
  return {
    amountMinor: Math.max(0, after - (documentPromotion?.amountMinor ?? 0)),
    fullMinor: extendPrice(quantity, basePrice, [], currency),
    free: free.reduce((sum, each) => sum + each.quantity, 0),
  };
}
