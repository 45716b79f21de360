/** How versions of before price an order: by the products' own prices, as the person saw them. */
import { limitOf } from '../../domains/admin/api.ts';
import { datedTaxRates } from '../../domains/billing/api.ts';
import { taxRateOn } from '../../domains/billing/rules/tax-rate.ts';
import { deepestDiscount } from '../../domains/sales/rules/approval-binding.ts';
import type { AgreedLine } from '../../domains/sales/rules/compose-order.ts';
import { findDeviations } from '../../domains/sales/rules/price-deviations.ts';
import { mayChange } from '../../kernel/field-rights.ts';
import type { Tx } from '../../kernel/table.ts';
import type { OrderWish } from './order-wish.ts';
import { ORDER, type PricedOrder, type PricingContext, type PricingGround } from './pricing-ground.ts';

/** R9: what deviates from the products' prices or the rates waits for a person. */
export async function priceAsListed(
  tx: Tx,
  wish: OrderWish,
  { products, agreed }: PricingGround,
  context: PricingContext,
): Promise<PricedOrder> {
  const lines = wish.lines.flatMap((line): AgreedLine[] => {
    const product = products.get(line.productId);
    return product ? [{ ...line, product, priceSource: line.unitPrice === line.listPrice ? 'base' : 'manual' }] : [];
  });
  lines.forEach((line, index) => {
    const { name, currency } = products.get(line.product.id) ?? { name: '', currency: wish.currency };
    if (currency === wish.currency) return;
    throw context.refusal('sales.productCurrencyDiffers', { line: index + 1, product: name, currency });
  });
  const taxRates = await datedTaxRates(tx);
  const { actor } = context;
  const deviations = findDeviations(lines, {
    currency: agreed.currency,
    // Whose role may give no discount asks for each.
    discountLimit: mayChange(actor, ORDER, 'discount') ? await limitOf(tx, actor.userId, 'discount') : 0,
    listPriceOf: (productId) => products.get(productId)?.basePrice,
    floorPriceOf: (productId) => products.get(productId)?.floorPrice ?? null,
    taxRateOf: (taxCode) => taxRateOn(taxRates, taxCode, agreed.orderedOn) ?? 0,
  });
  const given = lines.map((line) => ({ ...line, productId: line.product.id }));
  return { lines, deviations, deepest: deepestDiscount(given, (productId) => products.get(productId)?.basePrice) };
}
