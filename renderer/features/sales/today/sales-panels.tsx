/** The panels of sales on the start page. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths } from '#shared/domains/reports/rules/months.ts';
import type { OrderListRow } from '#shared/domains/sales/queries/order-list.ts';
import { openTab } from '../../../app/tabs.ts';
import { usePagedQuery } from '../../../app/use-query.ts';
import { shareOf } from '../../../ui/chart-scale.ts';
import { Columns, MeasureBar } from '../../../ui/charts.tsx';
import { ChangeText, Money } from '../../../ui/format.tsx';
import { compactMoneyText, monthNameText, monthText } from '../../../ui/format-text.ts';
import { OrderTags, RequestedOn } from '../../../ui/order-tags.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { PanelRows, TodayPanel } from '../../../ui/today-parts.tsx';
import { useToday } from '../../../ui/use-company.ts';
import { askOrders } from '../order-list/order-question.ts';
import { changeOf, compareMonths, useMonths } from './use-months.ts';
import './today.css';

/** Twelve months of orders, each against the one of a year before. */
export function SalesChart(): ReactNode {
  const { t, i18n } = useTranslation();
  const months = useMonths();
  if (!months?.rows)
    return (
      <TodayPanel title={t('sales.today.chart')}>
        {months ? <QueryFailed refusal={months.refusal} onRetry={months.refetch} /> : null}
      </TodayPanel>
    );
  const { currency, thisMonth } = months;
  const compared = compareMonths(months.rows, thisMonth);
  return (
    <TodayPanel
      title={t('sales.today.chart')}
      note={
        <span className="chart-legend">
          <span>{t('sales.today.chartNote', { currency })}</span>
          <span>
            <i className="legend-mark legend-past" />
            {t('sales.today.legendPast')}
          </span>
          <span>
            <i className="legend-mark legend-now" />
            {t('sales.today.legendNow')}
          </span>
          {compared.some((month) => month.comparedMinor !== null) ? (
            <span>
              <i className="legend-mark legend-compared" />
              {t('sales.today.legendCompared')}
            </span>
          ) : null}
        </span>
      }
    >
      <QueryFailed refusal={months.refusal} onRetry={months.refetch} />
      <Columns
        label={t('sales.today.chart')}
        tickText={(minor) => compactMoneyText(minor, currency, i18n.language)}
        columns={compared.map(({ month, netMinor, comparedMinor }) => ({
          key: month,
          name: monthNameText(month, i18n.language),
          value: netMinor,
          compared: comparedMinor,
          isNow: month === thisMonth,
          text: t(comparedMinor === null ? 'sales.today.column' : 'sales.today.columnCompared', {
            month: monthText(month, i18n.language),
            netMinor,
            comparedMinor,
            currency,
          }),
          onOpen: () => void openTab('revenue'),
        }))}
      />
    </TodayPanel>
  );
}

/** This month's orders of each territory within reach, against the same days a year before. */
export function TerritoriesPanel(): ReactNode {
  const { t, i18n } = useTranslation();
  const months = useMonths();
  const { rows = [], thisMonth = '', currency = '', company } = months ?? {};
  const last = months?.rows ? compareMonths(rows, thisMonth).at(-1) : undefined;
  const isOnYear = last?.comparedUntilDayMinor !== null;
  const before = months ? addMonths(thisMonth, isOnYear ? -12 : -1) : '';
  const territories = [...(company?.territories ?? []), ...(company?.former.territories ?? [])]
    .map(({ id, name }) => {
      const of = (month: string) => rows.find((row) => row.month === month && row.territoryId === id);
      return { id, name, now: of(thisMonth)?.netMinor ?? 0, earlier: of(before)?.netUntilDayMinor ?? 0 };
    })
    .filter(({ now, earlier }) => now > 0 || earlier > 0)
    .sort((left, right) => right.now - left.now);
  const highest = Math.max(0, ...territories.flatMap(({ now, earlier }) => [now, earlier]));
  return (
    <TodayPanel
      title={t('sales.today.territories')}
      note={
        last
          ? t(isOnYear ? 'sales.today.territoriesNote' : 'sales.today.territoriesNoteBefore', {
              month: monthText(thisMonth, i18n.language),
            })
          : null
      }
    >
      {months ? <QueryFailed refusal={months.refusal} onRetry={months.refetch} /> : null}
      <div className="today-block territory-bars">
        {territories.map(({ id, name, now, earlier }) => (
          <div key={id} className="territory-bar">
            <span className="ellipsis">{name}</span>
            <Money minor={now} currency={currency} whole />
            <span className="text-3">
              <ChangeText value={changeOf(now, earlier)} />
            </span>
            <MeasureBar
              share={shareOf(now, highest)}
              mark={earlier > 0 ? shareOf(earlier, highest) : null}
              tone="accent"
            />
          </div>
        ))}
      </div>
    </TodayPanel>
  );
}

/** The first orders of a filter, each opens its page. */
function OrdersPanel({
  filter,
  name,
}: {
  readonly filter: 'held' | 'due';
  readonly name: 'waiting' | 'dueOrders';
}): ReactNode {
  const { t } = useTranslation();
  const today = useToday();
  const paged = usePagedQuery<OrderListRow>(
    'sales.orderList',
    {
      search: '',
      ...(filter === 'held' ? { filter } : { filter: 'open', dueBy: today }),
      warehouseId: null,
      customerId: null,
    },
    { limitRows: 20, enabled: today !== '' },
  );
  return (
    <TodayPanel
      title={t(`sales.today.${name}`)}
      onOpenAll={() => {
        askOrders({ filter });
        openTab('orderList');
      }}
    >
      <QueryFailed refusal={paged.refusal} onRetry={paged.refetch} />
      <PanelRows<OrderListRow>
        columns="name"
        rows={paged.rows}
        rowKey={(row) => row.id}
        onOpen={(row) => openTab('order', { orderId: row.id })}
        empty={paged.loading || paged.refusal ? null : t(`sales.today.${name}Empty`)}
        render={(row) => (
          <>
            <span className="ellipsis">{row.customerName}</span>
            {filter === 'held' ? (
              <span className="today-tags">
                <OrderTags order={row} plain />
              </span>
            ) : (
              <RequestedOn order={row} />
            )}
            <span className="today-amount">
              <Money minor={row.totalMinor} currency={row.currency} whole />
            </span>
          </>
        )}
      />
    </TodayPanel>
  );
}

export const WaitingPanel = () => <OrdersPanel filter="held" name="waiting" />;
export const DuePanel = () => <OrdersPanel filter="due" name="dueOrders" />;
