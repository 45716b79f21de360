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
import { useCompany } from '../../../ui/use-company.ts';
import { linesColumn, madeColumn, numberColumn, PaperList, type PaperQuestion } from '../documents/paper-list.tsx';
import { ReceiptState } from './receipt-state.tsx';

const { use: useQuestion } = makeListQuestion<PaperQuestion<'all'>>({ search: '', filter: 'all' });

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
  const receive = mayReceive ? (
    <ActionButton primary label={t('inventory.receipts.receive')} onRun={() => openTab('receiveGoods')} />
  ) : null;
  return (
    <PaperList
      texts="inventory.receipts"
      filters={['all']}
      use={useQuestion}
      paged={paged}
      columns={columns}
      onOpen={(row) => void openTab('receipt', { receiptId: row.id })}
      first={
        mayReceive ? (
          <ActionButton label={t('inventory.receipts.receive')} onRun={() => openTab('receiveGoods')} />
        ) : undefined
      }
      actions={receive}
    />
  );
}

function columnsOf(
  t: TFunction,
  rows: readonly ReceiptListRow[],
  nameOf: (warehouseId: string) => string,
): readonly DataColumn<ReceiptListRow>[] {
  return [
    numberColumn(t),
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
    linesColumn(t),
    madeColumn({
      key: 'receivedAt',
      title: t('inventory.receipts.receivedAt'),
      when: (row) => <DateTime value={row.receivedAt} />,
      who: (row) => row.receivedByName,
    }),
    {
      key: 'state',
      title: t('inventory.receipts.state'),
      width: '112px',
      render: (row) => (
        <ReceiptState
          plain
          reversesId={row.reversesId}
          isSentBack={row.sentBack === 1}
          isReversal={rows.some((each) => each.id === row.reversesId && each.receivedAt < row.receivedAt)}
        />
      ),
    },
  ];
}
