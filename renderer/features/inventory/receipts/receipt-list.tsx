import type { TFunction } from 'i18next';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptListRow } from '#shared/domains/inventory/queries/receipts.ts';
import { makeListQuestion } from '../../../app/list-question.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateTime, Empty } from '../../../ui/format.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { ReceiptState } from './receipt-state.tsx';

const { use: useQuestion } = makeListQuestion({ search: '' });

/** What came in, the newest first. */
export function ReceiptList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const { search } = useQuestion();
  const mayReceive = usePermission('inventory.receiveGoods');
  const paged = usePagedQuery<ReceiptListRow>('inventory.receiptList', { search, warehouseId: null });
  const columns = useMemo(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return columnsOf(t, paged.rows, (id) => nameOf.get(id) ?? '');
  }, [t, company, paged.rows]);
  const open = (row: ReceiptListRow) => void openTab('receipt', { receiptId: row.id });
  const receive = mayReceive ? (
    <ActionButton primary label={t('inventory.receipts.receive')} onRun={() => openTab('receiveGoods')} />
  ) : null;
  return (
    <Page header={<PageHeader title={t('inventory.receipts.title')}>{receive}</PageHeader>}>
      <div className="page-main">
        <FilterBar>
          <SearchField
            label={t('inventory.receipts.search')}
            labelKey="inventory.receipts.searchKey"
            value={search}
            onChange={(typed) => useQuestion.setState({ search: typed })}
            onEnter={() => {
              const [first] = paged.rows;
              if (first && !paged.outdated) open(first);
            }}
          />
        </FilterBar>
        <PagedTable<ReceiptListRow>
          label={t('inventory.receipts.title')}
          columns={columns}
          paged={paged}
          rowKey={(row) => row.id}
          onOpen={open}
          autoFocus
          empty={
            <EmptyState title={t(search === '' ? 'inventory.receipts.empty' : 'inventory.receipts.none')}>
              {t(search === '' ? 'inventory.receipts.emptyText' : 'inventory.receipts.noneText')}
            </EmptyState>
          }
        />
      </div>
    </Page>
  );
}

function columnsOf(
  t: TFunction,
  rows: readonly ReceiptListRow[],
  nameOf: (warehouseId: string) => string,
): readonly DataColumn<ReceiptListRow>[] {
  return [
    { key: 'number', title: t('inventory.receipts.number'), width: '136px', render: (row) => row.number },
    {
      key: 'supplier',
      title: t('inventory.receipts.supplier'),
      width: 'minmax(180px, 2fr)',
      strong: true,
      render: (row) => row.supplierName ?? <Empty />,
    },
    {
      key: 'purchase',
      title: t('inventory.receipts.purchase'),
      width: '136px',
      render: (row) => row.purchaseOrderNumber ?? <span className="text-3">{t('inventory.receipts.blind')}</span>,
    },
    {
      key: 'deliveryNote',
      title: t('inventory.receipts.deliveryNote'),
      width: 'minmax(112px, 1fr)',
      render: (row) => row.deliveryNote ?? <Empty />,
    },
    {
      key: 'warehouse',
      title: t('inventory.receipts.warehouse'),
      width: 'minmax(96px, 1fr)',
      render: (row) => nameOf(row.warehouseId),
    },
    {
      key: 'lines',
      title: t('inventory.receipts.lines'),
      width: '64px',
      figure: true,
      render: (row) => row.lineCount,
    },
    {
      key: 'receivedAt',
      title: t('inventory.receipts.receivedAt'),
      width: 'minmax(180px, 1fr)',
      render: (row) => (
        <>
          <DateTime value={row.receivedAt} /> <span className="text-3">{row.receivedByName}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('inventory.receipts.state'),
      width: '112px',
      render: (row) => (
        <ReceiptState
          plain
          reversesId={row.reversesId}
          isReversal={rows.some((each) => each.id === row.reversesId && each.receivedAt < row.receivedAt)}
        />
      ),
    },
  ];
}
