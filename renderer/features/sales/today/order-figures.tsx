/** The figures of orders on the start page: each opens the list with its filter set. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths } from '#shared/domains/reports/rules/months.ts';
import type { OrderPulse } from '#shared/domains/sales/queries/order-pulse.ts';
import { openTab } from '../../../app/tabs.ts';
import { type QueryState, useQuery } from '../../../app/use-query.ts';
import { ChangeText, Money } from '../../../ui/format.tsx';
import { countText, monthNameText } from '../../../ui/format-text.ts';
import { KeyFigure } from '../../../ui/today-parts.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { useOrderDrafts } from '../order-entry/draft-store.ts';
import { askOrders } from '../order-list/order-question.ts';
import type { OrderFilter } from '../order-list/order-rows.ts';
import { changeOf, compareMonths, useMonths } from './use-months.ts';

function openOrders(filter: OrderFilter): void {
  askOrders({ filter });
  openTab('orderList');
}

function usePulse(): QueryState<OrderPulse> {
  const today = useToday();
  return useQuery<OrderPulse>('sales.orderPulse', { today }, { enabled: today !== '' });
}

/** What was ordered this month, against as much of the same month a year before. */
export function MonthFigure(): ReactNode {
  const { t, i18n } = useTranslation();
  const months = useMonths();
  const now = months?.rows ? compareMonths(months.rows, months.thisMonth).at(-1) : undefined;
  const onYear = now ? changeOf(now.netMinor, now.comparedUntilDayMinor) : null;
  const change = onYear ?? (now ? changeOf(now.netMinor, now.previousUntilDayMinor) : null);
  return (
    <KeyFigure
      label={t('sales.today.month', { month: months ? monthNameText(months.thisMonth, i18n.language) : '' })}
      note={
        now && change !== null ? (
          <>
            <ChangeText value={change} />{' '}
            {t(onYear === null ? 'sales.today.monthNoteBefore' : 'sales.today.monthNote', {
              day: months?.day,
              month: months ? monthNameText(addMonths(months.thisMonth, -1), i18n.language) : '',
            })}
          </>
        ) : now ? (
          t('sales.today.monthOrders', { count: now.orders })
        ) : null
      }
      refusal={months?.refusal ?? null}
      onOpen={() => openOrders('all')}
    >
      {now && months ? <Money minor={now.netMinor} currency={months.currency} whole /> : null}
    </KeyFigure>
  );
}

interface CountedProps {
  readonly of: keyof OrderPulse;
  readonly filter: OrderFilter;
  readonly state: 'wait' | 'late' | null;
}

function Counted({ of, filter, state }: CountedProps): ReactNode {
  const { t } = useTranslation();
  const { data, refusal } = usePulse();
  const count = data?.[of];
  return (
    <KeyFigure
      label={t(`sales.today.${of}`)}
      note={count === undefined ? null : t(count === 0 ? 'sales.today.none' : `sales.today.${of}Note`)}
      state={count ? state : null}
      refusal={refusal}
      onOpen={() => openOrders(filter)}
    >
      {count === undefined ? null : countText(count)}
    </KeyFigure>
  );
}

export const HeldFigure = () => <Counted of="held" filter="held" state="wait" />;
export const BackOrderedFigure = () => <Counted of="backOrdered" filter="backOrdered" state="wait" />;
export const DueFigure = () => <Counted of="due" filter="due" state="late" />;
export const OpenFigure = () => <Counted of="open" filter="open" state={null} />;

/** Drafts of this computer: nobody else knows of them. */
export function DraftsFigure(): ReactNode {
  const { t } = useTranslation();
  const count = useOrderDrafts().length;
  return (
    <KeyFigure
      label={t('sales.today.drafts')}
      note={t(count === 0 ? 'sales.today.none' : 'sales.today.draftsNote')}
      state={count === 0 ? null : 'draft'}
      onOpen={() => openOrders('drafts')}
    >
      {countText(count)}
    </KeyFigure>
  );
}
