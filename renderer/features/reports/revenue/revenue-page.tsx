import { DownloadOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RevenueByMonth } from '#shared/domains/reports/queries/revenue-by-month.ts';
import { addMonths } from '#shared/domains/reports/rules/months.ts';
import { useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Columns } from '../../../ui/charts.tsx';
import { DataAge } from '../../../ui/data-age.tsx';
import { Money } from '../../../ui/format.tsx';
import { compactMoneyText, monthNameText, monthText } from '../../../ui/format-text.ts';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { todayAt, useCompany } from '../../../ui/use-company.ts';
import { BehindPanel } from './behind-panel.tsx';
import { revenueCsv } from './revenue-csv.ts';
import { type RevenueCellRef, RevenueTable } from './revenue-table.tsx';
import './revenue.css';

const periods = ['thisYear', 'lastTwelve', 'lastTwentyFour'] as const;
type Period = (typeof periods)[number];
const tops = ['10', '20', '50'] as const;
type Top = (typeof tops)[number];
/** Select has no null among its values. */
const ALL = '';

function firstMonth(period: Period, thisMonth: string): string {
  if (period === 'thisYear') return `${thisMonth.slice(0, 4)}-01`;
  return addMonths(thisMonth, period === 'lastTwelve' ? -11 : -23);
}

/** Revenue by month and product, with the orders behind every figure. */
export function RevenuePage(): ReactNode {
  const { t, i18n } = useTranslation();
  const company = useCompany();
  const [period, setPeriod] = useState<Period>('lastTwelve');
  const [territoryId, setTerritoryId] = useState<string | null>(null);
  const [top, setTop] = useState<Top>('10');
  const [lineId, setLineId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<RevenueCellRef | null>(null);
  const currency = company?.settings['company.currency'] ?? '';
  const thisMonth = company ? todayAt(company).slice(0, 7) : '';
  const from = company ? firstMonth(period, thisMonth) : '';
  const question = { from, to: thisMonth, currency, territoryId };
  const query = useQuery<RevenueByMonth>(
    'reports.revenueByMonth',
    { ...question, limitProducts: Number(top) },
    { enabled: company !== undefined },
  );
  const report = query.data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question has other cells
  useEffect(() => setChosen(null), [from, territoryId]);
  const line = report?.products.find((row) => row.productId === lineId);
  const shown = line ?? report?.total;
  const columns = useMemo(
    () =>
      (report?.months ?? []).map((month, at) => ({
        key: month,
        name: monthNameText(month, i18n.language),
        value: Math.max(0, shown?.byMonth[at] ?? 0),
        isNow: month === thisMonth,
        text: t('reports.revenue.column', {
          month: monthText(month, i18n.language),
          netMinor: shown?.byMonth[at] ?? 0,
          currency,
        }),
        onOpen: () =>
          setChosen({
            productId: line?.productId ?? null,
            productName: line?.productName ?? t('reports.revenue.total'),
            month,
          }),
      })),
    [report, shown, line, thisMonth, currency, t, i18n.language],
  );
  const save = () => {
    if (!report || query.outdated) return;
    const words = {
      code: t('reports.revenue.code'),
      name: t('reports.revenue.name'),
      rest: t('reports.revenue.rest', { count: report.rest.productCount }),
      total: t('reports.revenue.total'),
    };
    const [first, last] = [report.months[0], report.months.at(-1)];
    saveTextFile(`${t('reports.revenue.file')}-${first}-${last}.csv`, revenueCsv(report, words));
  };
  return (
    <Page
      header={
        <PageHeader
          title={t('reports.revenue.title')}
          note={
            <>
              {t('reports.revenue.note', { currency })} <DataAge />
            </>
          }
        >
          <ActionButton
            label={t('reports.revenue.save')}
            keys="mod+e"
            labelKey="reports.revenue.save"
            icon={<DownloadOutlined aria-hidden />}
            // Until the new period has come, the figures on the screen are those of the one before.
            disabled={!report || query.outdated}
            onRun={save}
          />
        </PageHeader>
      }
    >
      <div className="page-main">
        <FilterBar
          end={
            report && report.otherCurrencies.length > 0
              ? t('reports.revenue.otherCurrencies', { currencies: report.otherCurrencies.join(', ') })
              : null
          }
        >
          <Segmented<Period>
            label={t('reports.revenue.period')}
            value={period}
            onChange={setPeriod}
            options={periods.map((value) => ({ value, label: t(`reports.revenue.periods.${value}`) }))}
          />
          {company && company.territories.length > 1 ? (
            <Select<string>
              aria-label={t('reports.revenue.territory')}
              popupMatchSelectWidth={false}
              value={territoryId ?? ALL}
              onChange={(id) => setTerritoryId(id === ALL ? null : id)}
              options={[
                { value: ALL, label: t('reports.revenue.allTerritories') },
                ...[...company.territories, ...company.former.territories].map(({ id, name }) => ({
                  value: id,
                  label: name,
                })),
              ]}
            />
          ) : null}
          <Segmented<Top>
            label={t('reports.revenue.top')}
            value={top}
            onChange={setTop}
            options={tops.map((value) => ({ value, label: t('reports.revenue.topOf', { count: Number(value) }) }))}
          />
        </FilterBar>
        <QueryFailed refusal={query.refusal} onRetry={query.refetch} />
        {report && report.total.netMinor === 0 && report.products.length === 0 ? (
          <EmptyState title={t('reports.revenue.empty')}>{t('reports.revenue.emptyText')}</EmptyState>
        ) : null}
        {report && report.products.length > 0 && shown ? (
          <>
            <div className="revenue-chart">
              <div className="revenue-chart-head">
                <h2 className="ellipsis">{line?.productName ?? t('reports.revenue.allProducts')}</h2>
                <span className="total">
                  <Money minor={shown.netMinor} currency={currency} whole />
                </span>
                {line ? (
                  <button type="button" className="link-button small" onClick={() => setLineId(null)}>
                    {t('reports.revenue.allProducts')}
                  </button>
                ) : null}
              </div>
              <Columns
                label={t('reports.revenue.title')}
                columns={columns}
                tickText={(minor) => compactMoneyText(minor, currency, i18n.language)}
              />
            </div>
            <RevenueTable report={report} chosen={chosen} onOpen={setChosen} onLine={setLineId} />
          </>
        ) : null}
      </div>
      {chosen ? <BehindPanel cell={chosen} question={question} onClose={() => setChosen(null)} /> : null}
    </Page>
  );
}
