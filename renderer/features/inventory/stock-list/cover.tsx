/** How long the available stock lasts, against the reorder point: too little is seen and not read. */
import type { ReactNode } from 'react';
import { availableQuantity, type StockFigures } from '#shared/domains/inventory/rules/availability.ts';
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

/** The bar: available stock, with the reorder point as a mark. */
export function Cover({ stock }: { readonly stock: CoveredStock }): ReactNode {
  const available = availableQuantity(stock);
  if (stock.discontinued === 1 || stock.reorderPoint === 0) return null;
  const full = stock.reorderPoint * FULL_AT;
  const isShort = available <= stock.reorderPoint || needsReorder(stock);
  return (
    <span className="stock-cover">
      <MeasureBar share={shareOf(available, full)} mark={1 / FULL_AT} tone={isShort ? 'wait' : 'neutral'} />
    </span>
  );
}

/** Days at the pace of the last shipments; a dash where no pace is known. */
export function CoverDays({ stock }: { readonly stock: CoveredStock }): ReactNode {
  const days = stock.discontinued === 1 ? null : coverDays(availableQuantity(stock), stock.shipped);
  return days === null || (days === 0 && stock.shipped === 0) ? <Empty /> : countText(days);
}
