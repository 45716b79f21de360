/** An order by price lists and promotions, judged by the auditor's own prices (R9, R31, R40, R41). */

import { furthestBelow } from './approval-words.ts';
import { isBelowLimit, isBelowPrice, type OffWhole, offWhole, type PricedLine, roundHalfUp } from './arithmetic.ts';
import { type Ask, type PricedAsks, priceAsks } from './book-prices.ts';
import { isFitting, most, promotionsFor, rulesOf } from './book-promotions.ts';
import type { Cell, ModelRow } from './business-rows.ts';
import { type Act, discountLimitOf, type GivenReason, limitOf } from './command-run.ts';
import type { Market } from './market.ts';
import { taxRateOf } from './order-terms.ts';
import { worth } from './pricing-commands.ts';

export interface BookLine extends PricedLine {
  readonly id: string;
  readonly productId: string;
  readonly soldUnit: string | null;
  readonly unitRatio: number;
  readonly unitPrice: number;
  readonly listPrice: number;
  readonly secondDiscount: number;
  readonly promotionId: string | null;
  readonly promotionDiscount: number;
  readonly promotionMinor: number;
  readonly lineKind: 'goods' | 'free' | 'gift' | 'sample';
  readonly freeForLineId: string | null;
}

interface Head {
  readonly documentDiscount: number;
  readonly documentDiscountMinor: number;
  readonly roundedOffMinor: number;
}

/** A line as it was sent: what it leaves out is plain. */
export function bookLine(
  sent: Partial<BookLine> & { reservationId?: string } & Pick<
      BookLine,
      'id' | 'productId' | 'quantity' | 'listPrice' | 'taxRate'
    >,
): BookLine & { reservationId: string } {
  const lineKind = sent.lineKind ?? 'goods';
  return {
    ...{ soldUnit: null, unitRatio: 1, discount: 0, secondDiscount: 0, freeForLineId: null },
    ...{ promotionId: null, promotionDiscount: 0, promotionMinor: 0 },
    ...sent,
    lineKind,
    unitPrice: sent.unitPrice ?? (lineKind === 'goods' ? sent.listPrice : 0),
    reservationId: sent.reservationId ?? sent.id,
  };
}

const isAsked = ({ lineKind }: BookLine): boolean => lineKind === 'goods' || lineKind === 'sample';

export function priceOrder(market: Market, lines: readonly BookLine[]): PricedAsks {
  const asks = lines.filter(isAsked).map(
    (line): Ask => ({
      ...{ id: line.id, productId: line.productId, unitRatio: line.unitRatio, quantity: line.quantity },
      typed: line.unitPrice === line.listPrice ? null : line.unitPrice,
      isSample: line.lineKind === 'sample',
    }),
  );
  return priceAsks(market, asks);
}

/** R31, R46: a unit that nobody sells by, a price that nobody can say. */
export function refusedPrice({ rows }: Market, lines: readonly BookLine[], { prices }: PricedAsks): GivenReason | null {
  const nameOf = (line: BookLine | undefined): Cell => rows.get('products', line?.productId ?? null)?.name ?? '';
  const wrong = lines.findIndex(
    ({ productId, soldUnit, unitRatio }) =>
      soldUnit !== null &&
      rows.find(
        'productUnits',
        (row) =>
          row.deletedAt === null && row.productId === productId && row.name === soldUnit && row.ratio === unitRatio,
      ).length === 0,
  );
  if (wrong >= 0) {
    const params = {
      line: wrong + 1,
      product: nameOf(lines[wrong]),
      unit: lines[wrong]?.soldUnit ?? null,
      ratio: lines[wrong]?.unitRatio ?? 1,
    };
    return { code: 'sales.unitGone', params };
  }
  const unpriced = lines.findIndex((line) => prices.get(line.id)?.list === null);
  if (unpriced < 0) return null;
  const currency = rows.get('products', lines[unpriced]?.productId ?? null)?.currency ?? '';
  const params = { line: unpriced + 1, product: nameOf(lines[unpriced]), currency };
  return { code: 'sales.productCurrencyDiffers', params };
}

/** What a line stores of where its price comes from. */
export function sourceOf(market: Market, line: BookLine, { prices, free }: PricedAsks): ModelRow {
  const asText = (reasons: readonly GivenReason[]) => JSON.stringify(reasons);
  const price = prices.get(line.id);
  if (line.lineKind === 'free' || line.lineKind === 'gift') {
    const given = free.find(
      ({ forId, productId, kind }) =>
        forId === line.freeForLineId && productId === line.productId && kind === line.lineKind,
    );
    return { priceSource: 'free', priceSourceId: null, priceReasons: asText(given ? [given.reason] : []) };
  }
  if (!price || price.list !== line.listPrice) {
    const manual = { code: 'manual', params: { listPrice: price?.list ?? null } };
    return { priceSource: 'manual', priceSourceId: null, priceReasons: asText([manual]) };
  }
  if (line.lineKind === 'sample')
    return {
      priceSource: 'free',
      priceSourceId: null,
      priceReasons: asText([{ code: 'sample', params: { code: sampleCode(market, line) } }]),
    };
  if (line.unitPrice !== line.listPrice) {
    const manual = { code: 'manual', params: { listPrice: price.list } };
    return { priceSource: 'manual', priceSourceId: null, priceReasons: asText([manual]) };
  }
  return { priceSource: price.source, priceSourceId: price.sourceId, priceReasons: asText(price.reasons) };
}

/** Of several that give samples of it: by rank, the newest, the last name. */
function sampleCode(market: Market, { productId }: BookLine): Cell {
  const product = market.rows.get('products', productId) ?? {};
  const giving = ['line', 'document']
    .flatMap((appliesTo) => promotionsFor(market, appliesTo))
    .filter(({ kind }) => kind === 'sample')
    .filter((promotion) => rulesOf(market, promotion).some((rule) => isFitting(rule, product)))
    .map((promotion) => ({ promotion, saved: 0 }));
  return most(giving)[0]?.promotion.code ?? null;
}

export const taxCodeOf = ({ customer }: Market, product: ModelRow | undefined): Cell =>
  customer.taxCode ?? product?.taxCode ?? null;

interface Judged {
  readonly reasons: readonly GivenReason[];
  /** A limit that reaches the cheapest line. */
  readonly limitValue: number;
}

/** R9. @param head what came out of what was taken off the document */
export function judgeOrder(
  market: Market,
  lines: readonly BookLine[],
  priced: PricedAsks,
  head: Head,
  act: Act,
  say: (code: string, params: GivenReason['params']) => void,
): Judged {
  const { rows, currency } = market;
  const reasons: GivenReason[] = [];
  const note = (code: string, params: GivenReason['params'], seen: GivenReason['params'] = {}): void => {
    say(code, params);
    reasons.push({ code, params: { ...params, ...seen } });
  };
  const typedMinor = Math.max(0, head.documentDiscountMinor - (head.documentDiscount > 0 ? 0 : priced.documentMinor));
  const off = offWhole({ ...head, documentDiscountMinor: typedMinor }, lines, currency);
  const limit = discountLimitOf(rows, act);
  const freeLeft = priced.free.map((free) => ({ ...free }));
  lines.forEach((line, at) => {
    const product = rows.get('products', line.productId) ?? {};
    const where = { line: at + 1, product: product.name ?? '' };
    if (line.lineKind === 'goods') judgeGoods(market, line, product, where, { priced, off, limit }, note);
    else if (line.lineKind === 'sample') {
      if (!act.permissions.has('sales.giveSamples')) note('sales.sampleBeyond', where);
    } else {
      const of = freeLeft.filter(
        ({ forId, productId, kind }) =>
          forId === line.freeForLineId && productId === line.productId && kind === line.lineKind,
      );
      const given = of.reduce((all, { quantity }) => all + quantity, 0);
      const before = lines
        .slice(0, at + 1)
        .filter(
          ({ lineKind, freeForLineId, productId }) =>
            lineKind === line.lineKind && freeForLineId === line.freeForLineId && productId === line.productId,
        );
      if (before.reduce((all, { quantity }) => all + quantity, 0) > given) note('sales.freeNotGiven', where);
    }
  });
  judgeRounding(market, head.roundedOffMinor, act, note);
  const listed = (line: ModelRow): Cell => priced.prices.get(String(line.id))?.list ?? line.listPrice ?? null;
  return { reasons, limitValue: furthestBelow(lines as unknown as readonly ModelRow[], listed, off) };
}

function judgeGoods(
  { rows, currency, day, customer }: Market,
  line: BookLine,
  product: ModelRow,
  where: { readonly line: number; readonly product: Cell },
  { priced, off, limit }: { readonly priced: PricedAsks; readonly off: OffWhole; readonly limit: number },
  note: (code: string, params: GivenReason['params'], seen?: GivenReason['params']) => void,
): void {
  const price = priced.prices.get(line.id);
  const listPrice = price?.list ?? line.listPrice;
  if (listPrice !== line.listPrice)
    note('sales.priceNotListed', { ...where, listPrice, currency }, { seenPrice: line.listPrice });
  const { promotionDiscount = 0, promotionMinor = 0 } = price ?? {};
  if (line.promotionDiscount > promotionDiscount || line.promotionMinor > promotionMinor)
    note('sales.promotionNotGiven', where);
  if (isBelowLimit(line, listPrice, limit, off)) note('sales.discountBeyondLimit', { ...where, limit });
  const floorPrice = product.floorPrice ?? null;
  const isTyped = line.unitPrice !== line.listPrice || line.discount > 0 || line.secondDiscount > 0 || off.taken > 0n;
  if (isTyped && floorPrice !== null && isBelowPrice(line, Number(floorPrice) * line.unitRatio, off))
    note('sales.priceBelowFloor', { ...where, floorPrice, currency });
  const taxRate = taxRateOf(rows, String(customer.taxCode ?? product.taxCode), day);
  if (taxRate !== line.taxRate) note('billing.taxRateDiffers', { ...where, taxRate }, { seenRate: line.taxRate });
}

/** R41, R46: 抹零 in the company's money. */
function judgeRounding(
  { rows, currency, day }: Market,
  roundedOffMinor: number,
  act: Act,
  note: (code: string, params: GivenReason['params']) => void,
): void {
  if (roundedOffMinor === 0) return;
  const rate = worth(rows, currency, day) ?? 1_000_000n;
  const amountMinor = Number(roundHalfUp(BigInt(roundedOffMinor) * rate, 1_000_000n));
  const limitMinor = limitOf(rows, act, 'roundingDown', 0);
  if (amountMinor > limitMinor) note('sales.roundedBeyondLimit', { amountMinor, limitMinor, currency: homeOf(rows) });
}

const homeOf = (rows: Market['rows']): Cell => {
  const [row] = rows.find('settings', ({ id, deletedAt }) => id === 'company.currency' && deletedAt === null);
  return row?.value ?? 'CNY';
};
