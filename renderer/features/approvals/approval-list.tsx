import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { ApprovalRow } from '#shared/domains/admin/queries/approval-list.ts';
import { usePermission } from '../../app/session.ts';
import { openTab } from '../../app/tabs.ts';
import { usePagedQuery, useQuery } from '../../app/use-query.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import type { DataColumn } from '../../ui/data-table.tsx';
import { DateTime, Empty, Money } from '../../ui/format.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type ApprovalFilter, approvalFilters, askApprovals, useApprovalQuestion } from './approval-question.ts';
import { ApprovalState } from './approval-state.tsx';
import { openSpokenCode, useCodeQuestion } from './code-question.ts';
import { SpokenCodeDialog } from './spoken-code-dialog.tsx';
import { useWaitingCount } from './use-waiting-count.ts';

/** What waits for a word, and what was said: also without signal. */
export function ApprovalList(): ReactNode {
  const { t } = useTranslation();
  const mine = useWaitingCount();
  const approves = usePermission(permissions.approveDiscount);
  const releases = usePermission(permissions.releaseCredit);
  const { filter: chosen } = useApprovalQuestion();
  // Who decides nothing, and is nobody's deputy, looks at what waits of his own.
  const filter = chosen ?? (approves || releases || mine > 0 ? 'mine' : 'asked');
  const setFilter = (next: ApprovalFilter) => askApprovals({ filter: next });
  const asked = useCodeQuestion((state) => state.asked);
  const { data: speaks } = useQuery<boolean>('admin.canSpeakCodes', {});
  const paged = usePagedQuery<ApprovalRow>('admin.approvalList', { filter });
  const columns = useMemo((): readonly DataColumn<ApprovalRow>[] => {
    const note: DataColumn<ApprovalRow> = {
      key: 'note',
      title: t(filter === 'decided' ? 'approvals.reason' : 'approvals.columns.note'),
      width: 'minmax(140px, 1.4fr)',
      render: (row) => (filter === 'decided' ? row.decisionNote : row.note) ?? <Empty />,
    };
    return [
      {
        key: 'document',
        title: t('approvals.columns.document'),
        width: '116px',
        render: (row) => row.documentNumber,
      },
      {
        key: 'customer',
        title: t('approvals.columns.customer'),
        width: 'minmax(180px, 1.6fr)',
        strong: true,
        render: (row) => row.customerName ?? <Empty />,
      },
      {
        key: 'kind',
        title: t('approvals.columns.kind'),
        width: 'minmax(150px, 1fr)',
        render: (row) => (
          <>
            {t(`approvals.kinds.${row.kind}`)}{' '}
            {row.limitKind === 'discount' ? (
              <span className="text-3">{t('approvals.reach.discount', { value: row.limitValue })}</span>
            ) : null}
          </>
        ),
      },
      {
        key: 'amount',
        title: t('approvals.columns.amount'),
        width: 'minmax(104px, 0.6fr)',
        figure: true,
        render: (row) => <Money minor={row.amountMinor} currency={row.currency} />,
      },
      note,
      {
        key: 'asked',
        title: t('approvals.columns.askedBy'),
        width: 'minmax(168px, 0.9fr)',
        render: (row) => (
          <>
            <DateTime value={row.askedAt} /> <span className="text-3">{row.askedByName}</span>
          </>
        ),
      },
      ...(filter === 'mine'
        ? []
        : [
            {
              key: 'state',
              title: t('approvals.columns.state'),
              width: '200px',
              render: (row: ApprovalRow) => <ApprovalState word={row} plain />,
            },
          ]),
    ];
  }, [t, filter]);
  return (
    <Page
      header={
        <PageHeader title={t('approvals.title')}>
          {speaks ? (
            <ActionButton
              label={t('approvals.code.action')}
              keys="c"
              labelKey="approvals.code.action"
              onRun={openSpokenCode}
            />
          ) : null}
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar>
          <Segmented
            label={t('approvals.filterLabel')}
            value={filter}
            onChange={setFilter}
            options={approvalFilters.map((value) => ({
              value,
              label: t(`approvals.filters.${value}`),
              count: value === 'mine' && mine > 0 ? mine : undefined,
            }))}
          />
        </FilterBar>
        <PagedTable<ApprovalRow>
          paged={paged}
          label={t('approvals.title')}
          columns={columns}
          rowKey={(row) => row.id}
          onOpen={(row) => openTab('approval', { approvalId: row.id })}
          autoFocus
          empty={
            <EmptyState
              title={t(`approvals.empty.${filter}Title`)}
              action={
                filter === 'mine' ? (
                  <ActionButton label={t('approvals.empty.showAll')} onRun={() => setFilter('asked')} />
                ) : null
              }
            >
              {filter === 'asked' ? null : t(`approvals.empty.${filter}Text`)}
            </EmptyState>
          }
        />
      </div>
      {asked ? <SpokenCodeDialog asked={asked} onClose={() => useCodeQuestion.setState({ asked: null })} /> : null}
    </Page>
  );
}
