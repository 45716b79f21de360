import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockFlagRow } from '#shared/domains/inventory/queries/stock-flags.ts';
import { notify } from '../../../app/notices.ts';
import { useCommand } from '../../../app/use-command.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateTime, Quantity } from '../../../ui/format.tsx';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useCompany } from '../../../ui/use-company.ts';
import { ReasonDialog } from '../documents/reason-dialog.tsx';
import '../documents/documents.css';
import { MovementLink } from '../ledger.tsx';
import { FlagDetail } from './flag-detail.tsx';
import { useFlagText } from './use-flag-text.ts';

const filters = ['open', 'explained', 'all'] as const;
type Filter = (typeof filters)[number];

/** Where books and shelf do not agree, until somebody says why (R24, R28, R29, R33). */
export function FlagList(): ReactNode {
  const { t } = useTranslation();
  const company = useCompany();
  const textOf = useFlagText();
  const [filter, setFilter] = useState<Filter>('open');
  const [openId, setOpenId] = useState<string | null>(null);
  const [explaining, setExplaining] = useState<StockFlagRow | null>(null);
  const command = useCommand('inventory.explainFlag');
  const args = { state: filter === 'all' ? null : filter, warehouseId: null };
  const paged = usePagedQuery<StockFlagRow>('inventory.stockFlagList', args);
  const columns = useMemo<readonly DataColumn<StockFlagRow>[]>(() => {
    const nameOf = new Map(company?.warehouses.map(({ id, name }) => [id, name]));
    return [
      {
        key: 'kind',
        title: t('inventory.flags.what'),
        width: 'minmax(200px, 1fr)',
        render: (row) => (
          <StateTag plain state={row.state === 'open' ? 'late' : 'done'}>
            {t(`inventory.flags.kinds.${row.kind}`)}
          </StateTag>
        ),
      },
      {
        key: 'product',
        title: t('inventory.stock.product'),
        width: 'minmax(180px, 2fr)',
        strong: true,
        render: (row) => [row.productName, row.lotCode, row.locationCode].filter(Boolean).join(' · '),
      },
      {
        key: 'quantity',
        title: t('inventory.documents.quantity'),
        width: '96px',
        figure: true,
        render: (row) => <Quantity value={row.quantity} unit={row.unit} />,
      },
      {
        key: 'warehouse',
        title: t('inventory.stock.warehouse'),
        width: 'minmax(96px, 1fr)',
        render: (row) => nameOf.get(row.warehouseId) ?? '',
      },
      {
        key: 'document',
        title: t('inventory.movements.document'),
        width: '136px',
        render: (row) => <MovementLink moved={row} />,
      },
      {
        key: 'when',
        title: t('inventory.movements.when'),
        width: '136px',
        render: (row) => <DateTime value={row.occurredAt} />,
      },
    ];
  }, [t, company]);
  const explain = async (explanation: string) => {
    if (!explaining) return;
    const reply = await command.run({ flagId: explaining.id, explanation });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: t('inventory.flags.explained', { product: explaining.productName }) });
    setExplaining(null);
  };
  return (
    <Page header={<PageHeader title={t('inventory.flags.title')} note={t('inventory.flags.note')} />}>
      <div className="page-main">
        <FilterBar end={<span>{t('inventory.flags.rebuild')}</span>}>
          <Segmented<Filter>
            label={t('inventory.documents.filter')}
            value={filter}
            onChange={setFilter}
            options={filters.map((value) => ({ value, label: t(`inventory.flags.filters.${value}`) }))}
          />
        </FilterBar>
        <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
        <DataTable<StockFlagRow>
          label={t('inventory.flags.title')}
          columns={columns}
          rows={paged.rows}
          rowKey={(row) => row.id}
          selectedKey={openId}
          onOpen={(row) => setOpenId(row.id === openId ? null : row.id)}
          detail={(row) => <FlagDetail flag={row} onExplain={() => setExplaining(row)} />}
          outdated={paged.outdated}
          hasMore={paged.hasMore}
          onNearEnd={paged.loadMore}
          autoFocus
          empty={
            paged.loading || paged.refusal ? null : (
              <EmptyList>
                <EmptyState title={t('inventory.flags.none')}>{t('inventory.flags.noneText')}</EmptyState>
              </EmptyList>
            )
          }
        />
      </div>
      {explaining ? (
        <ReasonDialog
          title={t('inventory.flags.explain')}
          text={textOf.what(explaining)}
          label={t('inventory.flags.explanation')}
          okText={t('inventory.flags.explain')}
          isBusy={command.running}
          onOk={(text) => void explain(text)}
          onCancel={() => setExplaining(null)}
        />
      ) : null}
    </Page>
  );
}
