/**
 * What a draft comes to, with the same rules that the command uses, so that the screen shows what will be stored: prices
 * and promotions (R40), amounts (R41, R42, R44, R45), stock that is left for each line (R20, R22), approval (R9), credit
 * (R54, R55).
 */
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import { type CreditAnswer, decideCredit, totalExposure } from '#shared/domains/billing/rules/credit-limit.ts';
import { baseAmount, ONE_RATE } from '#shared/domains/billing/rules/exchange-rate.ts';
import { taxRateOn } from '#shared/domains/billing/rules/tax-rate.ts';
import {
  availableQuantity,
  type StockFigures,
  splitByAvailability,
} from '#shared/domains/inventory/rules/availability.ts';
import type { PriceBookOfProducts } from '#shared/domains/sales/queries/price-book.ts';
import { offDocumentOf } from '#shared/domains/sales/rules/approval-binding.ts';
import { type DocumentTotals, documentTotals, roundDownTo } from '#shared/domains/sales/rules/document-totals.ts';
import { type JudgedLine, judgePrices } from '#shared/domains/sales/rules/judge-prices.ts';
import type { Deviation } from '#shared/domains/sales/rules/price-deviations.ts';
import { lineGross, type PricedLine } from '#shared/domains/sales/rules/price-line.ts';
import type { FreeLine, LinePrice, PricedDocument } from '#shared/domains/sales/rules/pricing/price-document.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import {
  type BasisPoints,
  isBeyondAmounts,
  type Minor,
  percentOf,
  type Quantity,
  type UnitPrice,
} from '#shared/kernel/money.ts';
import { keyOf, priceDraft } from './draft-prices.ts';
import type { FigureTerms } from './figure-terms.ts';
import type { DraftLine, OrderDraft } from './order-draft.ts';

/** Stock of a product in the order's warehouse, as the product queries give it. */
export interface LineStock extends StockFigures {
  readonly incoming: Quantity;
  readonly incomingDueOn: CalendarDate | null;
}

export interface LineFigures {
  readonly line: DraftLine;
  readonly unitPrice: UnitPrice;
  /** What was found (R40), of one unit as it is sold. */
  readonly listPrice: UnitPrice;
  readonly price: LinePrice | null;
  readonly taxRate: BasisPoints;
  /** With its share of what is taken off the document. */
  readonly netMinor: Minor;
  /** That share, in the price mode of the document. */
  readonly offMinor: Minor;
  readonly waitsForApproval: boolean;
  /** Null while the stock is not known yet. */
  readonly stock: LineStock | null;
  /** What the lines before it leave of the available stock. */
  readonly available: Quantity;
  /** What would be back-ordered. */
  readonly short: Quantity;
  /** What comes first should be here already. */
  readonly isIncomingLate: boolean;
  /** Another line of this draft asks for the same product; its place from 1. */
  readonly sameAsLine: number | null;
}

/** Goods that a promotion brings beside a line. */
export interface FreeFigures extends FreeLine {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly listPrice: UnitPrice;
  readonly taxRate: BasisPoints;
  readonly available: Quantity | null;
  readonly short: Quantity;
}

export interface DraftFigures {
  readonly lines: readonly LineFigures[];
  readonly free: readonly FreeFigures[];
  readonly totals: DocumentTotals;
  /** As the order will be sent: percent and amount off the document (R41). */
  readonly off: { readonly documentDiscount: BasisPoints; readonly documentDiscountMinor: Minor };
  readonly promotion: PricedDocument['documentPromotion'];
  /** What of the document as a whole waits for approval. */
  readonly deviations: readonly Deviation[];
  readonly shortLines: number;
  readonly approvalLines: number;
}

/** Everything that the screen shows of a draft's lines and totals. @param book null while it is being read */
export function draftFigures(
  draft: Pick<OrderDraft, 'lines'> &
    Partial<Pick<OrderDraft, 'documentDiscount' | 'documentDiscountMinor' | 'roundsDown'>>,
  stockByProduct: ReadonlyMap<string, LineStock>,
  terms: FigureTerms,
  book: PriceBookOfProducts | null = null,
): DraftFigures {
  const { currency } = terms;
  const rates = book ? book.taxRates : ratesOf(draft.lines, terms);
  const found = priceDraft(draft.lines, book, rates, { day: terms.today, at: Number.MAX_SAFE_INTEGER, currency });
  const prices = new Map(found.lines.map((price) => [price.key, price]));
  const priced = draft.lines.map((line): PricedLine & { listPrice: UnitPrice } => {
    const price = prices.get(keyOf(line));
    const listPrice = price?.listPrice ?? line.listPrice * line.unitRatio;
    const unitPrice = line.isSample ? 0 : (line.manualPrice ?? listPrice);
    const { discount, secondDiscount, unitRatio } = line;
    const { promotionDiscount = 0, promotionMinor = 0 } = price ?? {};
    // Beyond what an amount may be nothing is computed: the command refuses the line by its place.
    const isTooLarge = isBeyondAmounts(line.quantity, unitPrice, [discount], currency, unitRatio);
    const quantity = isTooLarge ? 0 : line.quantity;
    const taxRate = price?.taxRate ?? 0;
    return {
      quantity,
      unitPrice,
      listPrice,
      unitRatio,
      discount,
      secondDiscount,
      promotionDiscount,
      promotionMinor,
      taxRate,
    };
  });
  const { totals, off, typedMinor } = totalsOf(draft, priced, found, terms);
  const deviations = judgePrices(
    draft.lines.map((line, index) => judged(line, priced[index], book)),
    found,
    {
      currency,
      discountLimit: terms.discountLimit,
      offDocument: offDocumentOf(
        { documentDiscount: off.documentDiscount, documentDiscountMinor: typedMinor, currency },
        priced,
      ),
      rounding: roundingOf(totals.roundedOffMinor, terms, book),
      mayGiveSamples: terms.mayGiveSamples,
    },
  );
  const waiting = new Set(deviations.flatMap(({ params }) => ('line' in params ? params.line : [])));
  const left = new Map<string, Quantity>();
  const firstLineOf = new Map<string, number>();
  const lines = draft.lines.map((line, index): LineFigures => {
    const { unitPrice = 0, listPrice = 0, taxRate = 0 } = priced[index] ?? {};
    const stock = stockByProduct.get(line.productId) ?? null;
    const { available, short } = takeFrom(left, line.productId, line.quantity, stock);
    const sameAsLine = firstLineOf.get(line.productId) ?? null;
    if (sameAsLine === null) firstLineOf.set(line.productId, index + 1);
    return {
      ...{ line, unitPrice, listPrice, price: prices.get(keyOf(line)) ?? null, taxRate },
      netMinor: totals.lines[index]?.netMinor ?? 0,
      offMinor: totals.lines[index]?.documentDiscountMinor ?? 0,
      waitsForApproval: waiting.has(index + 1),
      ...{ stock, available, short, sameAsLine },
      isIncomingLate: (stock?.incomingDueOn ?? terms.today) < terms.today,
    };
  });
  const free = found.free.map((line): FreeFigures => {
    const known = [...(book?.products ?? []), ...(book?.gifts ?? [])].find(({ id }) => id === line.productId);
    const { code = '', name = '', unit = '', basePrice = 0, taxCode = '' } = known ?? {};
    const stock = stockByProduct.get(line.productId) ?? null;
    const { available, short } = takeFrom(left, line.productId, line.quantity, stock);
    const taxRate = rates[book?.customer.taxCode ?? taxCode] ?? 0;
    return { ...line, code, name, unit, listPrice: basePrice, taxRate, available: stock && available, short };
  });
  return {
    ...{ lines, free, totals, off },
    promotion: found.documentPromotion,
    deviations: deviations.filter(({ params }) => !('line' in params)),
    shortLines: lines.filter((line) => line.short > 0).length + free.filter((line) => line.short > 0).length,
    approvalLines: lines.filter((line) => line.waitsForApproval).length,
  };
}

/** R20, R22: what the lines before leave of a product, and what of this one would be back-ordered. */
function takeFrom(left: Map<string, Quantity>, productId: string, quantity: Quantity, stock: LineStock | null) {
  const available = left.get(productId) ?? availableQuantity(stock ?? undefined);
  const { reserved, backOrdered } = splitByAvailability(quantity, available);
  left.set(productId, available - reserved);
  return { available, short: stock === null ? 0 : backOrdered };
}

/** R43: of the codes of these lines, until the book says them. */
function ratesOf(lines: readonly DraftLine[], { taxRates, today }: FigureTerms): Record<string, BasisPoints> {
  const codes = [...new Set(lines.map(({ taxCode }) => taxCode))];
  return Object.fromEntries(
    codes.flatMap((code) => {
      const rate = taxRateOn(taxRates, code, today);
      return rate === null ? [] : [[code, rate]];
    }),
  );
}

/** R41: a document promotion and what a person takes off beside it are agreed as one amount. */
function totalsOf(
  draft: Parameters<typeof draftFigures>[0],
  priced: readonly PricedLine[],
  { documentPromotion }: PricedDocument,
  { currency, priceMode, taxRounding, roundsToMinor }: FigureTerms,
) {
  const { documentDiscount = 0, documentDiscountMinor = 0, roundsDown = false } = draft;
  const promotionMinor = documentPromotion?.amountMinor ?? 0;
  const grossMinor = priced.reduce((sum, line) => sum + lineGross(line, currency), 0);
  const typedMinor = documentDiscount > 0 ? percentOf(grossMinor, documentDiscount) : documentDiscountMinor;
  const off =
    promotionMinor === 0
      ? { documentDiscount, documentDiscountMinor: documentDiscount > 0 ? 0 : documentDiscountMinor }
      : { documentDiscount: 0, documentDiscountMinor: Math.min(grossMinor, promotionMinor + typedMinor) };
  const terms = { currency, priceMode, taxRounding, ...off, roundedOffMinor: 0 };
  const before = documentTotals(priced, terms);
  const roundedOffMinor = roundsDown && roundsToMinor !== null ? roundDownTo(before.totalMinor, roundsToMinor) : 0;
  const totals = roundedOffMinor === 0 ? before : documentTotals(priced, { ...terms, roundedOffMinor });
  return { totals, off, typedMinor: promotionMinor === 0 && documentDiscount > 0 ? 0 : typedMinor };
}

function roundingOf(roundedOffMinor: Minor, terms: FigureTerms, book: PriceBookOfProducts | null) {
  const { currency, homeCurrency, roundingLimitMinor: limitMinor } = terms;
  const rate = book?.exchangeRates[currency] ?? ONE_RATE;
  return { givenMinor: baseAmount(roundedOffMinor, currency, homeCurrency, rate), limitMinor, currency: homeCurrency };
}

function judged(
  line: DraftLine,
  priced: (PricedLine & { readonly listPrice: UnitPrice }) | undefined,
  book: PriceBookOfProducts | null,
): JudgedLine {
  const { productId: id, name, quantity, unitRatio, discount, secondDiscount, isSample } = line;
  const { unitPrice = 0, listPrice = 0, promotionDiscount = 0, promotionMinor = 0, taxRate = 0 } = priced ?? {};
  const floorPrice = book?.products.find((product) => product.id === id)?.floorPrice ?? null;
  return {
    ...{ key: keyOf(line), product: { id, name }, quantity, unitRatio, unitPrice, listPrice, discount, secondDiscount },
    ...{ promotionDiscount, promotionMinor, lineKind: isSample ? 'sample' : 'goods', freeForKey: null, taxRate },
    floorPrice,
  };
}

/**
 * Puts figures of before in the place of equal ones of the same line: a row is drawn again only when what it shows has
 * changed, however often the draft is computed anew.
 */
export function keepSameLines(before: readonly LineFigures[], after: readonly LineFigures[]): readonly LineFigures[] {
  const byKey = new Map(before.map((figures) => [figures.line.key, figures]));
  return after.map((figures) => {
    const known = byKey.get(figures.line.key);
    if (!known || !isSame({ ...known, stock: null, price: null }, { ...figures, stock: null, price: null }))
      return figures;
    const isAsBefore =
      isSame(known.stock, figures.stock) && JSON.stringify(known.price) === JSON.stringify(figures.price);
    return isAsBefore ? known : figures;
  });
}

function isSame(left: object | null, right: object | null): boolean {
  if (left === null || right === null) return left === right;
  const theirs = new Map<string, unknown>(Object.entries(right));
  const ours = Object.entries(left);
  return ours.length === theirs.size && ours.every(([name, value]) => theirs.has(name) && theirs.get(name) === value);
}

/** R54, R55: what this order makes of the customer's credit. */
export function creditForecast(
  status: CreditStatus,
  orderMinor: Minor,
  terms: { today: CalendarDate; overdueHoldDays: number },
): CreditAnswer {
  return decideCredit({
    limitMinor: status.limitMinor,
    limitValidUntil: status.limitValidUntil,
    exposureMinor: totalExposure(status),
    orderMinor,
    oldestDueOn: status.oldestDueOn,
    today: terms.today,
    overdueHoldDays: terms.overdueHoldDays,
  });
}
