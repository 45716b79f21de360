import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PoolCustomer } from '#shared/domains/crm/queries/customer-pool.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { DateTime, Empty, Money } from '../../../ui/format.tsx';
import { EmptyState } from '../../../ui/page.tsx';
import { PagedTable } from '../../../ui/paged-table.tsx';
import { useCompany } from '../../../ui/use-company.ts';

interface PoolListProps {
  readonly onOpen: (customerId: string) => void;
  readonly onCursor: (customer: PoolCustomer) => void;
  readonly rowClass: (customer: PoolCustomer) => string | undefined;
  readonly mark: (customer: PoolCustomer) => ReactNode;
}

/** Customers that nobody has: who had them, when they last bought, what they were worth. */
export function PoolList({ onOpen, onCursor, rowClass, mark }: PoolListProps): ReactNode {
  const { t } = useTranslation();
  const territories = useCompany()?.territories;
  const paged = usePagedQuery<PoolCustomer>('crm.customerPool', {});
  const [first] = paged.rows;
  const firstId = first?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first row, not another object of it
  useEffect(() => {
    if (first) onCursor(first);
  }, [firstId]);
  const columns = useMemo(
    (): readonly DataColumn<PoolCustomer>[] => [
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
      {
        key: 'name',
        title: t('crm.fields.name'),
        width: 'minmax(200px, 2fr)',
        strong: true,
        render: (row) => row.name,
      },
      {
        key: 'city',
        title: t('crm.fields.city'),
        width: 'minmax(80px, 0.6fr)',
        render: (row) => row.city ?? <Empty />,
      },
      {
        key: 'territory',
        title: t('crm.fields.territory'),
        width: 'minmax(80px, 0.6fr)',
        render: (row) => territories?.find(({ id }) => id === row.territoryId)?.name ?? <Empty />,
      },
      {
        key: 'lastOwner',
        title: t('crm.owners.lastOwner'),
        width: 'minmax(96px, 0.8fr)',
        render: (row) => row.lastOwnerName ?? <Empty />,
      },
      {
        key: 'pooledAt',
        title: t('crm.owners.pooledAt'),
        width: '112px',
        render: (row) => <DateTime value={row.pooledAt} />,
      },
      {
        key: 'lastOrder',
        title: t('crm.owners.lastOrder'),
        width: '112px',
        render: (row) => <DateTime value={row.lastOrderAt} />,
      },
      {
        key: 'value',
        title: t('crm.owners.yearNet'),
        width: 'minmax(112px, 0.8fr)',
        figure: true,
        render: (row) => <Money minor={row.yearNetMinor} currency={row.currency} dashZero />,
      },
    ],
    [t, territories, mark],
  );
  return (
    <PagedTable<PoolCustomer>
      label={t('crm.customers.title')}
      columns={columns}
      paged={paged}
      rowKey={(row) => row.id}
      onOpen={(row) => onOpen(row.id)}
      onCursor={onCursor}
      rowClass={rowClass}
      autoFocus
      empty={<EmptyState title={t('crm.owners.poolEmpty')}>{t('crm.owners.poolEmptyText')}</EmptyState>}
    />
  );
}
