/** Lays out what was sold by month and product as a table: the best products, the rest as one, and all of them. */

/** What one product brought in one month. */
export interface RevenueCell {
  readonly productId: string;
  /** Place in the period, from 0. */
  readonly month: number;
  readonly netMinor: number;
  /** 1/10,000 of a unit. */
  readonly quantity: number;
}

/** A line of the table; `byMonth` has a figure for each month of the period. */
export interface RevenueFigures {
  readonly netMinor: number;
  readonly byMonth: readonly number[];
}

export interface ProductRevenue extends RevenueFigures {
  readonly productId: string;
  readonly quantity: number;
}

export interface RevenueTable {
  /** The best first; equal ones by id. */
  readonly products: readonly ProductRevenue[];
  /** All the others together. */
  readonly rest: RevenueFigures & { readonly productCount: number };
  readonly total: RevenueFigures;
}

/**
 * @param monthCount months of the period
 * @param limitProducts as many lines as the table has at most
 */
export function tabulateRevenue(cells: Iterable<RevenueCell>, monthCount: number, limitProducts: number): RevenueTable {
  const byProduct = new Map<string, { netMinor: number; quantity: number; cells: RevenueCell[] }>();
  const total = zeros(monthCount);
  for (const cell of cells) {
    total[cell.month] = (total[cell.month] ?? 0) + cell.netMinor;
    const product = byProduct.get(cell.productId);
    if (product) {
      product.netMinor += cell.netMinor;
      product.quantity += cell.quantity;
      product.cells.push(cell);
    } else {
      byProduct.set(cell.productId, { netMinor: cell.netMinor, quantity: cell.quantity, cells: [cell] });
    }
  }
  const ranked = [...byProduct].sort(
    ([leftId, left], [rightId, right]) => right.netMinor - left.netMinor || (leftId < rightId ? -1 : 1),
  );
  const rest = [...total];
  const products = ranked.slice(0, limitProducts).map(([productId, { netMinor, quantity, cells: own }]) => {
    const byMonth = zeros(monthCount);
    for (const cell of own) {
      byMonth[cell.month] = (byMonth[cell.month] ?? 0) + cell.netMinor;
      rest[cell.month] = (rest[cell.month] ?? 0) - cell.netMinor;
    }
    return { productId, quantity, netMinor, byMonth };
  });
  return {
    products,
    rest: { productCount: Math.max(0, ranked.length - limitProducts), netMinor: sum(rest), byMonth: rest },
    total: { netMinor: sum(total), byMonth: total },
  };
}

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
