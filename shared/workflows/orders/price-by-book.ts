/** How an order is priced by lists, customers' own prices and promotions (R40), and judged by the same book (R9). */
import { limitOf } from '../../domains/admin/api.ts';
import { datedTaxRates, rateOfDay } from '../../domains/billing/api.ts';
import { baseAmount, ONE_RATE } from '../../domains/billing/rules/exchange-rate.ts';
import { taxRateOn } from '../../domains/billing/rules/tax-rate.ts';
import { productsByIds, unitsOfProducts } from '../../domains/inventory/api.ts';
import { loadPriceBook } from '../../domains/sales/api.ts';
import { findTooLarge } from '../../domains/sales/rules/amount-limit.ts';
import { deepestDiscount, offDocumentOf } from '../../domains/sales/rules/approval-binding.ts';
import { type AgreedLine, totalsOf } from '../../domains/sales/rules/compose-order.ts';
import { type JudgedLine, judgePrices } from '../../domains/sales/rules/judge-prices.ts';
import type { PriceBook, PricingTerms } from '../../domains/sales/rules/pricing/price-book.ts';
import {
  type AskedLine,
  type FreeLine,
  type LinePrice,
  type PricedDocument,
  priceDocument,
} from '../../domains/sales/rules/pricing/price-document.ts';
import { mayChange } from '../../kernel/field-rights.ts';
import type { Tx } from '../../kernel/table.ts';
import type { OrderWish, WishedLine } from './order-wish.ts';
import { ORDER, type PricedOrder, type PricingContext, type PricingGround } from './pricing-ground.ts';

const SAMPLES = 'sales.giveSamples';

/** The price binds as the person saw it; what is known otherwise here waits for a person. */
export async function priceByBook(
  tx: Tx,
  wish: OrderWish,
  ground: PricingGround,
  context: PricingContext,
): Promise<PricedOrder> {
  const { agreed, products } = ground;
  await askForUnits(tx, wish, ground, context);
  const terms: PricingTerms = { day: agreed.orderedOn, at: context.now, currency: wish.currency };
  const book = await readBook(tx, wish, ground, terms);
  const asked = wish.lines.filter(({ lineKind }) => lineKind === 'goods' || lineKind === 'sample');
  const priced = priceDocument(
    asked.map((line) => asAsked(line, ground)),
    book,
    terms,
  );
  const pricedByLine = new Map(priced.lines.map((line) => [line.key, line]));
  for (const [index, line] of wish.lines.entries()) {
    const isPriced = pricedByLine.get(line.id)?.listPrice !== null;
    const { name = '', currency = '' } = products.get(line.productId) ?? {};
    if (!isPriced) throw context.refusal('sales.productCurrencyDiffers', { line: index + 1, product: name, currency });
  }
  const lines = wish.lines.flatMap(
    (line) => asAgreed(line, ground, book, { found: pricedByLine.get(line.id), free: priced.free }) ?? [],
  );
  // It is refused, and nothing is exact any more.
  if (findTooLarge(lines, agreed, 0)) return { lines, deviations: [], deepest: 0 };
  const offDocument = takenOff(lines, ground, priced);
  const judged = wish.lines.map((line) => asJudged(line, ground));
  const deviations = judgePrices(judged, priced, {
    currency: wish.currency,
    // Whose role may give no discount asks for each.
    discountLimit: mayChange(context.actor, ORDER, 'discount')
      ? await limitOf(tx, context.actor.userId, 'discount')
      : 0,
    offDocument,
    rounding: await roundingOf(tx, wish, ground, book, context),
    mayGiveSamples: context.actor.permissions.has(SAMPLES),
  });
  const goods = wish.lines.filter(({ lineKind }) => lineKind === 'goods');
  const deepest = deepestDiscount(
    goods.map((line) => ({ ...line, listPrice: pricedByLine.get(line.id)?.listPrice ?? line.listPrice, offDocument })),
  );
  return { lines, deviations, deepest };
}

/** R31: units that the products have, as they are counted now. */
async function askForUnits(tx: Tx, { lines }: OrderWish, { products }: PricingGround, context: PricingContext) {
  const sold = lines.filter(({ soldUnit }) => soldUnit !== null);
  if (sold.length === 0) return;
  const units = await unitsOfProducts(
    tx,
    sold.map(({ productId }) => productId),
  );
  for (const line of sold) {
    const { productId, soldUnit, unitRatio } = line;
    const isKnown = units.some(
      (unit) => unit.productId === productId && unit.name === soldUnit && unit.ratio === unitRatio,
    );
    if (isKnown) continue;
    const product = products.get(productId)?.name ?? '';
    throw context.refusal('sales.unitGone', {
      line: lines.indexOf(line) + 1,
      product,
      unit: soldUnit,
      ratio: unitRatio,
    });
  }
}

async function readBook(
  tx: Tx,
  wish: OrderWish,
  { customer, products, agreed, settings }: PricingGround,
  terms: PricingTerms,
): Promise<PriceBook> {
  const { id, groupId, priceListId, territoryId, taxCode } = customer;
  const dated = await datedTaxRates(tx);
  const codes = new Set(dated.map(({ code }) => code));
  const taxRates = [...codes].flatMap((code) => {
    const rate = taxRateOn(dated, code, agreed.orderedOn);
    return rate === null ? [] : [[code, rate] as const];
  });
  const home = settings['company.currency'];
  const exchangeRates: [string, number][] = [[home, ONE_RATE]];
  for (const currency of new Set([wish.currency, ...[...products.values()].map((product) => product.currency)])) {
    const rate = currency === home ? null : await rateOfDay(tx, currency, home, terms.day);
    if (rate !== null) exchangeRates.push([currency, Number(rate)]);
  }
  const productIds = wish.lines.map(({ productId }) => productId);
  return loadPriceBook(
    tx,
    { customer: { id, groupId, priceListId, territoryId, taxCode }, productIds, ...terms },
    {
      taxRates: Object.fromEntries(taxRates),
      exchangeRates: Object.fromEntries(exchangeRates),
      products: (ids) => productsByIds(tx, ids),
    },
  );
}

function asAsked(line: WishedLine, { products }: PricingGround): AskedLine {
  const product = products.get(line.productId);
  if (!product) throw new Error(`line ${line.id} is priced before its product was looked for`);
  return {
    ...{ key: line.id, product, unitRatio: line.unitRatio, quantity: line.quantity },
    manualPrice: line.unitPrice === line.listPrice ? null : line.unitPrice,
    ...{ agreed: null, contractLineId: null, isSample: line.lineKind === 'sample' },
  };
}

/** As it is stored: the reason is that of the price that was seen, where it is the one that is known here. */
function asAgreed(
  line: WishedLine,
  { products, customer }: PricingGround,
  book: PriceBook,
  { found, free: given }: { readonly found: LinePrice | undefined; readonly free: readonly FreeLine[] },
): AgreedLine | null {
  const product = products.get(line.productId);
  if (!product) return null;
  const free = given.find(
    ({ forKey, productId, lineKind }) =>
      forKey === line.freeForLineId && productId === line.productId && lineKind === line.lineKind,
  );
  const taxCode = book.customer.taxCode ?? customer.taxCode ?? product.taxCode;
  const common = { ...line, product: { ...product, taxCode } };
  if (line.lineKind === 'free' || line.lineKind === 'gift')
    return { ...common, priceSource: 'free', reasons: free?.reasons ?? [] };
  const isAsKnown = found !== undefined && found.listPrice === line.listPrice;
  if (!isAsKnown) {
    const reason = { code: 'manual', params: { listPrice: found?.listPrice ?? null } };
    return { ...common, priceSource: 'manual', reasons: [reason] };
  }
  const { priceSource, priceSourceId, reasons } = found;
  return { ...common, priceSource, priceSourceId, reasons };
}

/** What a person took off the document beside what its promotion gives. */
function takenOff(lines: readonly AgreedLine[], { agreed }: PricingGround, { documentPromotion }: PricedDocument) {
  const { documentDiscount = 0, currency } = agreed;
  const { documentDiscountMinor } = totalsOf(lines, agreed);
  const givenMinor = documentDiscount > 0 ? 0 : (documentPromotion?.amountMinor ?? 0);
  const typedMinor = Math.max(0, documentDiscountMinor - givenMinor);
  return offDocumentOf({ documentDiscount, documentDiscountMinor: typedMinor, currency }, lines);
}

/** 抹零 in the company's currency, which the limit is in. */
async function roundingOf(
  tx: Tx,
  { currency, roundedOffMinor }: OrderWish,
  { settings }: PricingGround,
  { exchangeRates }: PriceBook,
  { actor }: PricingContext,
) {
  const home = settings['company.currency'];
  const givenMinor = baseAmount(roundedOffMinor, currency, home, exchangeRates[currency] ?? ONE_RATE);
  const limitMinor = givenMinor === 0 ? 0 : await limitOf(tx, actor.userId, 'roundingDown');
  return { givenMinor, limitMinor, currency: home };
}

function asJudged(line: WishedLine, { products }: PricingGround): JudgedLine {
  const { name = '', floorPrice = null } = products.get(line.productId) ?? {};
  const product = { id: line.productId, name };
  return { ...line, key: line.id, product, floorPrice, freeForKey: line.freeForLineId };
}
