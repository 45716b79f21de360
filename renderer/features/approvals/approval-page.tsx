import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalDetail, ApprovalLine } from '#shared/domains/admin/queries/approval.ts';
import { currencyDecimals } from '#shared/kernel/money.ts';
import type { ScreenProps } from '../../app/feature.ts';
import { useFirstFocus } from '../../app/focus.ts';
import { openTab, useTab } from '../../app/tabs.ts';
import { useQuery } from '../../app/use-query.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../ui/data-table.tsx';
import { Empty, Money, Percent, Quantity, UnitPrice } from '../../ui/format.tsx';
import { EmptyState, Page, PageHeader } from '../../ui/page.tsx';
import { QueryFailed } from '../../ui/query-failed.tsx';
import { StateShape } from '../../ui/state-tag.tsx';
import { asBearing, type BearingLine, belowList, isUnderFloor, marginOf, paidForOne } from './approval-margin.ts';
import { ApprovalPanel } from './approval-panel.tsx';
import { ApprovalState } from './approval-state.tsx';
import { DecisionDialog } from './decision-dialog.tsx';
import './approvals.css';

/** Everything that whoever decides needs to see, and the two keys that decide. */
export function ApprovalPage({ params }: ScreenProps): ReactNode {
  const { t } = useTranslation();
  const tab = useTab();
  const id = String(params.approvalId ?? '');
  const { data, loading, refusal, refetch } = useQuery<ApprovalDetail | null>('admin.approval', { id });
  const number = data?.word.documentNumber ?? null;
  useEffect(() => {
    if (number !== null) tab.setTitle({ key: 'approvals.for', values: { number } });
  }, [tab, number]);
  if (refusal && !data) return <QueryFailed refusal={refusal} onRetry={refetch} />;
  if (loading || data === undefined) return null;
  if (data === null) {
    return (
      <EmptyState
        title={t('approvals.gone')}
        action={<ActionButton primary label={t('approvals.title')} onRun={() => openTab('approvalList')} />}
      >
        {t('approvals.goneText')}
      </EmptyState>
    );
  }
  return <ApprovalView detail={data} />;
}

function ApprovalView({ detail }: { readonly detail: ApprovalDetail }): ReactNode {
  const { t } = useTranslation();
  const { word, order, lines, seesCost, may } = detail;
  const title = useRef<HTMLHeadingElement>(null);
  useFirstFocus(title);
  const [deciding, setDeciding] = useState<'approve' | 'refuse' | null>(null);
  const decimals = currencyDecimals(word.currency);
  const bearing = asBearing(detail.order, lines);
  const columns = useMemo(() => lineColumns(t, word.currency, seesCost), [t, word.currency, seesCost]);
  const canDecide = word.state === 'asked' && may.may && order?.state === 'open';
  const yes = word.kind === 'credit' ? 'release' : 'approve';
  return (
    <Page
      header={
        <PageHeader
          titleRef={title}
          title={t('approvals.for', { number: word.documentNumber })}
          tag={<ApprovalState word={word} />}
          note={t(`approvals.kindsLong.${word.kind}`)}
        >
          <strong>{word.customerName}</strong>
        </PageHeader>
      }
      footer={
        <>
          <div className="approval-foot">
            <span>
              {t('approvals.foot.total')}{' '}
              <strong>
                <Money minor={order?.totalMinor ?? word.amountMinor} currency={word.currency} />
              </strong>
            </span>
            {seesCost ? <MarginText lines={lines} currency={word.currency} decimals={decimals} /> : null}
          </div>
          <div className="approval-actions">
            <ActionButton
              label={t('approvals.openOrder')}
              keys="o"
              labelKey="approvals.openOrder"
              onRun={() => openTab('order', { orderId: word.documentId })}
            />
            {canDecide ? (
              <>
                <ActionButton
                  label={t('approvals.refuse')}
                  keys="r"
                  labelKey="approvals.refuse"
                  onRun={() => setDeciding('refuse')}
                />
                <ActionButton
                  primary
                  label={t(`approvals.${yes}`)}
                  keys="a"
                  labelKey="approvals.approve"
                  onRun={() => setDeciding('approve')}
                />
              </>
            ) : null}
          </div>
        </>
      }
    >
      <div className="page-main">
        <DataTable<BearingLine>
          label={t('approvals.lines.label')}
          columns={columns}
          rows={bearing}
          rowKey={(line) => line.id}
          empty={<EmptyState title={t('approvals.gone')} />}
        />
      </div>
      <ApprovalPanel detail={detail} />
      {deciding ? <DecisionDialog word={word} decision={deciding} onClose={() => setDeciding(null)} /> : null}
    </Page>
  );
}

function MarginText({
  lines,
  currency,
  decimals,
}: {
  readonly lines: readonly ApprovalLine[];
  readonly currency: string;
  readonly decimals: number;
}): ReactNode {
  const { t } = useTranslation();
  const { netMinor, share, unknownLines } = marginOf(lines, decimals);
  if (share === null) return null;
  return (
    <span className="text-2">
      {unknownLines > 0
        ? t('approvals.foot.marginPart', { share, count: unknownLines })
        : t('approvals.foot.margin', { share, net: netMinor, currency })}
    </span>
  );
}

function lineColumns(
  t: ReturnType<typeof useTranslation>['t'],
  currency: string,
  seesCost: boolean,
): readonly DataColumn<BearingLine>[] {
  const decimals = currencyDecimals(currency);
  const margin: DataColumn<BearingLine> = {
    key: 'margin',
    title: t('approvals.lines.margin'),
    width: '60px',
    figure: true,
    render: (line) => <ShareOf share={marginOf([line], decimals).share} />,
  };
  return [
    { key: 'place', title: '', width: '16px', render: (line) => line.position },
    {
      key: 'product',
      title: t('approvals.lines.product'),
      width: 'minmax(150px, 2fr)',
      strong: true,
      render: (line) => <span title={`${line.productCode} ${line.productName}`}>{line.productName}</span>,
    },
    {
      key: 'quantity',
      title: t('approvals.lines.quantity'),
      width: '72px',
      figure: true,
      render: (line) => <Quantity value={line.quantity / line.unitRatio} unit={line.soldUnit ?? line.unit} />,
    },
    {
      key: 'list',
      title: t('approvals.lines.list'),
      width: '64px',
      figure: true,
      render: (line) => <UnitPrice value={line.listPrice} />,
    },
    {
      key: 'price',
      title: t('approvals.lines.price'),
      width: '64px',
      figure: true,
      render: (line) => <UnitPrice value={paidForOne(line)} />,
    },
    {
      key: 'below',
      title: t('approvals.lines.below'),
      width: '72px',
      figure: true,
      render: (line) => <ShareOf share={belowList(line)} />,
    },
    {
      key: 'floor',
      title: t('approvals.lines.floor'),
      width: '80px',
      figure: true,
      render: (line) =>
        isUnderFloor(line) ? (
          <span className="state-late" title={t('approvals.lines.belowFloor')}>
            <StateShape state="late" />
            <span className="visually-hidden">{t('approvals.lines.belowFloor')}</span>{' '}
            <UnitPrice value={line.floorPrice === null ? null : line.floorPrice * line.unitRatio} />
          </span>
        ) : (
          <UnitPrice value={line.floorPrice === null ? null : line.floorPrice * line.unitRatio} />
        ),
    },
    ...(seesCost ? [margin] : []),
    {
      key: 'net',
      title: t('approvals.lines.net'),
      width: '84px',
      figure: true,
      render: (line) => <Money minor={line.netMinor} currency={currency} bare />,
    },
  ];
}

function ShareOf({ share }: { readonly share: number | null }): ReactNode {
  return share === null ? <Empty /> : <Percent value={share} dashZero />;
}
