import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { TransferListRow } from '#shared/domains/inventory/queries/transfer-list.ts';
import { makeListQuestion } from '../../../app/list-question.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, DateTime } from '../../../ui/format.tsx';
import { DocumentState } from '../documents/document-state.tsx';
import { linesColumn, madeColumn, numberColumn, PaperList, type PaperQuestion } from '../documents/paper-list.tsx';

const filters = ['all', 'open', 'underWay', 'closed', 'cancelled'] as const;
const { use: useQuestion } = makeListQuestion<PaperQuestion<(typeof filters)[number]>>({ search: '', filter: 'all' });

/** Goods between warehouses, the newest first (R27). */
export function TransferList(): ReactNode {
  const { t } = useTranslation();
  const mayAsk = usePermission(permissions.transferStock);
  const { search, filter } = useQuestion();
  const args = { search, filter: filter === 'all' ? null : filter };
  const paged = usePagedQuery<TransferListRow>('inventory.transferList', args);
  const columns = useMemo<readonly DataColumn<TransferListRow>[]>(
    () => [
      numberColumn(t),
      {
        key: 'way',
        title: t('inventory.transfers.way'),
        width: 'minmax(220px, 2fr)',
        strong: true,
        render: (row) => t('inventory.transfers.fromTo', { from: row.fromWarehouseName, to: row.toWarehouseName }),
      },
      {
        key: 'state',
        title: t('inventory.documents.state'),
        width: '128px',
        render: (row) => <DocumentState kind="transfer" plain state={row.state} />,
      },
      {
        key: 'dueOn',
        title: t('inventory.transfers.dueOn'),
        width: '112px',
        render: (row) => <DateOnly value={row.dueOn} />,
      },
      linesColumn(t),
      madeColumn({
        key: 'asked',
        title: t('inventory.transfers.askedBy'),
        when: (row) => <DateTime value={row.createdAt} />,
        who: (row) => row.askedByName,
      }),
    ],
    [t],
  );
  return (
    <PaperList
      texts="inventory.transfers"
      filters={filters}
      use={useQuestion}
      paged={paged}
      columns={columns}
      onOpen={(row) => void openTab('transfer', { transferId: row.id })}
      first={
        mayAsk ? (
          <ActionButton label={t('inventory.transfers.new')} onRun={() => openTab('transferEntry')} />
        ) : undefined
      }
      actions={
        mayAsk ? (
          <ActionButton
            primary
            label={t('inventory.transfers.new')}
            keys="n"
            labelKey="inventory.transfers.new"
            onRun={() => openTab('transferEntry')}
          />
        ) : null
      }
    />
  );
}
