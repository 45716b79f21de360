import type { TFunction } from 'i18next';
import type { ProductListRow } from '#shared/domains/inventory/queries/product-list.ts';
import { availableQuantity, isOut } from '#shared/domains/inventory/rules/availability.ts';
import { needsReorder } from '#shared/domains/inventory/rules/reorder.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, Quantity } from '../../../ui/format.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';

/** Columns of the stock list: available is what is read first. */
export function stockColumns(t: TFunction): readonly DataColumn<ProductListRow>[] {
  return [
    { key: 'code', title: t('inventory.stock.code'), width: '88px', render: (row) => row.code },
    {
      key: 'name',
      title: t('inventory.stock.product'),
      width: 'minmax(200px, 2.4fr)',
      render: (row) => (
        <>
          {row.name}
          {row.packaging === null ? null : <span className="stock-packaging">{row.packaging}</span>}
        </>
      ),
    },
    { key: 'unit', title: t('inventory.stock.unit'), width: '64px', render: (row) => row.unit },
    {
      key: 'onHand',
      title: t('inventory.stock.onHand'),
      width: 'minmax(72px, 0.6fr)',
      figure: true,
      render: (row) => <Quantity value={row.onHand} dashZero />,
    },
    {
      key: 'reserved',
      title: t('inventory.stock.reserved'),
      width: 'minmax(72px, 0.6fr)',
      figure: true,
      render: (row) => <Quantity value={row.reserved} dashZero />,
    },
    {
      key: 'available',
      title: t('inventory.stock.available'),
      width: 'minmax(80px, 0.6fr)',
      figure: true,
      strong: true,
      render: (row) => <Available row={row} />,
    },
    {
      key: 'incoming',
      title: t('inventory.stock.incoming'),
      width: 'minmax(72px, 0.6fr)',
      figure: true,
      render: (row) => <Quantity value={row.incoming} dashZero />,
    },
    {
      key: 'dueOn',
      title: t('inventory.stock.dueOn'),
      width: '72px',
      render: (row) =>
        row.incomingDueOn === null ? null : (
          <span className="text-2">
            <DateOnly value={row.incomingDueOn} short />
          </span>
        ),
    },
    {
      key: 'reorderPoint',
      title: t('inventory.stock.reorderPoint'),
      width: 'minmax(88px, 0.6fr)',
      figure: true,
      render: (row) => <Quantity value={row.reorderPoint} dashZero />,
    },
    {
      key: 'state',
      title: t('inventory.stock.reorder'),
      width: '112px',
      render: (row) => <StockState row={row} t={t} />,
    },
  ];
}

function Available({ row }: { readonly row: ProductListRow }) {
  const figure = <Quantity value={availableQuantity(row)} />;
  return isOut(row) && row.discontinued === 0 ? <span className="stock-out">{figure}</span> : figure;
}

function StockState({ row, t }: { readonly row: ProductListRow; readonly t: TFunction }) {
  const tag = (state: 'draft' | 'late' | 'wait', word: string) => (
    <StateTag state={state} plain>
      {t(`inventory.stock.states.${word}`)}
    </StateTag>
  );
  if (row.discontinued === 1) return tag('draft', 'discontinued');
  if (isOut(row)) return tag('late', 'out');
  return needsReorder(row) ? tag('wait', 'toOrder') : null;
}
