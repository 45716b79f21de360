import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockListRow } from '#shared/domains/inventory/queries/stock-list.ts';
import { availableQuantity } from '#shared/domains/inventory/rules/availability.ts';
import { addDays } from '#shared/kernel/instants.ts';
import type { Row } from '#shared/kernel/table.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { DateOnly, Empty, Quantity } from '../../../ui/format.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { Cover, CoverDays } from '../stock-list/cover.tsx';
import { EXPIRY_WATCH_DAYS } from '../stock-list/stock-question.ts';

interface ProductStockProps {
  readonly product: Row<'products'>;
  /** The warehouse whose movements are shown below. */
  readonly chosenId: string | undefined;
  readonly onChoose: (warehouseId: string) => void;
}

interface Figure {
  readonly name: 'onHand' | 'unsaleable' | 'reserved' | 'heldForOthers' | 'available' | 'incoming';
  readonly of: (stock: StockListRow) => number;
  /** Left out where no warehouse has any: there is no room for columns of dashes. */
  readonly isSeldom?: boolean;
}
const figures: readonly Figure[] = [
  { name: 'onHand', of: ({ onHand }) => onHand },
  { name: 'unsaleable', of: ({ unsaleable }) => unsaleable, isSeldom: true },
  { name: 'reserved', of: ({ reserved }) => reserved },
  { name: 'heldForOthers', of: ({ heldForOthers }) => heldForOthers, isSeldom: true },
  { name: 'available', of: availableQuantity },
  { name: 'incoming', of: ({ incoming }) => incoming },
];

/** What each warehouse has of a product, with the sum of all. */
export function ProductStock({ product, chosenId, onChoose }: ProductStockProps): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const paged = usePagedQuery<StockListRow>(
    'inventory.stockList',
    {
      search: product.code,
      warehouseId: null,
      category: null,
      filter: null,
      withDiscontinued: true,
      expiringBy: company ? addDays(todayAt(company), EXPIRY_WATCH_DAYS) : '',
    },
    { enabled: company !== undefined },
  );
  // In the company's order of warehouses, whose first is the one that the ledger below begins with.
  const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
  const rows = [...nameOf.keys()].flatMap((id) =>
    paged.rows.filter((row) => row.productId === product.id && row.warehouseId === id),
  );
  const shown = figures.filter(({ of, isSeldom }) => !isSeldom || rows.some((row) => of(row) !== 0));
  const cellOf = ({ name }: Figure) => `cell-figure${name === 'available' ? ' strong' : ''}`;
  if (!paged.loading && !paged.refusal && rows.length === 0)
    return <p className="text-2">{t('inventory.product.noStock')}</p>;
  return (
    <section className="ledger" aria-label={t('inventory.product.stock')}>
      <h3>{t('inventory.product.stock')}</h3>
      <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
      <table className="ledger-table product-stock">
        <thead>
          <tr>
            <th scope="col">{t('inventory.stock.warehouse')}</th>
            {shown.map(({ name }) => (
              <th key={name} scope="col" className="cell-figure">
                {t(`inventory.stock.${name}`)}
              </th>
            ))}
            <th scope="col" />
            <th scope="col">{t('inventory.stock.cover')}</th>
            <th scope="col" className="cell-figure">
              {t('inventory.stock.days')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <button
                  type="button"
                  className="link-button"
                  aria-pressed={row.warehouseId === chosenId}
                  onClick={() => row.warehouseId !== null && onChoose(row.warehouseId)}
                >
                  {nameOf.get(row.warehouseId ?? '') ?? <Empty />}
                </button>
              </td>
              {shown.map((figure) => (
                <td key={figure.name} className={cellOf(figure)}>
                  <Quantity value={figure.of(row)} dashZero={figure.name !== 'available'} />
                </td>
              ))}
              <td className="text-3 small">
                {row.incomingDueOn === null ? null : <DateOnly value={row.incomingDueOn} short />}
              </td>
              <td>
                <Cover stock={row} />
              </td>
              <td className="cell-figure">
                <CoverDays stock={row} />
              </td>
            </tr>
          ))}
        </tbody>
        {rows.length > 1 ? (
          <tfoot>
            <tr>
              <td>{t('inventory.product.total')}</td>
              {shown.map((figure) => (
                <td key={figure.name} className={cellOf(figure)}>
                  <Quantity
                    value={rows.reduce((sum, row) => sum + figure.of(row), 0)}
                    {...(figure.name === 'available' ? { unit: product.unit } : { dashZero: true })}
                  />
                </td>
              ))}
              <td colSpan={3} />
            </tr>
          </tfoot>
        ) : null}
      </table>
    </section>
  );
}
