import Papa from 'papaparse';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { calendarDateAt } from '#shared/kernel/instants.ts';
import { currencyDecimals, formatDecimal } from '#shared/kernel/money.ts';
import { nowAtOffice, useSignedIn } from '../../../app/session.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { dateText, moneyText, quantityText, timeText } from '../../../ui/format-text.ts';
import { Note, PanelHeading } from '../../../ui/page.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import { useBook } from '../company/use-book.ts';
import { RunNotes } from '../import/run-notes.tsx';
import { notesOf, PartCounts } from './opening-result.tsx';
import type { OpeningState } from './opening-session.ts';
import type { SumLine, SumRow } from './opening-sums.ts';

/** Rows shown behind a line; the file has all of them. */
const SHOWN_ROWS = 200;

const REPORT_LOGO_PX = 40;

const keyOf = (line: SumLine): string => `${line.measure} ${line.group}`;
const figureOf = (line: SumLine, amount: number | null): string =>
  amount === null ? '–' : line.currency === null ? quantityText(amount) : moneyText(amount, line.currency);

/** Whether the sums agree with the tables, line by line; each opens the rows behind. Can be printed and saved. */
export function SumsReport({
  state,
  sums,
}: {
  readonly state: OpeningState;
  readonly sums: readonly SumLine[];
}): ReactNode {
  const { t } = useTranslation();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const differing = sums.filter((line) => line.source !== line.here).length;
  return (
    <div className="opening-report">
      <div className="opening-report-head">
        <ReportHead />
        <span className="import-footer-end">
          <ActionButton
            label={t('admin.opening.saveReport')}
            keys="mod+s"
            labelKey="admin.opening.saveReport"
            onRun={() => saveTextFile(t('admin.opening.reportFile'), reportCsv(sums, t))}
          />
          <ActionButton
            label={t('admin.opening.print')}
            keys="mod+p"
            labelKey="admin.opening.print"
            onRun={() => window.print()}
          />
        </span>
      </div>
      <Note
        tone={differing === 0 ? 'done' : 'wait'}
        title={t(differing === 0 ? 'admin.opening.agrees' : 'admin.opening.differs', { count: differing })}
      >
        {t(differing === 0 ? 'admin.opening.agreesText' : 'admin.opening.differsText')}
      </Note>
      <table className="opening-sums">
        <thead>
          <tr>
            <th scope="col">{t('admin.opening.measure')}</th>
            <th scope="col">{t('admin.opening.group')}</th>
            <th scope="col">{t('admin.opening.source')}</th>
            <th scope="col">{t('admin.opening.here')}</th>
            <th scope="col">{t('admin.opening.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {sums.map((line) => (
            <SumLines
              key={keyOf(line)}
              line={line}
              isOpen={openKey === keyOf(line)}
              onToggle={() => setOpenKey(openKey === keyOf(line) ? null : keyOf(line))}
            />
          ))}
        </tbody>
      </table>
      <RunNotes notes={notesOf(state.results)} />
      <PartCounts results={state.results} />
    </div>
  );
}

/** Whose report it is, and of when: it is printed and put into a folder. */
function ReportHead(): ReactNode {
  const { t, i18n } = useTranslation();
  const entity = useBook().data?.entities.find(({ isDefault }) => isDefault === 1);
  const { user } = useSignedIn();
  const [at] = useState(() => nowAtOffice());
  // Where the person is, as every time of day on screens.
  const day = calendarDateAt(at, -new Date(at).getTimezoneOffset());
  return (
    <div className="opening-report-of">
      {entity ? <Picture hash={entity.logoHash} size={REPORT_LOGO_PX} alt="" letterOf={entity.name} /> : null}
      <div>
        <PanelHeading>{t('admin.opening.report')}</PanelHeading>
        <p className="small text-2 opening-report-by">
          {entity ? <span className="strong">{entity.name}</span> : null}
          <span>{`${dateText(day, i18n.language)} ${timeText(at)}`}</span>
          <span>{user.name}</span>
        </p>
      </div>
    </div>
  );
}

interface SumLinesProps {
  readonly line: SumLine;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** Rows that differ first, then by what they are. */
const byDifference = (a: SumRow, b: SumRow): number =>
  Number((b.source ?? 0) !== (b.here ?? 0)) - Number((a.source ?? 0) !== (a.here ?? 0)) || (a.key < b.key ? -1 : 1);

function SumLines({ line, isOpen, onToggle }: SumLinesProps): ReactNode {
  const { t } = useTranslation();
  const difference = line.here - line.source;
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" className="opening-toggle" aria-expanded={isOpen} onClick={onToggle}>
            <StateShape state={difference === 0 ? 'done' : 'late'} />
            {t(`admin.opening.measures.${line.measure}`)}
          </button>
        </th>
        <td>{line.group}</td>
        <td className="opening-figure">{figureOf(line, line.source)}</td>
        <td className="opening-figure">{figureOf(line, line.here)}</td>
        <td className={`opening-figure${difference === 0 ? '' : ' state-late'}`}>{figureOf(line, difference)}</td>
      </tr>
      {isOpen
        ? [...line.rows]
            .sort(byDifference)
            .slice(0, SHOWN_ROWS)
            .map((row) => (
              <tr key={row.key} className="opening-behind">
                <td />
                <td>{row.key}</td>
                <td className="opening-figure">{figureOf(line, row.source)}</td>
                <td className="opening-figure">{figureOf(line, row.here)}</td>
                <td className="opening-figure">{figureOf(line, (row.here ?? 0) - (row.source ?? 0))}</td>
              </tr>
            ))
        : null}
      {isOpen && line.rows.length > SHOWN_ROWS ? (
        <tr className="opening-behind">
          <td />
          <td colSpan={4} className="text-3">
            {t('admin.opening.moreRows', { count: line.rows.length - SHOWN_ROWS })}
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The report with all rows behind it, for a spreadsheet. */
function reportCsv(sums: readonly SumLine[], t: (key: string) => string): string {
  const plain = (line: SumLine, amount: number | null) =>
    amount === null ? '' : formatDecimal(amount, line.currency === null ? 4 : currencyDecimals(line.currency));
  const rows = sums.flatMap((line) =>
    [{ key: '', source: line.source, here: line.here }, ...line.rows].map((row) => [
      t(`admin.opening.measures.${line.measure}`),
      line.group,
      row.key,
      plain(line, row.source),
      plain(line, row.here),
      plain(line, (row.here ?? 0) - (row.source ?? 0)),
    ]),
  );
  const heads = ['measure', 'group', 'row', 'source', 'here', 'difference'].map((key) => t(`admin.opening.${key}`));
  return `\uFEFF${Papa.unparse([heads, ...rows], { escapeFormulae: /^[=@\t\r]/, newline: '\r\n' })}\r\n`;
}
