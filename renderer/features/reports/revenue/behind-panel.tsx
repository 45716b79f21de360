import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RevenueOrder } from '#shared/domains/reports/queries/revenue-orders.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, Money } from '../../../ui/format.tsx';
import { monthText } from '../../../ui/format-text.ts';
import { EmptyState } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import type { RevenueCellRef } from './revenue-table.tsx';

interface BehindPanelProps {
  readonly cell: RevenueCellRef;
  readonly question: {
    readonly from: string;
    readonly to: string;
    readonly currency: string;
    readonly territoryId: string | null;
  };
  readonly onClose: () => void;
}

/** The orders behind a figure, newest first; each opens its page. */
export function BehindPanel({ cell, question, onClose }: BehindPanelProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { productId, productName, month } = cell;
  const { currency } = question;
  const span = month === null ? {} : { from: month, to: month };
  const paged = usePagedQuery<RevenueOrder>('reports.revenueOrders', { ...question, ...span, productId });
  const columns = useMemo(
    (): readonly DataColumn<RevenueOrder>[] => [
      {
        key: 'orderedOn',
        title: t('reports.behind.orderedOn'),
        width: '56px',
        render: (row) => (
          <span className="text-2">
            <DateOnly value={row.orderedOn} short />
          </span>
        ),
      },
      { key: 'number', title: t('reports.behind.order'), width: '104px', render: (row) => row.number },
      {
        key: 'customer',
        title: t('reports.behind.customer'),
        width: 'minmax(80px, 1fr)',
        render: (row) => row.customerName,
      },
      {
        key: 'net',
        title: t('reports.behind.net'),
        width: '80px',
        figure: true,
        strong: true,
        render: (row) => <Money minor={row.netMinor} currency={currency} bare />,
      },
    ],
    [t, currency],
  );
  return (
    <aside className="revenue-behind" aria-label={t('reports.behind.title')}>
      <div className="revenue-behind-head">
        <h2 className="ellipsis">{productName}</h2>
        <span className="text-3">
          {month === null ? t('reports.behind.wholePeriod') : monthText(month, i18n.language)}
        </span>
        <span className="revenue-close">
          <ActionButton
            label={t('reports.behind.close')}
            keys="escape"
            labelKey="reports.behind.close"
            onRun={onClose}
          />
        </span>
      </div>
      <PagedTable<RevenueOrder>
        label={t('reports.behind.title')}
        columns={columns}
        paged={paged}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('order', { orderId: row.id })}
        empty={<EmptyState title={t('reports.behind.empty')} />}
      />
    </aside>
  );
}
