import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProductSerialRow } from '#shared/domains/inventory/queries/product-serials.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { DateTime, Empty } from '../../../ui/format.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { placeName, useCompany } from '../../../ui/use-company.ts';
import { LotLink } from '../ledger.tsx';

const FIRST_ROWS = 20;

/** R29: the numbers of a product that are in stock, and those that a count did not find; each leads to its trace. */
export function ProductSerials({ productId }: { readonly productId: string }): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const { rows, refusal, refetch, hasMore, loadMore } = usePagedQuery<ProductSerialRow>(
    'inventory.productSerials',
    { productId },
    { limitRows: FIRST_ROWS },
  );
  if (refusal) return <QueryFailed refusal={refusal} onRetry={refetch} />;
  if (rows.length === 0) return null;
  const hasLots = rows.some(({ lotId }) => lotId !== null);
  return (
    <section className="ledger" aria-label={t('inventory.trace.serials')}>
      <h3>{t('inventory.trace.serials')}</h3>
      <table className="ledger-table">
        <thead>
          <tr>
            <th scope="col">{t('inventory.trace.serialNumber')}</th>
            {hasLots ? <th scope="col">{t('inventory.lots.code')}</th> : null}
            <th scope="col">{t('inventory.stock.warehouse')}</th>
            <th scope="col">{t('inventory.trace.place')}</th>
            <th scope="col">{t('inventory.trace.movedAt')}</th>
            <th scope="col">{t('inventory.lots.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => void openTab('serial', { serialId: row.id })}
                >
                  {row.code}
                </button>
              </td>
              {hasLots ? (
                <td>
                  <LotLink lotId={row.lotId} code={row.lotCode} />
                </td>
              ) : null}
              <td>{(row.warehouseId === null ? null : placeName(company, row.warehouseId)) ?? <Empty />}</td>
              <td>{row.locationCode ?? <Empty />}</td>
              <td className="text-2">
                <DateTime value={row.movedAt} />
              </td>
              <td>
                <StateTag plain state={row.state === 'missing' ? 'late' : 'done'}>
                  {t(`inventory.trace.states.${row.state}`)}
                </StateTag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasMore ? (
        <button type="button" className="link-button" onClick={loadMore}>
          {t('inventory.movements.more')}
        </button>
      ) : null}
    </section>
  );
}
