/**
 * What a draft would come to on other terms, by the rules that the draft itself goes by: amounts (R41), margin (R47),
 * credit (R54, R55), words that it would wait for (R9), and when the goods can go (R21).
 */
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import { ONE_RATE } from '#shared/domains/billing/rules/exchange-rate.ts';
import type { PromiseOf } from '#shared/domains/inventory/queries/promises.ts';
import type { PriceBookOfProducts } from '#shared/domains/sales/queries/price-book.ts';
import type { Margin } from '#shared/domains/sales/rules/margin.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import type { Minor, Quantity } from '#shared/kernel/money.ts';
import { creditForecast, type DraftFigures, draftFigures, type LineStock } from './draft-figures.ts';
import { type Costs, draftMargin } from './draft-margin.ts';
import type { FigureTerms } from './figure-terms.ts';
import type { DraftAction, OrderDraft } from './order-draft.ts';

/** The terms that can be tried. */
export interface Supposed
  extends Pick<OrderDraft, 'documentDiscount' | 'documentDiscountMinor' | 'requestedOn' | 'warehouseId'> {
  /** What is there goes first, and the rest when it comes. */
  readonly isSplit: boolean;
}

/** What outcomes are reckoned from. */
export interface Ground {
  readonly stock: ReadonlyMap<string, LineStock>;
  readonly terms: FigureTerms;
  readonly book: PriceBookOfProducts | null;
  /** Null: this person sees no cost. */
  readonly costs: Costs | null;
  /** Null: this person sees no credit, or no customer is chosen. */
  readonly status: CreditStatus | null;
  readonly overdueHoldDays: number;
}

export interface Delivery {
  /** The first goods; null: no day is known. */
  readonly firstOn: CalendarDate | null;
  /** The last of them. */
  readonly wholeOn: CalendarDate | null;
  /** Products that can go in full on the day that is asked for, and how many there are. */
  readonly inFull: number;
  readonly products: number;
}

export interface Outcome {
  readonly totalMinor: Minor;
  readonly margin: Margin | null;
  /** Null: there is no limit, or it is not seen. */
  readonly creditLeftMinor: Minor | null;
  readonly isHeldForCredit: boolean;
  readonly waitsForApproval: boolean;
  /** Null while it is being read. */
  readonly delivery: Delivery | null;
}

/** Everything that a draft asks of its warehouse, free goods among it. */
export function wantedOf({
  lines,
  free,
}: Pick<DraftFigures, 'lines' | 'free'>): readonly { readonly productId: string; readonly quantity: Quantity }[] {
  const wanted = new Map<string, Quantity>();
  const add = (productId: string, quantity: Quantity): void => {
    wanted.set(productId, (wanted.get(productId) ?? 0) + quantity);
  };
  for (const { line } of lines) add(line.productId, line.quantity);
  for (const { productId, quantity } of free) add(productId, quantity);
  return [...wanted].map(([productId, quantity]) => ({ productId, quantity }));
}

/** @param promised of the supposed warehouse and day; null while it is being read */
export function outcomeOf(
  draft: OrderDraft,
  supposed: Supposed,
  { stock, terms, book, costs, status, overdueHoldDays }: Ground,
  promised: readonly PromiseOf[] | null,
): Outcome {
  const { documentDiscount, documentDiscountMinor } = supposed;
  const figures = draftFigures({ ...draft, documentDiscount, documentDiscountMinor }, stock, terms, book);
  const { totalMinor } = figures.totals;
  const rate = book?.exchangeRates[terms.currency] ?? ONE_RATE;
  const credit = status && creditForecast(status, totalMinor, { today: terms.today, overdueHoldDays });
  return {
    totalMinor,
    margin: costs && draftMargin(figures, costs, terms, rate).whole,
    creditLeftMinor: credit?.leftMinor ?? null,
    isHeldForCredit: credit?.hold ?? false,
    waitsForApproval: figures.approvalLines > 0 || figures.deviations.length > 0,
    delivery: promised && deliveryOf(wantedOf(figures), promised, supposed, terms.today),
  };
}

/** Nothing goes before the day that is asked for. */
function deliveryOf(
  wanted: readonly { readonly productId: string; readonly quantity: Quantity }[],
  promised: readonly PromiseOf[],
  { requestedOn, isSplit }: Supposed,
  today: CalendarDate,
): Delivery {
  const of = new Map(promised.map((each) => [each.productId, each]));
  const from = requestedOn ?? today;
  const later = (day: CalendarDate): CalendarDate => (day < from ? from : day);
  const whole = wanted.map(({ productId }) => of.get(productId)?.wholeOn ?? null);
  const some = wanted.flatMap(({ productId }) => of.get(productId)?.someOn ?? []).sort();
  const known = whole.filter((day) => day !== null).sort();
  const wholeOn = whole.length > 0 && known.length === whole.length ? later(known.at(-1) ?? from) : null;
  const [first] = some;
  return {
    firstOn: isSplit ? (first === undefined ? null : later(first)) : wholeOn,
    wholeOn,
    inFull: wanted.filter(({ productId, quantity }) => (of.get(productId)?.onDay ?? 0) >= quantity).length,
    products: wanted.length,
  };
}

/** What makes the draft as it was supposed. @param promised of the supposed warehouse and day */
export function takeOver(draft: OrderDraft, supposed: Supposed, promised: readonly PromiseOf[]): DraftAction[] {
  const { documentDiscount, documentDiscountMinor, requestedOn, warehouseId, isSplit } = supposed;
  const actions: DraftAction[] = [];
  if (documentDiscount !== draft.documentDiscount || documentDiscountMinor !== draft.documentDiscountMinor)
    actions.push({ type: 'setDocumentDiscount', discount: documentDiscount, amountMinor: documentDiscountMinor });
  if (requestedOn !== draft.requestedOn) actions.push({ type: 'setRequestedOn', requestedOn });
  if (warehouseId !== null && warehouseId !== draft.warehouseId) actions.push({ type: 'setWarehouse', warehouseId });
  if (!isSplit) return actions;
  const left = new Map(promised.map(({ productId, onDay }) => [productId, Math.max(0, onDay)]));
  for (const { key, productId, quantity } of draft.lines) {
    const there = left.get(productId) ?? 0;
    const goes = Math.min(quantity, there);
    left.set(productId, there - goes);
    if (goes > 0 && goes < quantity) actions.push({ type: 'splitLine', key, firstQuantity: goes });
  }
  return actions;
}
