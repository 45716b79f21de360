import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from '../../../app/i18n.ts';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { countText } from '../../../ui/format-text.ts';
import { EmptyState, Note, PanelHeading } from '../../../ui/page.tsx';
import { saveTextFile } from '../../../ui/save-text-file.ts';
import { type StateName, StateShape } from '../../../ui/state-tag.tsx';
import type { RowProblem } from './check-rows.ts';
import { fieldKey } from './column-table.tsx';
import { problemsCsv } from './export-problems.ts';
import type { ImportState } from './import-session.ts';
import { fieldsOf, newRowsOf } from './import-session.ts';
import { importTargets } from './import-targets.ts';
import { unmatchedFields } from './match-columns.ts';
import { RunNotes } from './run-notes.tsx';
import './check-panel.css';

/** What would happen, and after the run what happened: counts, and every row that cannot be taken. */
export function CheckPanel({ state }: { readonly state: ImportState }): ReactNode {
  const { t } = useTranslation();
  const { target, phase, check, finished, progress } = state;
  const counts = finished?.outcome ?? progress ?? check?.counts ?? null;
  const problems = finished?.problems ?? check?.plan.problems ?? [];
  const leftOut = (check?.plan.leftOut ?? 0) + (finished?.outcome.problems.length ?? 0);
  const refusal = state.trouble ?? finished?.outcome.refusal ?? check?.counts.refusal ?? null;
  const shipped = check?.plan.shipped ?? 0;
  return (
    <aside className="import-panel" aria-label={t('admin.import.result')}>
      <div className="import-panel-head">
        <PanelHeading note={t(`admin.import.phases.${phase}`)}>
          {t(finished ? 'admin.import.happened' : 'admin.import.wouldHappen')}
        </PanelHeading>
        <dl className="import-figures">
          <Figure label={t('admin.import.created')} value={counts?.created} />
          <Figure label={t('admin.import.updated')} value={counts?.updated} />
          <Figure label={t('admin.import.unchanged')} value={counts?.unchanged} />
          <Figure
            label={t('admin.import.leftOut')}
            value={check ? leftOut : undefined}
            {...(leftOut > 0 ? { state: 'late' as const } : {})}
          />
        </dl>
        {shipped > 0 ? (
          <p className="small text-2">{t('admin.import.shipped', { count: shipped, orders: countText(shipped) })}</p>
        ) : null}
        <MissingColumns state={state} />
        <RunNotes notes={finished?.outcome.notes ?? check?.counts.notes ?? []} />
        {refusal ? (
          <Note tone="late" title={t('admin.import.stoppedByRefusal')}>
            {reasonText(refusal)}
          </Note>
        ) : null}
      </div>
      <Problems problems={problems} twoFiles={importTargets[target].lineFields !== null} stage={stageOf(state)} />
    </aside>
  );
}

function Figure({
  label,
  value,
  state,
}: {
  readonly label: string;
  readonly value: number | undefined;
  readonly state?: StateName;
}): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={state ? `state-${state} import-figure-state` : ''}>
        {state ? <StateShape state={state} /> : null}
        {value === undefined ? <span className="figure-empty">–</span> : countText(value)}
      </dd>
    </div>
  );
}

/** What has to be chosen before anything can be checked. */
function MissingColumns({ state }: { readonly state: ImportState }): ReactNode {
  const { t } = useTranslation();
  const roles = importTargets[state.target].lineFields ? (['main', 'lines'] as const) : (['main'] as const);
  const missing = roles.flatMap((role) =>
    state.files[role].sheet
      ? unmatchedFields(fieldsOf(state.target, role), state.files[role].columns).map((field) =>
          fieldKey(state.target, role, field.name),
        )
      : [],
  );
  const noFile = roles.some((role) => state.files[role].sheet === null);
  if (missing.length > 0) {
    return (
      <Note tone="wait" title={t('admin.import.missingColumns')}>
        {t('admin.import.missingColumnsText', {
          fields: missing.map((key) => t(key)).join(t('admin.import.listJoin')),
        })}
      </Note>
    );
  }
  return noFile ? <p className="small text-2">{t('admin.import.secondFile')}</p> : null;
}

/** What there is to say while no row has a problem. */
type Stage = 'notYet' | 'noProblems' | 'allHere' | 'beingWritten' | 'notAllTaken' | 'allTaken';

function stageOf({ phase, check, finished }: ImportState): Stage {
  if (finished) return finished.outcome.stopped || finished.outcome.refusal ? 'notAllTaken' : 'allTaken';
  if (phase === 'running') return 'beingWritten';
  if (!check) return 'notYet';
  return newRowsOf(check) > 0 ? 'noProblems' : 'allHere';
}

interface ProblemsProps {
  readonly problems: readonly RowProblem[];
  readonly twoFiles: boolean;
  readonly stage: Stage;
}

function Problems({ problems, twoFiles, stage }: ProblemsProps): ReactNode {
  const { t } = useTranslation();
  const fileOf = (problem: RowProblem) => t(`admin.import.roles.${problem.file}`);
  const columns: readonly DataColumn<RowProblem>[] = [
    {
      key: 'problem',
      title: t('admin.import.problemHead'),
      width: 'minmax(0, 1fr)',
      render: (problem) => (
        <div className="import-problem">
          <span className="import-problem-place">
            <StateShape state="late" />
            <span className="strong">{t('admin.import.line', { line: problem.line })}</span>
            {twoFiles ? <span className="text-3">{fileOf(problem)}</span> : null}
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
  const save = () =>
    saveTextFile(
      t('admin.import.problemFile'),
      problemsCsv(problems, {
        line: t('admin.import.problemColumns.line'),
        column: t('admin.import.problemColumns.column'),
        cause: t('admin.import.problemColumns.cause'),
        cell: t('admin.import.problemColumns.cell'),
        file: t('admin.import.problemColumns.file'),
        causeOf: reasonText,
        fileOf,
      }),
    );
  if (problems.length === 0) {
    return <EmptyState title={t(`admin.import.${stage}`)}>{t(`admin.import.${stage}Text`)}</EmptyState>;
  }
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
      <DataTable<RowProblem>
        label={t('admin.import.problemHead')}
        columns={columns}
        rows={problems}
        rowKey={(problem) => `${problem.file}:${problem.line}:${problem.column}:${problem.code}`}
        rowHeight={PROBLEM_ROW}
        empty={null}
      />
    </>
  );
}

/** The place, and two lines for the cause. */
const PROBLEM_ROW = 64;
