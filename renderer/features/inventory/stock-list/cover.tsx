/** How long the available stock lasts, against the reorder point: too little is seen and not read. */
import type { ReactNode } from 'react';
import { availableQuantity, isOut, type StockFigures } from '#shared/domains/inventory/rules/availability.ts';
import { coverDays } from '#shared/domains/inventory/rules/cover.ts';
import { needsReorder, type ReorderFigures } from '#shared/domains/inventory/rules/reorder.ts';
import { shareOf } from '../../../ui/chart-scale.ts';
import { MeasureBar } from '../../../ui/charts.tsx';
import { Empty } from '../../../ui/format.tsx';
import { countText } from '../../../ui/format-text.ts';
import '../inventory.css';

interface CoveredStock extends ReorderFigures, StockFigures {
  readonly shipped: number;
}

/** A bar of this many times the reorder point is full: the mark stands in the same place in every row. */
const FULL_AT = 3;

/** R34: nothing left to promise is seen as such; at the reorder point or below, now or with all that comes, it is short. */
function toneOf(stock: CoveredStock): 'neutral' | 'wait' | 'late' {
  if (stock.discontinued === 1) return 'neutral';
  if (isOut(stock)) return 'late';
  return availableQuantity(stock) <= stock.reorderPoint || needsReorder(stock) ? 'wait' : 'neutral';
}

/** The bar: available stock, with the reorder point as a mark. */
export function Cover({ stock }: { readonly stock: CoveredStock }): ReactNode {
  const available = availableQuantity(stock);
  if (stock.discontinued === 1 || stock.reorderPoint === 0) return null;
  const full = stock.reorderPoint * FULL_AT;
  return (
    <span className="stock-cover">
      <MeasureBar share={shareOf(available, full)} mark={1 / FULL_AT} tone={toneOf(stock)} />
    </span>
  );
}

/** Days at the pace of the last shipments; a dash where no pace is known. */
export function CoverDays({ stock }: { readonly stock: CoveredStock }): ReactNode {
  const days = stock.discontinued === 1 ? null : coverDays(availableQuantity(stock), stock.shipped);
  return days === null || (days === 0 && stock.shipped === 0) ? (
    <Empty />
  ) : (
    <span className={`stock-days-${toneOf(stock)}`}>{countText(days)}</span>
  );
}
