import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { SupplierListRow } from '#shared/domains/inventory/queries/suppliers.ts';
import { makeListQuestion } from '../../../app/list-question.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateOnly, Empty } from '../../../ui/format.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { PaperList, type PaperQuestion } from '../documents/paper-list.tsx';

const filters = ['all'] as const;
const { use: useQuestion } = makeListQuestion<PaperQuestion<(typeof filters)[number]>>({ search: '', filter: 'all' });

/** Whom goods are bought from, by code, with what is ordered there now. */
export function SupplierList(): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const mayWrite = usePermission(permissions.purchase);
  const mayImport = usePermission(permissions.importData);
  const { search } = useQuestion();
  const paged = usePagedQuery<SupplierListRow>('inventory.suppliers', { search, today }, { enabled: today !== '' });
  const columns = useMemo<readonly DataColumn<SupplierListRow>[]>(
    () => [
      { key: 'code', title: t('inventory.suppliers.code'), width: '96px', render: (row) => row.code },
      {
        key: 'name',
        title: t('inventory.suppliers.name'),
        width: 'minmax(200px, 2fr)',
        strong: true,
        render: (row) => row.name,
      },
      {
        key: 'city',
        title: t('inventory.suppliers.city'),
        width: 'minmax(80px, 1fr)',
        render: (row) => row.city ?? <Empty />,
      },
      {
        key: 'contact',
        title: t('inventory.suppliers.contactName'),
        width: 'minmax(96px, 1fr)',
        render: (row) => row.contactName ?? <Empty />,
      },
      {
        key: 'phone',
        title: t('inventory.suppliers.phone'),
        width: '136px',
        render: (row) => row.phone ?? <Empty />,
      },
      {
        key: 'leadDays',
        title: t('inventory.suppliers.leadDays'),
        width: '96px',
        figure: true,
        render: (row) => (row.leadDays === null ? <Empty /> : t('inventory.suppliers.days', { count: row.leadDays })),
      },
      {
        key: 'open',
        title: t('inventory.suppliers.openOrders'),
        width: '88px',
        figure: true,
        render: (row) => (row.openOrders === 0 ? <Empty /> : row.openOrders),
      },
      {
        key: 'late',
        title: '',
        width: '104px',
        render: (row) =>
          row.lateOrders === 0 ? null : (
            <StateTag plain state="late">
              {t('inventory.suppliers.late', { count: row.lateOrders })}
            </StateTag>
          ),
      },
      {
        key: 'last',
        title: t('inventory.suppliers.lastOrderedOn'),
        width: '112px',
        render: (row) => <DateOnly value={row.lastOrderedOn} />,
      },
    ],
    [t],
  );
  const add = () => void openTab('supplierEntry', { supplierId: null });
  const bringIn = (
    <ActionButton label={t('inventory.suppliers.import')} onRun={() => openTab('import', { target: 'suppliers' })} />
  );
  return (
    <PaperList
      texts="inventory.suppliers"
      filters={filters}
      use={useQuestion}
      paged={paged}
      columns={columns}
      onOpen={(row) => void openTab('supplier', { supplierId: row.id })}
      first={
        mayImport ? bringIn : mayWrite ? <ActionButton label={t('inventory.suppliers.new')} onRun={add} /> : undefined
      }
      actions={
        <>
          {mayImport ? bringIn : null}
          {mayWrite ? (
            <ActionButton
              primary
              label={t('inventory.suppliers.new')}
              keys="n"
              labelKey="inventory.suppliers.new"
              onRun={add}
            />
          ) : null}
        </>
      }
    />
  );
}
