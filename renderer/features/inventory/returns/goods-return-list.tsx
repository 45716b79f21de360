import type { TFunction } from 'i18next';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoodsReturnRow } from '#shared/domains/inventory/queries/goods-returns.ts';
import { makeListQuestion } from '../../../app/list-question.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateTime, Empty } from '../../../ui/format.tsx';
import { linesColumn, madeColumn, numberColumn, PaperList, type PaperQuestion } from '../documents/paper-list.tsx';

const { use: useQuestion } = makeListQuestion<PaperQuestion<'all'>>({ search: '', filter: 'all' });

/** What came back from customers, the newest first. */
export function GoodsReturnList(): ReactNode {
  const { t } = useTranslation();
  const { search } = useQuestion();
  const mayTake = usePermission('inventory.receiveGoods');
  const paged = usePagedQuery<GoodsReturnRow>('inventory.goodsReturnList', { search, warehouseId: null });
  const columns = useMemo(() => columnsOf(t), [t]);
  const take = mayTake ? (
    <ActionButton primary label={t('inventory.returns.take')} onRun={() => openTab('takeBack')} />
  ) : null;
  return (
    <PaperList
      texts="inventory.returns"
      filters={['all']}
      use={useQuestion}
      paged={paged}
      columns={columns}
      onOpen={(row) => void openTab('goodsReturn', { goodsReturnId: row.id })}
      first={
        mayTake ? <ActionButton label={t('inventory.returns.take')} onRun={() => openTab('takeBack')} /> : undefined
      }
      actions={take}
    />
  );
}

function columnsOf(t: TFunction): readonly DataColumn<GoodsReturnRow>[] {
  return [
    numberColumn(t),
    {
      key: 'customer',
      title: t('inventory.returns.customer'),
      width: 'minmax(180px, 2fr)',
      strong: true,
      render: (row) => row.customerName ?? <Empty />,
    },
    {
      key: 'shipment',
      title: t('inventory.returns.shipment'),
      width: '136px',
      render: (row) => row.shipmentNumber ?? <Empty />,
    },
    {
      key: 'order',
      title: t('inventory.returns.order'),
      width: '136px',
      render: (row) => row.orderNumber ?? <Empty />,
    },
    {
      key: 'warehouse',
      title: t('inventory.returns.warehouse'),
      width: 'minmax(96px, 1fr)',
      render: (row) => row.warehouseName,
    },
    linesColumn(t),
    madeColumn({
      key: 'returnedAt',
      title: t('inventory.returns.returnedAt'),
      when: (row) => <DateTime value={row.returnedAt} />,
      who: (row) => row.takenByName,
    }),
  ];
}
