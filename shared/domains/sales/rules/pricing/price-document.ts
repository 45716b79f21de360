/**
 * What a document's lines cost, and why (R40, R41, R43): the same function on the device that writes the document and on
 * the server that judges it. Guards:
 * - nothing depends on the order of the book's rows, and nothing on goods that the document does not ask for;
 * - a product's quantity counts over all lines of the document, so that goods cost the same on one line or on several;
 * - what a person typed, and what was agreed before, is left alone: no promotion is added to it.
 */
import type { Id } from '../../../../kernel/ids.ts';
import {
  AMOUNT_LIMIT,
  type BasisPoints,
  divideHalfUp,
  extendPrice,
  FULL_PERCENT,
  isBeyondAmounts,
  type Minor,
  percentOf,
  type Quantity,
  spread,
  type UnitPrice,
} from '../../../../kernel/money.ts';
import type { Reason } from '../../../../kernel/refusal.ts';
import { chooseForDocument, type DocumentPromotion, type PayableGoods, sampleGiving } from './document-promotion.ts';
import { type CalledOff, type FoundPrice, findPrice, type PriceSource } from './list-price.ts';
import type { PriceBook, PricedProduct, PricingTerms } from './price-book.ts';
import { type Benefit, choosePromotions, type PromotedGoods } from './promotion-benefit.ts';

/** Reasons that a line keeps: where its price comes from, and the promotions beside it. */
const REASONS_LIMIT = 4;

/** R3: a line whose price was agreed in a quote. */
export interface AgreedPrice {
  readonly unitPrice: UnitPrice;
  readonly listPrice: UnitPrice;
  readonly promotionId: Id | null;
  readonly promotionDiscount: BasisPoints;
  readonly promotionMinor: Minor;
  readonly taxCode: string;
  readonly taxRate: BasisPoints;
  readonly number: string;
  readonly revision: number;
}

export interface AskedLine {
  /** Names the line in what comes out. */
  readonly key: string;
  readonly product: PricedProduct;
  /** R31: base units in one unit as it is sold. */
  readonly unitRatio: number;
  /** In base units; paid ones, or samples. */
  readonly quantity: Quantity;
  /** Typed by a person, of one unit as it is sold. */
  readonly manualPrice: UnitPrice | null;
  readonly agreed: AgreedPrice | null;
  readonly contractLineId: Id | 'none' | null;
  readonly isSample: boolean;
}

export interface LinePrice {
  readonly key: string;
  /** What rows and lists say, whatever was typed. Null: in another currency, and nobody said what that is worth. */
  readonly listPrice: UnitPrice | null;
  readonly unitPrice: UnitPrice;
  readonly priceSource: PriceSource | 'quote' | 'manual' | 'free';
  readonly priceSourceId: Id | null;
  /** R4: what the line calls off. */
  readonly contractLineId: Id | null;
  /** The best of its promotions. */
  readonly promotionId: Id | null;
  /** All of them together. */
  readonly promotionDiscount: BasisPoints;
  readonly promotionMinor: Minor;
  readonly taxCode: string;
  /** Null: the code has no rate on that day. */
  readonly taxRate: BasisPoints | null;
  readonly reasons: readonly Reason[];
}

/** A line at zero that a promotion brings. */
export interface FreeLine {
  /** The line that earns it, the first of its product. */
  readonly forKey: string;
  readonly productId: Id;
  readonly quantity: Quantity;
  readonly lineKind: 'free' | 'gift';
  readonly promotionId: Id;
  readonly reasons: readonly Reason[];
}

export interface PricedDocument {
  /** In the order asked for. */
  readonly lines: readonly LinePrice[];
  readonly free: readonly FreeLine[];
  readonly documentPromotion: DocumentPromotion | null;
}

interface Priced {
  readonly asked: AskedLine;
  readonly found: FoundPrice | null;
  /** Before any discount. */
  readonly grossMinor: Minor;
}

/** Prices a document by what is known at one time. */
export function priceDocument(asked: readonly AskedLine[], book: PriceBook, terms: PricingTerms): PricedDocument {
  const askedOf = quantities(asked);
  const called: CalledOff = new Map();
  const priced = asked.map((line): Priced => {
    // A price of one's own calls nothing off; what lists say of it is found all the same.
    const callsOff = line.manualPrice === null && line.agreed === null && !line.isSample;
    const unit = { ...line, askedQuantity: askedOf.get(line.product.id) ?? line.quantity };
    const found = line.agreed ? null : findPrice(unit, book, terms, callsOff ? called : new Map(called));
    return { asked: line, found, grossMinor: grossOf(line, found, terms) };
  });
  const promoted = new Map<string, LinePromotions>();
  const free: FreeLine[] = [];
  for (const lines of promotable(priced)) {
    const goods = goodsOf(lines);
    const benefits = choosePromotions(goods, book, terms);
    spreadOver(lines, benefits, promoted);
    free.push(...freeLinesOf(lines, benefits));
  }
  const lines = priced.map((line) => toLine(line, promoted.get(line.asked.key), book, terms));
  const payable = priced.filter(takesPromotions).map((line) => asPayable(line, promoted.get(line.asked.key)));
  return { lines, free, documentPromotion: chooseForDocument(payable, book, terms) };
}

/** What the document asks of each product; samples are asked for beside it. */
function quantities(asked: readonly AskedLine[]): ReadonlyMap<Id, Quantity> {
  const askedOf = new Map<Id, Quantity>();
  for (const { product, quantity, isSample } of asked)
    if (!isSample) askedOf.set(product.id, (askedOf.get(product.id) ?? 0) + quantity);
  return askedOf;
}

function grossOf({ quantity, unitRatio }: AskedLine, found: FoundPrice | null, terms: PricingTerms): Minor {
  // Beyond what an amount may be nothing is computed: the command refuses the line.
  if (!found || isBeyondAmounts(quantity, found.unitPrice, [], terms.currency, unitRatio)) return 0;
  return extendPrice(quantity, found.unitPrice, [], terms.currency, unitRatio);
}

/** Lines that promotions are for, by what they have in common. */
function promotable(priced: readonly Priced[]): readonly (readonly Priced[])[] {
  const groups = new Map<string, Priced[]>();
  for (const line of priced) {
    if (!takesPromotions(line)) continue;
    const key = `${line.asked.product.id} ${line.found?.source === 'contract'}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()];
}

function takesPromotions({ asked, found }: Priced): boolean {
  return found !== null && asked.manualPrice === null && asked.agreed === null && !asked.isSample;
}

function goodsOf(lines: readonly Priced[]): PromotedGoods {
  const [first] = lines;
  if (!first?.found) throw new Error('goods without a price take no promotion');
  return {
    product: first.asked.product,
    quantity: sum(lines.map(({ asked }) => asked.quantity)),
    // More is refused; sums stay exact until then.
    grossMinor: Math.min(AMOUNT_LIMIT, sum(lines.map(({ grossMinor }) => grossMinor))),
    piecePrice: divideHalfUp(BigInt(first.found.unitPrice), BigInt(first.asked.unitRatio)),
    isOfContract: first.found.source === 'contract',
  };
}

interface LinePromotions {
  readonly promotionId: Id;
  readonly discount: BasisPoints;
  readonly amountMinor: Minor;
  readonly reasons: readonly Reason[];
}

/** R41: percentages multiply, rounded once to a basis point; an amount is spread by what the lines come to (R45). */
function spreadOver(lines: readonly Priced[], benefits: readonly Benefit[], into: Map<string, LinePromotions>): void {
  const [best] = benefits;
  if (!best) return;
  const discount = together(benefits.map((benefit) => benefit.discount));
  const amountMinor = sum(benefits.map((benefit) => benefit.amountMinor));
  const shares = spread(
    amountMinor,
    lines.map(({ grossMinor }) => grossMinor),
  );
  const reasons = benefits.map(({ reason }) => reason);
  lines.forEach(({ asked }, index) => {
    into.set(asked.key, { promotionId: best.promotion.id, discount, amountMinor: shares[index] ?? 0, reasons });
  });
}

function together(discounts: readonly BasisPoints[]): BasisPoints {
  const full = BigInt(FULL_PERCENT);
  const left = discounts.reduce((product, discount) => product * (full - BigInt(discount)), 1n);
  const whole = full ** BigInt(discounts.length);
  return divideHalfUp((whole - left) * full, whole);
}

function freeLinesOf(lines: readonly Priced[], benefits: readonly Benefit[]): FreeLine[] {
  const [first] = lines;
  return benefits.flatMap(({ free, promotion, reason }) =>
    free && first
      ? {
          forKey: first.asked.key,
          productId: free.productId,
          quantity: free.quantity,
          lineKind: free.kind,
          promotionId: promotion.id,
          reasons: [reason],
        }
      : [],
  );
}

function toLine(
  { asked, found }: Priced,
  promotions: LinePromotions | undefined,
  book: PriceBook,
  terms: PricingTerms,
): LinePrice {
  const { key, product, manualPrice, agreed } = asked;
  if (agreed) {
    const { number, revision, ...kept } = agreed;
    const reasons = [{ code: 'quote', params: { number, revision } }];
    return { key, ...kept, priceSource: 'quote', priceSourceId: null, contractLineId: null, reasons };
  }
  const taxCode = book.customer.taxCode ?? product.taxCode;
  const listPrice = found?.unitPrice ?? null;
  const common = { key, listPrice, taxCode, taxRate: book.taxRates[taxCode] ?? null };
  const bare = { contractLineId: null, promotionId: null, promotionDiscount: 0, promotionMinor: 0 };
  if (asked.isSample)
    return {
      ...common,
      ...bare,
      unitPrice: 0,
      priceSource: 'free',
      priceSourceId: null,
      reasons: [{ code: 'sample', params: { code: sampleGiving(product, book, terms)?.code ?? null } }],
    };
  if (manualPrice !== null) {
    const reasons = [{ code: 'manual', params: { listPrice } }];
    return { ...common, ...bare, unitPrice: manualPrice, priceSource: 'manual', priceSourceId: null, reasons };
  }
  const source = found?.source ?? 'base';
  return {
    ...common,
    unitPrice: listPrice ?? 0,
    priceSource: source,
    priceSourceId: found?.sourceId ?? null,
    contractLineId: source === 'contract' ? (found?.sourceId ?? null) : null,
    promotionId: promotions?.promotionId ?? null,
    promotionDiscount: promotions?.discount ?? 0,
    promotionMinor: promotions?.amountMinor ?? 0,
    reasons: [...(found?.reasons ?? []), ...(promotions?.reasons ?? [])].slice(0, REASONS_LIMIT),
  };
}

/** As far as a promotion for the whole document goes: after those of the line. */
function asPayable({ asked, found, grossMinor }: Priced, promotions: LinePromotions | undefined): PayableGoods {
  const { discount = 0, amountMinor = 0 } = promotions ?? {};
  const leftMinor = Math.max(0, grossMinor - percentOf(grossMinor, discount) - amountMinor);
  const { product, quantity } = asked;
  return { product, quantity, leftMinor, isOfContract: found?.source === 'contract' };
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
