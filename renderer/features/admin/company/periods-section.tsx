import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '#shared/domains/admin/model.ts';
import type { CompanyBook } from '#shared/domains/admin/queries/company-book.ts';
import {
  lastClosedMonth,
  monthAfter,
  monthOf,
  whyNotClosed,
  whyNotReopened,
} from '#shared/domains/admin/rules/period.ts';
import { workdaysOf } from '#shared/domains/admin/rules/workday.ts';
import { offerUndo } from '../../../app/notices.ts';
import { usePermission, useSyncStatus } from '../../../app/session.ts';
import { useCommand } from '../../../app/use-command.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { DateTime, Empty } from '../../../ui/format.tsx';
import { EmptyState, FilterBar } from '../../../ui/page.tsx';
import { StateTag } from '../../../ui/state-tag.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { ReasonDialog } from '../devices/reason-dialog.tsx';
import { newId, type SectionProps } from './use-book.ts';
import { YearStep } from './year-step.tsx';

interface Month {
  readonly month: string;
  readonly isClosed: boolean;
  readonly period: CompanyBook['periods'][number] | undefined;
  readonly workdays: number;
  readonly held: number;
}

/** A year as twelve months that are closed one after the other (R12), with what stands in the way. */
export function PeriodsSection({ book }: SectionProps): ReactNode {
  const { t } = useTranslation();
  const mayManage = usePermission(permissions.managePeriods);
  const today = useToday();
  const waiting = useSyncStatus((state) => state.status?.waiting ?? 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const [year, setYear] = useState<number | null>(null);
  /** The month that is to be opened again, once the person has said why. */
  const [asked, setAsked] = useState<string | null>(null);
  const close = useCommand('admin.closePeriod');
  const reopen = useCommand('admin.reopenPeriod');
  const entityId = chosen ?? book.entities.find((entity) => entity.isDefault === 1)?.id ?? null;
  const shownYear = year ?? Number(today.slice(0, 4) || '2026');
  const held = useQuery<Record<string, number>>('admin.heldOrders', { year: shownYear }, { enabled: mayManage });
  const own = book.periods.filter((period) => period.legalEntityId === entityId);
  const lastClosed = lastClosedMonth(own);
  const shifts = new Map(book.holidays.map(({ day, kind }) => [day, kind]));
  const months: readonly Month[] = Array.from({ length: 12 }, (_, at) => {
    const month = `${shownYear}-${String(at + 1).padStart(2, '0')}`;
    return {
      month,
      isClosed: lastClosed !== null && month <= lastClosed,
      period: own.find((period) => period.month === month),
      workdays: workdaysOf(month, shifts),
      held: held.data?.[month] ?? 0,
    };
  });
  const nextMonth = lastClosed === null ? null : monthAfter(lastClosed);
  const isNextOver = nextMonth !== null && today !== '' && whyNotClosed(nextMonth, lastClosed, today) === null;
  const change = async (verb: 'close' | 'reopen', month: string, reason = '') => {
    const [command, back] = verb === 'close' ? [close, reopen] : [reopen, close];
    const args = { legalEntityId: entityId, month, periodId: await newId() };
    const reply = await command.run(reason === '' ? args : { ...args, reason });
    setAsked(null);
    if (reply.state === 'rejected') return;
    offerUndo({
      label: () => t(`admin.company.periods.${verb === 'close' ? 'closedNow' : 'openNow'}`, { month }),
      run: async () => void (await back.run({ ...args, periodId: await newId() })),
    });
  };
  /** What cannot be done is refused at once, not after it was explained. */
  const ask = (month: string) => {
    if (whyNotReopened(month, lastClosed)) void change('reopen', month);
    else setAsked(month);
  };
  const open = ({ month, isClosed }: Month) => {
    if (!mayManage) return;
    if (isClosed) ask(month);
    else void change('close', month);
  };
  const columns: readonly DataColumn<Month>[] = [
    { key: 'month', title: t('admin.company.fields.month'), width: '96px', strong: true, render: (row) => row.month },
    {
      key: 'state',
      title: t('admin.company.fields.state'),
      width: '112px',
      render: (row) => (
        <StateTag plain state={row.isClosed ? 'done' : row.month > monthOf(today) ? 'draft' : 'open'}>
          {t(`admin.company.periods.${row.isClosed ? 'closed' : row.month > monthOf(today) ? 'future' : 'open'}`)}
        </StateTag>
      ),
    },
    {
      key: 'workdays',
      title: t('admin.company.periods.workdays'),
      width: '88px',
      figure: true,
      render: (row) => row.workdays,
    },
    {
      key: 'way',
      title: t('admin.company.periods.way'),
      width: 'minmax(220px, 2fr)',
      render: (row) => <Way month={row} lastClosed={lastClosed} today={today} />,
    },
    {
      key: 'by',
      title: t('admin.company.periods.by'),
      width: 'minmax(160px, 1fr)',
      render: (row) =>
        row.period ? (
          <>
            {row.period.changedByName} · <DateTime value={row.period.changedAt} />
          </>
        ) : (
          <Empty />
        ),
    },
  ];
  return (
    <div className="company-main">
      <FilterBar
        end={
          mayManage ? (
            <span className="company-actions">
              <ActionButton
                label={t('admin.company.periods.reopen', { month: lastClosed ?? '' })}
                keys="alt+r"
                labelKey="admin.company.periods.reopenKey"
                disabled={lastClosed === null}
                loading={reopen.running}
                onRun={() => {
                  if (lastClosed !== null) ask(lastClosed);
                }}
              />
              <ActionButton
                primary
                label={
                  nextMonth === null
                    ? t('admin.company.periods.closeFirst')
                    : t('admin.company.periods.close', { month: nextMonth })
                }
                keys="alt+c"
                labelKey="admin.company.periods.closeKey"
                disabled={entityId === null || today === '' || (nextMonth !== null && !isNextOver)}
                loading={close.running}
                onRun={() => void change('close', nextMonth ?? monthAfter(monthOf(today), -1))}
              />
            </span>
          ) : null
        }
      >
        <YearStep year={shownYear} onChange={setYear} />
        {book.entities.length > 1 ? (
          <Select<string>
            aria-label={t('admin.company.sections.entities')}
            value={entityId ?? ''}
            onChange={setChosen}
            options={book.entities.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : null}
        <span className="text-3">
          {waiting > 0 ? t('admin.company.periods.unsent', { count: waiting }) : t('admin.company.periods.note')}
        </span>
      </FilterBar>
      <DataTable
        label={t('admin.company.sections.periods')}
        columns={columns}
        rows={entityId === null ? [] : months}
        rowKey={(row) => row.month}
        onOpen={open}
        empty={<EmptyState title={t('admin.company.entities.none')}>{t('admin.company.entities.note')}</EmptyState>}
      />
      {asked === null ? null : (
        <ReasonDialog
          title={t('admin.company.periods.reopen', { month: asked })}
          follows={[t('admin.company.periods.reopenFollows', { month: asked }), t('admin.company.periods.reopenKept')]}
          label={t('admin.company.periods.reopenWhy')}
          okText={t('admin.company.periods.reopenNow')}
          isBusy={reopen.running}
          mayBeEmpty
          onOk={(why) => void change('reopen', asked, why)}
          onCancel={() => setAsked(null)}
        />
      )}
    </div>
  );
}

/** What stands in the way of closing a month, or of opening it again. */
function Way({
  month: { month, isClosed, held },
  lastClosed,
  today,
}: {
  readonly month: Month;
  readonly lastClosed: string | null;
  readonly today: string;
}): ReactNode {
  const { t } = useTranslation();
  if (today === '') return <Empty />;
  if (isClosed) {
    const why = whyNotReopened(month, lastClosed);
    return why ? <Empty /> : <span className="text-3">{t('admin.company.periods.canReopen')}</span>;
  }
  const why = whyNotClosed(month, lastClosed, today);
  const words = [
    ...(why?.code === 'admin.monthNotOver' ? [t('admin.company.periods.notOver')] : []),
    ...(why?.code === 'admin.earlierMonthOpen' ? [t('admin.company.periods.earlier', { month: why.month })] : []),
    ...(held > 0 ? [t('admin.company.periods.held', { count: held })] : []),
  ];
  if (words.length > 0) return <span className="text-2">{words.join(' · ')}</span>;
  return <span className="text-3">{t('admin.company.periods.canClose')}</span>;
}
