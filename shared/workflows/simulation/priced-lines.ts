/** Lines of an order as a device prices them: by its own book, with units, promotions, free goods, and what people type. */
import { ONE_RATE } from '../../domains/billing/rules/exchange-rate.ts';
import { loadPriceBook } from '../../domains/sales/api.ts';
import type { PricingTerms } from '../../domains/sales/rules/pricing/price-book.ts';
import { type AskedLine, priceDocument } from '../../domains/sales/rules/pricing/price-document.ts';
import type { GeneratorView } from '../../kernel/simulation.ts';
import type { Row } from '../../kernel/table.ts';

interface Wish {
  readonly product: Row<'products'>;
  readonly quantity: number;
  readonly available: number;
}

interface Sold {
  readonly customer: Row<'customers'>;
  readonly day: string;
  readonly taxRates: ReadonlyMap<string, number>;
}

/** Now and then somebody gives more than was earned, types a price, or leaves free goods out. */
export async function pricedLines(view: GeneratorView, wishes: readonly Wish[], sold: Sold) {
  const { random } = view;
  const asked = await askedLines(view, wishes);
  const { customer, day } = sold;
  const terms: PricingTerms = { day, at: view.now, currency: customer.currency };
  const { id, groupId, priceListId, territoryId, taxCode } = customer;
  const productIds = asked.map(({ product }) => product.id);
  const book = await loadPriceBook(
    view.db,
    { customer: { id, groupId, priceListId, territoryId, taxCode }, productIds, ...terms },
    {
      taxRates: Object.fromEntries(sold.taxRates),
      exchangeRates: { [customer.currency]: ONE_RATE },
      products: (ids) =>
        view.db
          .selectFrom('products')
          .selectAll()
          .where('id', 'in', [...ids])
          .where('deletedAt', 'is', null)
          .orderBy('id')
          .execute(),
    },
  );
  const priced = priceDocument(asked, book, terms);
  const goods = asked.map((line, index) => {
    const { listPrice, promotionId, promotionDiscount, promotionMinor, taxRate } = priced.lines[index] ?? {};
    const { soldUnit, unitRatio, quantity } = line;
    const common = {
      ...{ id: line.key, productId: line.product.id, quantity, soldUnit, unitRatio },
      listPrice: listPrice ?? line.product.basePrice * unitRatio,
      taxRate: taxRate ?? 0,
      availableSeen: Math.max(0, wishes[index]?.available ?? 0),
    };
    if (line.isSample) return { ...common, lineKind: 'sample' };
    const given = random.chance(97) ? 0 : random.between(1, 500);
    return {
      ...common,
      unitPrice: line.manualPrice,
      discount: random.chance(30) ? random.between(0, 2_000) : 0,
      secondDiscount: random.chance(5) ? random.between(0, 500) : 0,
      ...{ promotionId, promotionDiscount: Math.min(10_000, (promotionDiscount ?? 0) + given), promotionMinor },
    };
  });
  const free = priced.free
    .filter(() => random.chance(80))
    .map(({ forKey, productId, quantity, lineKind, promotionId }) => ({
      ...{ id: view.newId(), productId, lineKind, promotionId, freeForLineId: forKey },
      quantity: random.chance(95) ? quantity : quantity + 10_000,
      ...{ listPrice: 0, taxRate: 0 },
    }));
  return [...goods, ...free];
}

/** By the piece, or by a unit that the product has. */
async function askedLines({ random, db, newId }: GeneratorView, wishes: readonly Wish[]) {
  const units = await db
    .selectFrom('productUnits')
    .select(['productId', 'name', 'ratio'])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return wishes.map(({ product, quantity }): AskedLine & { soldUnit: string | null } => {
    const [unit] = random.chance(30)
      ? random.some(
          units.filter(({ productId }) => productId === product.id),
          1,
        )
      : [];
    const unitRatio = unit?.ratio ?? 1;
    return {
      ...{ key: newId(), product, soldUnit: unit?.name ?? null, unitRatio, quantity },
      manualPrice: random.chance(8) ? Math.max(1, product.basePrice * unitRatio - random.between(-5_000, 5_000)) : null,
      ...{ agreed: null, contractLineId: null, isSample: random.chance(2) },
    };
  });
}
