import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/format.tsx';

/** Columns of the customer list: the code to type, the name to read, how to reach them. */
export function customerColumns(
  t: TFunction,
  mark: (row: CustomerListRow) => ReactNode,
): readonly DataColumn<CustomerListRow>[] {
  const column = (key: 'contactName' | 'phone' | 'city', width: string): DataColumn<CustomerListRow> => ({
    key,
    title: t(`crm.fields.${key}`),
    width,
    render: (row) => row[key] ?? <Empty />,
  });
  return [
    {
      key: 'code',
      title: t('crm.fields.code'),
      width: '96px',
      render: (row) => (
        <>
          {mark(row)}
          {row.code}
        </>
      ),
    },
    { key: 'name', title: t('crm.fields.name'), width: 'minmax(200px, 2fr)', strong: true, render: (row) => row.name },
    column('contactName', 'minmax(120px, 1fr)'),
    column('phone', '144px'),
    column('city', 'minmax(96px, 0.8fr)'),
    {
      key: 'owner',
      title: t('crm.owners.title'),
      width: 'minmax(96px, 0.8fr)',
      render: (row) => row.ownerName ?? <span className="text-3">{t('crm.owners.pool')}</span>,
    },
    {
      key: 'terms',
      title: t('crm.fields.paymentTermsDays'),
      width: '112px',
      figure: true,
      render: (row) => t('crm.terms', { count: row.paymentTermsDays }),
    },
  ];
}
