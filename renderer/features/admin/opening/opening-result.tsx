import { Button } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { reasonText } from '../../../app/i18n.ts';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { countText } from '../../../ui/format-text.ts';
import { EmptyState, Note, PanelHeading } from '../../../ui/page.tsx';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import type { RowProblem } from '../import/check-rows.ts';
import { problemsCsv } from '../import/export-problems.ts';
import { RunNotes } from '../import/run-notes.tsx';
import type { OpeningState, PartResult } from './opening-session.ts';
import { placeOf } from './table-list.tsx';
import '../import/import.css';
import '../import/check-panel.css';

/** Rows that are neither new, nor changed, nor here already. */
export const leftOutOf = ({ part, outcome }: PartResult): number => part.plan.leftOut + outcome.problems.length;

/** Of all tables: what was taken otherwise than it stands there. */
export const notesOf = (results: readonly PartResult[]): readonly Reason[] =>
  results.flatMap(({ outcome }) => outcome.notes);

/** What would happen, and what happened, table by table, with every row that cannot be taken. */
export function OpeningResult({ state }: { readonly state: OpeningState }): ReactNode {
  const { t } = useTranslation();
  const { results, phase, trouble } = state;
  const refusal = trouble ?? results.find((each) => each.outcome.refusal)?.outcome.refusal ?? null;
  return (
    <aside className="opening-result" aria-label={t('admin.import.result')}>
      <PanelHeading note={t(`admin.opening.phases.${phase}`)}>
        {t(phase === 'stopped' || phase === 'running' ? 'admin.import.happened' : 'admin.import.wouldHappen')}
      </PanelHeading>
      {refusal ? (
        <Note tone="late" title={t('admin.import.stoppedByRefusal')}>
          {reasonText(refusal)}
        </Note>
      ) : null}
      <RunNotes notes={notesOf(results)} />
      {results.length > 0 ? <PartCounts results={results} /> : null}
      <Problems results={results} />
    </aside>
  );
}

/** Counts of each table; printed with the report too. */
export function PartCounts({ results }: { readonly results: readonly PartResult[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <table className="opening-counts">
      <thead>
        <tr>
          <th scope="col">{t('admin.opening.what')}</th>
          <th scope="col">{t('admin.opening.read')}</th>
          <th scope="col">{t('admin.import.created')}</th>
          <th scope="col">{t('admin.import.updated')}</th>
          <th scope="col">{t('admin.import.unchanged')}</th>
          <th scope="col">{t('admin.opening.leftOut')}</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => {
          const { part, read, outcome } = result;
          const leftOut = leftOutOf(result);
          return (
            <tr key={part.table.id}>
              <th scope="row">{t(`admin.import.targets.${part.target}`)}</th>
              <td>{countText(read)}</td>
              <td>{countText(outcome.created)}</td>
              <td>{countText(outcome.updated)}</td>
              <td>{countText(outcome.unchanged)}</td>
              <td className={leftOut > 0 ? 'state-late' : ''}>{countText(leftOut)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface PlacedProblem extends RowProblem {
  readonly place: string;
}

function Problems({ results }: { readonly results: readonly PartResult[] }): ReactNode {
  const { t } = useTranslation();
  const problems = useMemo(
    () =>
      results.flatMap(({ part, problems: found }) =>
        found.map((problem): PlacedProblem => {
          const table = problem.file === 'lines' ? (part.lines ?? part.table) : part.table;
          return { ...problem, place: placeOf(table) };
        }),
      ),
    [results],
  );
  if (problems.length === 0) {
    const key = results.length === 0 ? 'notYet' : 'noProblems';
    return <EmptyState title={t(`admin.import.${key}`)}>{t(`admin.opening.${key}Text`)}</EmptyState>;
  }
  const save = () => {
    const places = new Map<RowProblem, string>(problems.map((problem) => [problem, problem.place]));
    saveTextFile(
      t('admin.import.problemFile'),
      problemsCsv(problems, {
        line: t('admin.import.problemColumns.line'),
        column: t('admin.import.problemColumns.column'),
        cause: t('admin.import.problemColumns.cause'),
        cell: t('admin.import.problemColumns.cell'),
        file: t('admin.import.problemColumns.file'),
        causeOf: reasonText,
        fileOf: (problem) => places.get(problem) ?? '',
      }),
    );
  };
  const columns: readonly DataColumn<PlacedProblem>[] = [
    {
      key: 'problem',
      title: t('admin.import.problemHead'),
      width: 'minmax(0, 1fr)',
      render: (problem) => (
        <div className="import-problem">
          <span className="import-problem-place">
            <StateShape state="late" />
            <span className="strong">{t('admin.import.line', { line: problem.line })}</span>
            <span className="text-3 ellipsis">{problem.place}</span>
            {problem.heading === null ? null : <span>{problem.heading}</span>}
            {problem.cell === '' ? null : <code className="ellipsis">{problem.cell}</code>}
          </span>
          <span className="small text-2 import-cause" title={reasonText(problem)}>
            {reasonText(problem)}
          </span>
        </div>
      ),
    },
  ];
  return (
    <>
      <div className="import-problems-bar">
        <span className="strong">
          {t('admin.import.problems', { count: problems.length, problems: countText(problems.length) })}
        </span>
        <Button size="small" onClick={save}>
          {t('admin.import.saveProblems')}
        </Button>
      </div>
      <DataTable<PlacedProblem>
        label={t('admin.import.problemHead')}
        columns={columns}
        rows={problems}
        rowKey={(problem) => `${problem.place}:${problem.line}:${problem.column}:${problem.code}`}
        rowHeight={PROBLEM_ROW}
        empty={null}
      />
    </>
  );
}

/** The place, and two lines for the cause. */
const PROBLEM_ROW = 64;
