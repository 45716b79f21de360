import type { TFunction } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { PromotionRow } from '#shared/domains/sales/queries/promotions.ts';
import { notify } from '../../../app/notices.ts';
import { usePermission } from '../../../app/session.ts';
import { openTab } from '../../../app/tabs.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { Days } from '../prices/days.tsx';
import { promotionSentence } from './promotion-text.ts';

const times = ['now', 'coming', 'over'] as const;
type When = (typeof times)[number];

/** Promotions that give something now, those to come, and those that are over. */
export function PromotionList(): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const mayManage = usePermission(permissions.managePrices);
  const [when, setWhen] = useState<When>('now');
  const [atId, setAt] = useState<string | null>(null);
  const [ending, setEnding] = useState<PromotionRow | null>(null);
  const asked = { when, today };
  const { data, loading, refusal, refetch } = useQuery<PromotionRow[]>('sales.promotions', asked, {
    enabled: today !== '',
  });
  const rows = data ?? [];
  const at = rows.find(({ id }) => id === atId) ?? rows[0];
  const columns = useMemo(() => columnsOf(t), [t]);
  const add = (isPrimary: boolean) => (
    <ActionButton
      {...(isPrimary ? { primary: true, keys: 'n', labelKey: 'pricing.promotions.new' } : {})}
      label={t('pricing.promotions.new')}
      onRun={() => void openTab('promotionEntry', { promotionId: null })}
    />
  );
  return (
    <Page
      header={
        <PageHeader title={t('pricing.promotions.title')}>
          {mayManage && when !== 'over' ? (
            <ActionButton
              label={t('pricing.promotions.end')}
              keys="x"
              labelKey="pricing.promotions.end"
              disabled={!at}
              onRun={() => at && setEnding(at)}
            />
          ) : null}
          {mayManage ? add(true) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <Segmented<When>
            label={t('pricing.promotions.when')}
            value={when}
            onChange={setWhen}
            options={times.map((value) => ({ value, label: t(`pricing.promotions.times.${value}`) }))}
          />
        </FilterBar>
        <QueryFailed refusal={refusal} onRetry={refetch} />
        <DataTable<PromotionRow>
          label={t('pricing.promotions.title')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          onCursor={({ id }) => setAt(id)}
          {...(mayManage ? { onOpen: ({ id }) => void openTab('promotionEntry', { promotionId: id }) } : {})}
          autoFocus
          empty={
            loading || refusal || !data ? null : (
              <EmptyState
                title={t(`pricing.promotions.empty.${when}`)}
                action={mayManage && when !== 'over' ? add(false) : undefined}
              >
                {t(`pricing.promotions.emptyText.${mayManage ? when : 'seen'}`)}
              </EmptyState>
            )
          }
        />
      </div>
      {ending ? <EndDialog promotion={ending} onClose={() => setEnding(null)} /> : null}
    </Page>
  );
}

function columnsOf(t: TFunction): readonly DataColumn<PromotionRow>[] {
  return [
    { key: 'code', title: t('pricing.code'), width: '112px', render: (row) => row.code },
    { key: 'name', title: t('pricing.name'), width: 'minmax(140px, 1fr)', strong: true, render: (row) => row.name },
    {
      key: 'gives',
      title: t('pricing.promotions.gives'),
      width: 'minmax(240px, 3fr)',
      render: (row) => <span title={promotionSentence(t, row)}>{promotionSentence(t, row)}</span>,
    },
    {
      key: 'for',
      title: t('pricing.promotions.for'),
      width: 'minmax(112px, 1fr)',
      render: (row) => {
        const named = [row.groupName, row.territoryName].filter((name) => name !== null);
        return named.length === 0 ? (
          <span className="text-3">{t('pricing.promotions.everybody')}</span>
        ) : (
          named.join(' · ')
        );
      },
    },
    {
      key: 'days',
      title: t('pricing.days'),
      width: '232px',
      render: (row) => <Days from={row.validFrom} until={row.validUntil} />,
    },
    {
      key: 'stacks',
      title: t('pricing.promotions.beside'),
      width: '96px',
      render: (row) => <span className="text-3">{row.stacks === 1 ? t('pricing.promotions.stacks') : null}</span>,
    },
  ];
}

function EndDialog({
  promotion,
  onClose,
}: {
  readonly promotion: PromotionRow;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { run, running } = useCommand('sales.endPromotion');
  const { id, name } = promotion;
  const end = async () => {
    const reply = await run({ promotionId: id });
    if (reply.state === 'rejected') return;
    notify({ tone: 'done', title: () => t('pricing.promotions.ended', { name }) });
    onClose();
  };
  return (
    <FormDialog
      title={t('pricing.promotions.endOne', { name })}
      text={t('pricing.promotions.endText')}
      okText={t('pricing.promotions.end')}
      okFirst
      isBusy={running}
      onDone={() => void end()}
      onClose={onClose}
    />
  );
}
