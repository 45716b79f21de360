/**
 * What goods cost by lists and promotions (R40), by the auditor's own reckoning: level by level, the strictest row first,
 * and of promotions the one that saves most.
 */
import { roundHalfUp } from './arithmetic.ts';
import { type Goods, isFitting, most, promotionsFor, rulesOf, savingsOn, worthAt } from './book-promotions.ts';
import type { Cell, ModelRow } from './business-rows.ts';
import type { GivenReason } from './command-run.ts';
import { type Free, inCurrency, isLive, isOnDay, type Market, stands } from './market.ts';

export interface Ask {
  readonly id: string;
  readonly productId: string;
  readonly unitRatio: number;
  readonly quantity: number;
  /** Null: as listed. */
  readonly typed: number | null;
  readonly isSample: boolean;
}

export interface Price {
  /** Null: nobody said what its currency is worth. */
  readonly list: number | null;
  readonly source: string;
  readonly sourceId: Cell;
  readonly reasons: GivenReason[];
  promotionId: Cell;
  promotionDiscount: number;
  promotionMinor: number;
}

/** The row that goes before the others: of the unit, from the largest quantity, by rank, the newest, the last name. */
function first(candidates: readonly ModelRow[], ratio: number, asked: number, rankOf: (row: ModelRow) => number) {
  const keyOf = (row: ModelRow) => [
    row.unitRatio === ratio ? 1 : 0,
    Number(row.minQuantity),
    rankOf(row),
    Number(row.priority),
    Number(row.knownFrom),
  ];
  const usable = candidates.filter((row) => {
    const isUnit = row.unitRatio === ratio || row.unitRatio === 1;
    return (
      isUnit && Number(row.minQuantity) <= asked && (Number(row.unitPrice) * ratio) / Number(row.unitRatio) <= 1e12
    );
  });
  return usable.sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const at = left.findIndex((value, place) => value !== right[place]);
    if (at >= 0) return (right[at] ?? 0) - (left[at] ?? 0);
    return String(a.id) < String(b.id) ? 1 : -1;
  })[0];
}

/** A list price, where it comes from, and why. */
function listed(
  market: Market,
  { productId, unitRatio }: Ask,
  asked: number,
): Omit<Price, 'promotionId' | 'promotionDiscount' | 'promotionMinor'> {
  const { rows, customer, currency, day } = market;
  const isOfProduct = (row: ModelRow) => row.productId === productId && stands(row, market);
  const breakOf = (row: ModelRow): GivenReason[] =>
    Number(row.minQuantity) > 0 ? [{ code: 'break', params: { minQuantity: row.minQuantity ?? 0 } }] : [];
  const priced = (row: ModelRow, source: string, reason: GivenReason) => ({
    list: Number(row.unitPrice) * (row.unitRatio === unitRatio ? 1 : unitRatio),
    ...{ source, sourceId: row.id ?? null, reasons: [reason, ...breakOf(row)] },
  });
  const own = rows.find(
    'customerPrices',
    (row) => row.customerId === customer.id && row.currency === currency && isOfProduct(row),
  );
  const ofOwn = first(own, unitRatio, asked, () => 0);
  if (ofOwn) return priced(ofOwn, 'customer', { code: 'customer', params: { validUntil: ofOwn.validUntil ?? null } });

  const lists = rows.find(
    'priceLists',
    (row) => isLive(row) && row.active === 1 && row.currency === currency && isOnDay(row, day),
  );
  const groupId = customer.groupId ?? null;
  const levels: [string, ModelRow[]][] = [
    ['group', lists.filter((list) => list.kind === 'group' && groupId !== null && list.groupId === groupId)],
    ['list', lists.filter((list) => list.kind === 'list' && list.id === customer.priceListId)],
    ['list', lists.filter((list) => list.kind === 'list' && list.isDefault === 1)],
  ];
  for (const [source, level] of levels) {
    const items = rows.find(
      'priceListItems',
      (row) => level.some((list) => list.id === row.priceListId) && isOfProduct(row),
    );
    const rankOf = (row: ModelRow) => Number(level.find((list) => list.id === row.priceListId)?.priority);
    const item = first(items, unitRatio, asked, rankOf);
    if (!item) continue;
    const list = level.find(({ id }) => id === item.priceListId);
    const group = rows.get('customerGroups', groupId);
    const groupName = source === 'group' && group && isLive(group) && group.active === 1 ? group.name : undefined;
    return priced(item, source, { code: source, params: { name: groupName ?? list?.name ?? '' } });
  }

  const product = rows.get('products', productId) ?? {};
  const base = { source: 'base', sourceId: null, reasons: [{ code: 'base', params: {} }] as GivenReason[] };
  const ofOne = inCurrency(market, Number(product.basePrice), String(product.currency));
  if (ofOne === null || ofOne * unitRatio > 1e12) return { ...base, list: null };
  if (product.currency !== currency)
    base.reasons.push({
      code: 'exchanged',
      params: { currency: product.currency ?? '', price: product.basePrice ?? 0 },
    });
  return { ...base, list: ofOne * unitRatio };
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

export interface PricedAsks {
  readonly prices: ReadonlyMap<string, Price>;
  readonly free: readonly Free[];
  /** What the promotion for the whole document takes off. */
  readonly documentMinor: number;
}

/** Every line's price, its promotions, and what comes free. */
export function priceAsks(market: Market, asks: readonly Ask[]): PricedAsks {
  const prices = new Map<string, Price>();
  for (const ask of asks) {
    const asked = sum(
      asks.filter((each) => each.productId === ask.productId && !each.isSample).map((each) => each.quantity),
    );
    const all = asks.some((each) => each.productId === ask.productId && !each.isSample) ? asked : ask.quantity;
    prices.set(ask.id, { ...listed(market, ask, all), promotionId: null, promotionDiscount: 0, promotionMinor: 0 });
  }
  const free: Free[] = [];
  const left = new Map<string, number>();
  const taking = asks.filter((ask) => !ask.isSample && ask.typed === null && prices.get(ask.id)?.list !== null);
  for (const productId of new Set(taking.map((ask) => ask.productId))) {
    const lines = taking.filter((ask) => ask.productId === productId);
    const grosses = lines.map((ask) =>
      worthAt(ask.quantity, prices.get(ask.id)?.list ?? 0, ask.unitRatio, market.currency),
    );
    const [head] = lines;
    const goods: Goods = {
      product: market.rows.get('products', productId) ?? {},
      quantity: sum(lines.map((ask) => ask.quantity)),
      gross: Math.min(1e14, sum(grosses)),
      piecePrice: Number(roundHalfUp(BigInt(prices.get(head?.id ?? '')?.list ?? 0), BigInt(head?.unitRatio ?? 1))),
    };
    const savings = savingsOn(market, goods);
    const amount = sum(savings.map((saving) => saving.amount));
    const shares = shareOut(amount, grosses);
    const rest = savings.reduce((product, { discount }) => product * BigInt(10_000 - discount), 1n);
    const whole = 10_000n ** BigInt(savings.length);
    const discount = Number(roundHalfUp((whole - rest) * 10_000n, whole));
    lines.forEach((ask, at) => {
      const price = prices.get(ask.id);
      if (!price) return;
      price.promotionId = savings[0]?.promotion.id ?? null;
      price.promotionDiscount = discount;
      price.promotionMinor = shares[at] ?? 0;
      price.reasons.push(...savings.map(({ reason }) => reason));
      price.reasons.splice(4);
      const gross = grosses[at] ?? 0;
      const off = Number(roundHalfUp(BigInt(gross) * BigInt(discount), 10_000n));
      left.set(ask.id, Math.max(0, gross - off - price.promotionMinor));
    });
    for (const { free: given, reason } of savings) if (given && head) free.push({ ...given, forId: head.id, reason });
  }
  return { prices, free, documentMinor: documentSaving(market, taking, left) };
}

/** By what each comes to; what rounding leaves is the largest one's. */
function shareOut(amount: number, weights: readonly number[]): number[] {
  const all = sum(weights);
  const shares = weights.map((weight) =>
    all === 0 ? 0 : Number(roundHalfUp(BigInt(amount) * BigInt(weight), BigInt(all))),
  );
  const largest = weights.indexOf(Math.max(...weights));
  if (largest >= 0) shares[largest] = (shares[largest] ?? 0) + amount - sum(shares);
  return shares;
}

function documentSaving(market: Market, taking: readonly Ask[], left: ReadonlyMap<string, number>): number {
  const total = (asks: readonly Ask[]) => Math.min(1e14, sum(asks.map((ask) => left.get(ask.id) ?? 0)));
  const savings = promotionsFor(market, 'document')
    .filter((promotion) => Number(promotion.minMinor ?? 0) <= total(taking))
    .flatMap((promotion) => {
      const byRule = rulesOf(market, promotion).map((rule) => {
        const fitting = taking.filter((ask) => isFitting(rule, market.rows.get('products', ask.productId) ?? {}));
        const base = total(fitting);
        const isEarned =
          Number(rule.minMinor) <= base && Number(rule.minQuantity) <= sum(fitting.map((ask) => ask.quantity));
        if (!isEarned) return 0;
        if (promotion.kind === 'percent')
          return Number(roundHalfUp(BigInt(base) * BigInt(rule.discount ?? 0), 10_000n));
        return promotion.kind === 'amount' ? Math.min(Number(rule.amountMinor), base) : 0;
      });
      const saved = Math.max(0, ...byRule);
      return saved > 0 ? [{ promotion, saved }] : [];
    });
  return most(savings)[0]?.saved ?? 0;
}
