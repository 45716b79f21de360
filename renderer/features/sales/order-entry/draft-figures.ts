/**
 * What a draft comes to, with the same rules that the command uses, so that the screen shows what will be stored:
 * amounts (R42, R44), stock that is left for each line (R20, R22), approval (R9), credit (R54, R55).
 */
import type { Company } from '#shared/domains/admin/queries/company.ts';
import type { CreditStatus } from '#shared/domains/billing/queries/credit-status.ts';
import { type CreditAnswer, decideCredit, totalExposure } from '#shared/domains/billing/rules/credit-limit.ts';
import { type DatedTaxRate, taxRateOn } from '#shared/domains/billing/rules/tax-rate.ts';
import {
  availableQuantity,
  type StockFigures,
  splitByAvailability,
} from '#shared/domains/inventory/rules/availability.ts';
import { needsApproval } from '#shared/domains/sales/rules/approval.ts';
import { type OrderTotals, orderTotals } from '#shared/domains/sales/rules/order-totals.ts';
import type { PriceMode, TaxRounding } from '#shared/domains/sales/rules/price-line.ts';
import type { CalendarDate } from '#shared/kernel/instants.ts';
import {
  type BasisPoints,
  type CurrencyCode,
  isBeyondAmounts,
  type Minor,
  type Quantity,
  type UnitPrice,
} from '#shared/kernel/money.ts';
import type { DraftLine, OrderDraft } from './order-draft.ts';

/** Stock of a product in the order's warehouse, as the product queries give it. */
export interface LineStock extends StockFigures {
  readonly incoming: Quantity;
  readonly incomingDueOn: CalendarDate | null;
}

export interface FigureTerms {
  readonly currency: CurrencyCode;
  readonly priceMode: PriceMode;
  readonly taxRounding: TaxRounding;
  readonly discountLimit: BasisPoints;
  readonly taxRates: readonly DatedTaxRate[];
  readonly today: CalendarDate;
}

/** What the company's settings say of a new order in one currency. */
export function companyTerms(company: Company, currency: CurrencyCode, today: CalendarDate): FigureTerms {
  const { settings, taxRates, ownDiscountLimit } = company;
  return {
    currency,
    priceMode: settings['sales.priceMode'],
    taxRounding: settings['sales.taxRounding'],
    discountLimit: ownDiscountLimit,
    taxRates,
    today,
  };
}

export interface LineFigures {
  readonly line: DraftLine;
  readonly unitPrice: UnitPrice;
  readonly taxRate: BasisPoints;
  readonly netMinor: Minor;
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

export interface DraftFigures {
  readonly lines: readonly LineFigures[];
  readonly totals: OrderTotals;
  readonly shortLines: number;
  readonly approvalLines: number;
}

/** Everything that the screen shows of a draft's lines and totals. */
export function draftFigures(
  draft: Pick<OrderDraft, 'lines'>,
  stockByProduct: ReadonlyMap<string, LineStock>,
  terms: FigureTerms,
): DraftFigures {
  const priced = draft.lines.map((line) => {
    const { quantity, discount } = line;
    const unitPrice = line.manualPrice ?? line.listPrice;
    // Beyond what an amount may be nothing is computed: the command refuses the line by its place.
    const isTooLarge = isBeyondAmounts(quantity, unitPrice, [discount], terms.currency);
    const taxRate = taxRateOn(terms.taxRates, line.taxCode, terms.today) ?? 0;
    return { quantity: isTooLarge ? 0 : quantity, unitPrice, discount, taxRate };
  });
  const totals = orderTotals(priced, terms);
  const left = new Map<string, Quantity>();
  const firstLineOf = new Map<string, number>();
  const lines = draft.lines.map((line, index): LineFigures => {
    const { unitPrice = 0, taxRate = 0 } = priced[index] ?? {};
    const stock = stockByProduct.get(line.productId) ?? null;
    const available = left.get(line.productId) ?? availableQuantity(stock ?? undefined);
    const { reserved, backOrdered } = splitByAvailability(line.quantity, available);
    left.set(line.productId, available - reserved);
    const sameAsLine = firstLineOf.get(line.productId) ?? null;
    if (sameAsLine === null) firstLineOf.set(line.productId, index + 1);
    return {
      line,
      unitPrice,
      taxRate,
      netMinor: totals.lines[index]?.netMinor ?? 0,
      waitsForApproval: needsApproval({ ...line, unitPrice }, terms.discountLimit),
      stock,
      available,
      short: stock === null ? 0 : backOrdered,
      isIncomingLate: (stock?.incomingDueOn ?? terms.today) < terms.today,
      sameAsLine,
    };
  });
  return {
    lines,
    totals,
    shortLines: lines.filter((line) => line.short > 0).length,
    approvalLines: lines.filter((line) => line.waitsForApproval).length,
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
    return known && isSame({ ...known, stock: null }, { ...figures, stock: null }) && isSame(known.stock, figures.stock)
      ? known
      : figures;
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
