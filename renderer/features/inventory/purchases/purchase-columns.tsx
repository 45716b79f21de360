import type { TFunction } from 'i18next';
import type { PurchaseListRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { Empty, Money } from '../../../ui/format.tsx';

/** How many of its lines have come whole; of one on which nothing came yet how many there are. */
export function cameColumn(t: TFunction): DataColumn<PurchaseListRow> {
  return {
    key: 'came',
    title: t('inventory.purchases.came'),
    width: '88px',
    figure: true,
    render: ({ state, doneLines, begunLines, lineCount }) =>
      state === 'draft' || state === 'cancelled' ? (
        lineCount
      ) : (
        <span className={begunLines > 0 && doneLines < lineCount ? 'state-wait' : undefined}>
          {doneLines} / {lineCount}
        </span>
      ),
  };
}

/** What was ordered, without tax; only for who may see cost (R47). */
export function valueColumn(t: TFunction): DataColumn<PurchaseListRow> {
  return {
    key: 'value',
    title: t('inventory.purchases.value'),
    width: 'minmax(96px, 1fr)',
    figure: true,
    render: ({ valueMinor, withoutCost, currency }) =>
      valueMinor === null ? (
        <Empty />
      ) : (
        <span title={withoutCost > 0 ? t('inventory.purchases.withoutCost', { count: withoutCost }) : undefined}>
          {withoutCost > 0 ? '≥ ' : null}
          <Money minor={valueMinor} currency={currency} />
        </span>
      ),
  };
}
