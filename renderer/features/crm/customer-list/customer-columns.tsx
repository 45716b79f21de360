import type { TFunction } from 'i18next';
import type { CustomerListRow } from '#shared/domains/crm/queries/customer-list.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { Empty } from '../../../ui/format.tsx';

/** Columns of the customer list: the code to type, the name to read, how to reach them. */
export function customerColumns(t: TFunction): readonly DataColumn<CustomerListRow>[] {
  const column = (key: 'contactName' | 'phone' | 'city' | 'country', width: string): DataColumn<CustomerListRow> => ({
    key,
    title: t(`crm.fields.${key}`),
    width,
    render: (row) => row[key] ?? <Empty />,
  });
  return [
    { key: 'code', title: t('crm.fields.code'), width: '96px', render: (row) => row.code },
    { key: 'name', title: t('crm.fields.name'), width: 'minmax(200px, 2fr)', strong: true, render: (row) => row.name },
    column('contactName', 'minmax(120px, 1fr)'),
    column('phone', '144px'),
    column('city', 'minmax(96px, 0.8fr)'),
    column('country', 'minmax(80px, 0.6fr)'),
    {
      key: 'terms',
      title: t('crm.fields.paymentTermsDays'),
      width: '112px',
      figure: true,
      render: (row) => t('crm.terms', { count: row.paymentTermsDays }),
    },
  ];
}
