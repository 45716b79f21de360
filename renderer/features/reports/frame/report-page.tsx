/**
 * One page for every report: parameters, figures, chart, table, what stands behind a row, file, paper. Guards:
 * - a report that is on its way to another question can be neither saved nor printed under its name;
 * - what shows cost is not there for who may not see it (R47);
 * - it says what it covers, and as of when (R93).
 */
import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportReach } from '#shared/domains/inventory/queries/reports/read-basis.ts';
import { notifyRefusal } from '../../../app/notices.ts';
import { useTab } from '../../../app/tabs.ts';
import { QueryRefused, runQuery, useQuery } from '../../../app/use-query.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { Chart } from '../../../ui/chart/chart.tsx';
import { DataAge } from '../../../ui/data-age.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { compactMoneyText, countText, moneyText } from '../../../ui/format-text.ts';
import { EmptyList } from '../../../ui/load-progress.tsx';
import { EmptyState, FilterBar, Page, PageHeader } from '../../../ui/page.tsx';
import { QueryFailed } from '../../../ui/query-failed.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { useCompany, useToday } from '../../../ui/use-company.ts';
import { WORKBOOK_TYPE, writeCsv, writeWorkbook } from '../../../ui/write-workbook.ts';
import { BehindPanel } from './behind-panel.tsx';
import { pointsText } from './cell-text.tsx';
import { FigureStrip } from './figure-strip.tsx';
import type { BarWords, ReportAnswer, ReportDefinition, ReportRow } from './report-definition.ts';
import { reportSheet } from './report-file.ts';
import { ReportParameters } from './report-parameters.tsx';
import { listColumns, PaperTable, ReportTotal } from './report-table.tsx';
import { argsOf, firstValues, type ReportValues } from './report-values.ts';
import { sliceName, tellQuestion, whoReads } from './tell-report.ts';
import { usePaper } from './use-paper.ts';
import './report.css';

type Answer = ReportAnswer<ReportRow>;

/** What the screen shows; a file has everything. */
const SHOWN_ROWS = 500;
const FILE_ROWS = 20_000;

export function ReportPage({ report }: { readonly report: ReportDefinition }): ReactNode {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const tab = useTab();
  const today = useToday();
  const company = useCompany();
  const isPrinting = usePaper();
  const [values, setValues] = useState<ReportValues>(() => firstValues(report));
  const [slice, setSlice] = useState<string | null>(null);
  const [opened, setOpened] = useState<ReportRow | null>(null);
  const reach = useQuery<ReportReach>('inventory.reportReach', {}).data;
  const args = useMemo(() => argsOf(report, values, today), [report, values, today]);
  const enabled = today !== '';
  const whole = useQuery<Answer>(report.query, { ...args, slice: null, limitRows: SHOWN_ROWS }, { enabled });
  const sliced = useQuery<Answer>(
    report.query,
    { ...args, slice, limitRows: SHOWN_ROWS },
    { enabled: enabled && slice !== null },
  );
  const query = slice === null ? whole : sliced;
  const answer = query.data ?? whole.data;
  const currency = answer?.currency ?? company?.settings['company.currency'] ?? '';
  const seesCost = answer?.seesCost !== false;
  const isOutdated = query.outdated || whole.outdated || query.data === undefined;
  const title = t(`reports.${report.name}.title`);
  useEffect(() => tab.setTitle({ key: `reports.${report.name}.title` }), [tab, report]);

  const words = useMemo(
    (): BarWords => ({
      sliceName: (key) => sliceName(report, key, t, language),
      money: (minor) => moneyText(minor, currency),
      shortMoney: (minor) => compactMoneyText(minor, currency, language),
      percent: pointsText,
      count: countText,
      text: (key, given) => t(`reports.charts.${key}`, { currency, ...given }),
    }),
    [report, t, language, currency],
  );
  const spec = useMemo(() => (whole.data ? report.chart(whole.data, words) : null), [report, whole.data, words]);
  const columns = useMemo(() => report.columns.filter(({ isCost }) => seesCost || !isCost), [report, seesCost]);
  const shownColumns = useMemo(
    () => listColumns(columns, (key) => t(`reports.columns.${key}`), currency),
    [columns, t, currency],
  );
  const told = tellQuestion(report, values, { today, reach, slice, t, language });

  const change = (next: ReportValues) => {
    setValues(next);
    setSlice(null);
    setOpened(null);
  };
  const choose = (key: string | null) => {
    setSlice(key === slice ? null : key);
    setOpened(null);
  };
  const save = async (kind: 'xlsx' | 'csv') => {
    try {
      const all = await runQuery<Answer>(report.query, { ...args, slice, limitRows: FILE_ROWS });
      const sheet = reportSheet({ title, notes: told, columns, answer: all, slice, currency, t });
      const name = [title, String(args.on ?? today)].join('-');
      if (kind === 'csv') saveTextFile(`${name}.csv`, writeCsv(sheet));
      else saveFile(`${name}.xlsx`, writeWorkbook(sheet), WORKBOOK_TYPE);
    } catch (error) {
      if (!(error instanceof QueryRefused)) throw error;
      notifyRefusal(error.reason);
    }
  };
  const isEmpty =
    whole.data !== undefined && whole.data.count === 0 && whole.data.slices.every(({ count }) => count === 0);
  return (
    <Page
      header={
        <PageHeader
          title={title}
          note={
            <>
              {reach?.isPartial
                ? t('reports.partial', { warehouses: reach.warehouses.map(({ name }) => name).join(', ') || '–' })
                : t('reports.complete')}{' '}
              <DataAge />
            </>
          }
        >
          <ActionButton
            label={t('reports.excel')}
            keys="mod+e"
            labelKey="reports.saveExcel"
            icon={<DownloadOutlined aria-hidden />}
            disabled={isOutdated || isEmpty}
            onRun={() => void save('xlsx')}
          />
          <ActionButton
            label={t('reports.csv')}
            keys="mod+shift+e"
            labelKey="reports.saveCsv"
            disabled={isOutdated || isEmpty}
            onRun={() => void save('csv')}
          />
          <ActionButton
            label={t('reports.print')}
            keys="mod+p"
            labelKey="reports.print"
            icon={<PrinterOutlined aria-hidden />}
            disabled={isOutdated || isEmpty}
            onRun={() => window.print()}
          />
        </PageHeader>
      }
    >
      <div className="page-main report">
        <div className="report-paper-head">
          <h1>{title}</h1>
          <p>{told.join(' · ')}</p>
        </div>
        <FilterBar>
          <ReportParameters
            report={report}
            values={values}
            today={today}
            warehouses={reach?.warehouses ?? []}
            onChange={change}
          />
        </FilterBar>
        <QueryFailed refusal={whole.refusal ?? sliced.refusal} onRetry={whole.refetch} />
        {isEmpty ? (
          <EmptyList>
            <EmptyState title={t('reports.empty')}>{t(`reports.${report.name}.empty`)}</EmptyState>
          </EmptyList>
        ) : (
          <>
            <FigureStrip
              figures={whole.data ? report.figures(whole.data) : []}
              seesCost={seesCost}
              currency={currency}
            />
            <section className="report-chart" aria-busy={spec === null}>
              <div className="report-chart-head">
                <h2>{spec?.measure ?? ' '}</h2>
                <span className="text-3 small">{t(`reports.${report.name}.explain`, whoReads(seesCost))}</span>
                {slice === null ? null : (
                  <button type="button" className="link-button small" onClick={() => choose(null)}>
                    {t('reports.allBars')}
                  </button>
                )}
              </div>
              {spec ? (
                <Chart label={`${title}: ${spec.measure}`} spec={spec} chosenKey={slice} onOpen={choose} />
              ) : null}
            </section>
            <div className="report-table-head">
              <h2>{slice === null ? t(`reports.${report.name}.rows`) : sliceName(report, slice, t, language)}</h2>
              <span className="text-3 small">
                {answer && answer.count > answer.rows.length
                  ? t('reports.shown', { shown: answer.rows.length, count: answer.count })
                  : t('reports.rows', { count: answer?.count ?? 0 })}
              </span>
            </div>
            <DataTable<ReportRow>
              label={title}
              columns={shownColumns}
              rows={answer?.rows ?? []}
              rowKey={({ id }) => id}
              selectedKey={opened?.id ?? null}
              onOpen={setOpened}
              outdated={isOutdated}
              empty={
                whole.loading ? null : <EmptyState title={t('reports.noRows')}>{t('reports.noRowsText')}</EmptyState>
              }
            />
            {answer ? <ReportTotal columns={columns} answer={answer} slice={slice} currency={currency} /> : null}
            {isPrinting && answer ? (
              <PaperTable columns={columns} answer={answer} slice={slice} currency={currency} />
            ) : null}
          </>
        )}
      </div>
      {opened ? (
        <BehindPanel
          report={report}
          row={opened}
          question={{ ...args, slice }}
          currency={currency}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </Page>
  );
}
