import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { FamilyRow } from '#shared/domains/inventory/queries/families.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';

/** Families of products that differ in a few things only. */
export function FamilyList(): ReactNode {
  const { t } = useTranslation();
  const mayManage = usePermission(permissions.manageProducts);
  const { data, refusal, refetch } = useQuery<FamilyRow[]>('inventory.familyList', {});
  const columns = useMemo(
    (): readonly DataColumn<FamilyRow>[] => [
      { key: 'code', title: t('inventory.places.code'), width: '136px', render: (row) => row.code },
      {
        key: 'name',
        title: t('inventory.places.name'),
        width: 'minmax(200px, 2fr)',
        strong: true,
        render: (row) => row.name,
      },
      {
        key: 'axes',
        title: t('inventory.catalogue.axes'),
        width: 'minmax(160px, 1fr)',
        render: (row) => (JSON.parse(row.axes) as string[]).join(' · '),
      },
      {
        key: 'count',
        title: t('inventory.catalogue.variants'),
        width: '112px',
        figure: true,
        render: (row) => row.variantCount,
      },
    ],
    [t],
  );
  const create = mayManage ? (
    <ActionButton
      primary
      label={t('inventory.catalogue.newFamily')}
      keys="n"
      labelKey="inventory.catalogue.newFamily"
      onRun={() => openTab('familyEntry', { familyId: null })}
    />
  ) : null;
  return (
    <Page header={<PageHeader title={t('inventory.catalogue.families')}>{create}</PageHeader>}>
      <div className="page-main">
        <QueryFailed refusal={refusal} onRetry={refetch} />
        <DataTable<FamilyRow>
          label={t('inventory.catalogue.families')}
          columns={columns}
          rows={data ?? []}
          rowKey={(row) => row.id}
          {...(mayManage ? { onOpen: (row: FamilyRow) => void openTab('familyEntry', { familyId: row.id }) } : {})}
          autoFocus
          empty={
            data === undefined ? null : (
              <EmptyState title={t('inventory.catalogue.noFamilies')}>
                {t('inventory.catalogue.noFamiliesText')}
              </EmptyState>
            )
          }
        />
      </div>
    </Page>
  );
}
