import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { PurchaseListRow } from '#shared/domains/inventory/queries/purchase-list.ts';
import { makeListQuestion } from '../../../app/list-question.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly } from '../../../ui/format.tsx';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { DocumentState } from '../documents/document-state.tsx';
import { madeColumn, numberColumn, PaperList, type PaperQuestion } from '../documents/paper-list.tsx';
import { cameColumn, valueColumn } from './purchase-columns.tsx';

const filters = ['all', 'open', 'late', 'draft', 'closed', 'cancelled'] as const;
const { use: useQuestion } = makeListQuestion<PaperQuestion<(typeof filters)[number]>>({ search: '', filter: 'all' });

/** Orders at suppliers, the newest first. */
export function PurchaseList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const today = useToday();
  const mayWrite = usePermission(permissions.purchase);
  const seesCost = usePermission(permissions.seeCost);
  const { search, filter } = useQuestion();
  const args = { search, filter: filter === 'all' ? null : filter, warehouseId: null, today };
  const paged = usePagedQuery<PurchaseListRow>('inventory.purchaseList', args, { enabled: today !== '' });
  const columns = useMemo<readonly DataColumn<PurchaseListRow>[]>(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return [
      numberColumn(t),
      {
        key: 'supplier',
        title: t('inventory.purchases.supplier'),
        width: 'minmax(200px, 2fr)',
        strong: true,
        render: (row) => row.supplierName,
      },
      {
        key: 'state',
        title: t('inventory.documents.state'),
        width: '128px',
        render: (row) => (
          <DocumentState
            kind="purchase"
            plain
            state={row.state}
            late={row.state === 'open' && row.dueOn !== null && row.dueOn < today}
          />
        ),
      },
      {
        key: 'warehouse',
        title: t('inventory.stock.warehouse'),
        width: 'minmax(96px, 1fr)',
        render: (row) => nameOf.get(row.warehouseId) ?? '',
      },
      {
        key: 'dueOn',
        title: t('inventory.purchases.dueOn'),
        width: '112px',
        render: (row) => <DateOnly value={row.dueOn} />,
      },
      cameColumn(t),
      ...(seesCost ? [valueColumn(t)] : []),
      madeColumn({
        key: 'orderedOn',
        title: t('inventory.purchases.orderedOn'),
        when: (row) => <DateOnly value={row.orderedOn} />,
        who: (row) => row.orderedByName,
      }),
    ];
  }, [t, company, today, seesCost]);
  return (
    <PaperList
      texts="inventory.purchases"
      filters={filters}
      use={useQuestion}
      paged={paged}
      columns={columns}
      onOpen={(row) => void openTab('purchase', { purchaseOrderId: row.id })}
      first={
        mayWrite ? (
          <ActionButton
            label={t('inventory.purchases.new')}
            onRun={() => openTab('purchaseEntry', { purchaseOrderId: null })}
          />
        ) : undefined
      }
      actions={
        <>
          <ActionButton
            label={t('inventory.purchases.receipts')}
            keys="r"
            labelKey="inventory.purchases.receipts"
            onRun={() => openTab('receipts')}
          />
          {mayWrite ? (
            <>
              <ActionButton
                label={t('inventory.purchases.suggestions')}
                keys="g"
                labelKey="inventory.purchases.suggestions"
                onRun={() => openTab('orderSuggestions')}
              />
              <ActionButton
                primary
                label={t('inventory.purchases.new')}
                keys="n"
                labelKey="inventory.purchases.new"
                onRun={() => openTab('purchaseEntry', { purchaseOrderId: null })}
              />
            </>
          ) : null}
        </>
      }
    />
  );
}
