/** What is earned on a draft (R47), for those whose device holds cost. */
import { baseAmount } from '#shared/domains/billing/rules/exchange-rate.ts';
import { type CostedPart, type Margin, marginOf } from '#shared/domains/sales/rules/margin.ts';
import type { Minor, Quantity, UnitPrice } from '#shared/kernel/money.ts';
import type { DraftFigures } from './draft-figures.ts';
import type { FigureTerms } from './figure-terms.ts';

/** Average cost of one base unit, by product. */
export type Costs = ReadonlyMap<string, UnitPrice>;

export interface DraftMargin {
  /** With what promotions give away; null where the cost of nothing is known. */
  readonly whole: Margin | null;
  /** By the line's key, what is given away with it left out. */
  readonly ofLine: ReadonlyMap<number, Margin>;
}

/** @param rate millionths of the company's currency for one of the order's (R46) */
export function draftMargin(
  { lines, free }: Pick<DraftFigures, 'lines' | 'free'>,
  costs: Costs,
  { currency, homeCurrency }: Pick<FigureTerms, 'currency' | 'homeCurrency'>,
  rate: number,
): DraftMargin {
  const part = (productId: string, quantity: Quantity, netMinor: Minor): CostedPart => ({
    ...{ quantity, averageCost: costs.get(productId) ?? null },
    netMinor: baseAmount(netMinor, currency, homeCurrency, rate),
  });
  const sold = lines.map(({ line, netMinor }) => ({
    key: line.key,
    part: part(line.productId, line.quantity, netMinor),
  }));
  const given = free.map(({ productId, quantity }) => part(productId, quantity, 0));
  return {
    whole: marginOf([...sold.map((each) => each.part), ...given], homeCurrency),
    ofLine: new Map(
      sold.flatMap((each): [number, Margin][] => {
        const margin = marginOf([each.part], homeCurrency);
        return margin ? [[each.key, margin]] : [];
      }),
    ),
  };
}
