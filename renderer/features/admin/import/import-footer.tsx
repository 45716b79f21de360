import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../ui/action-button.tsx';
import { countText } from '../../../ui/format-text.ts';
import { StateShape } from '../../../ui/state-tag.tsx';
import { fieldsOf, type ImportSession, type ImportState, newRowsOf } from './import-session.ts';
import { importTargets, type TargetKind, targetKinds } from './import-targets.ts';
import { matchColumns, unmatchedFields } from './match-columns.ts';

interface ImportFooterProps {
  readonly session: ImportSession;
  readonly state: ImportState;
  readonly onRun: () => void;
}

/** Where the import stands, and the one next step. */
export function ImportFooter({ session, state, onRun }: ImportFooterProps): ReactNode {
  const { t } = useTranslation();
  const { phase, check, finished, progress } = state;
  if (phase === 'running') {
    return (
      <>
        <ProgressBar
          label={t('admin.import.running')}
          done={progress?.rowsDone ?? 0}
          total={check?.plan.rows.length ?? 0}
        />
        <span className="import-footer-end">
          <ActionButton
            label={t(state.stopAsked ? 'admin.import.stopping' : 'admin.import.stop')}
            keys="escape"
            labelKey="admin.import.stop"
            disabled={state.stopAsked}
            onRun={() => session.stop()}
          />
        </span>
      </>
    );
  }
  if (phase === 'checking' && progress) {
    return <ProgressBar label={t('admin.import.checking')} done={progress.rowsDone} total={progress.rowsTotal} />;
  }
  if (finished) return <FinishedFooter session={session} state={state} />;
  const rows = check?.plan.rows.length ?? 0;
  const news = check ? newRowsOf(check) : 0;
  const canRun = phase === 'checked' && news > 0 && check?.counts.refusal === null;
  const hint = phase === 'open' ? openHint(state) : (check?.plan.leftOut ?? 0) > 0 ? 'checkedWithProblems' : phase;
  const nothingNew = phase === 'checked' && rows > 0 && news === 0 && check?.counts.refusal === null;
  return (
    <>
      <span className="text-2">{t(nothingNew ? 'admin.import.nothingNew' : `admin.import.hints.${hint}`)}</span>
      <span className="import-footer-end">
        <ActionButton
          primary
          label={
            canRun
              ? t(state.target === 'orders' ? 'admin.import.runOrders' : 'admin.import.run', {
                  count: news,
                  rows: countText(news),
                })
              : t('admin.import.title')
          }
          keys="mod+enter"
          labelKey="admin.import.runKey"
          disabled={!canRun}
          onRun={onRun}
        />
      </span>
    </>
  );
}

/** What is missing before the check can begin. */
function openHint({ target, files }: ImportState): string {
  const roles = importTargets[target].lineFields ? (['main', 'lines'] as const) : (['main'] as const);
  const chosen = roles.filter((role) => files[role].sheet !== null);
  if (chosen.length === 0) return 'open';
  if (chosen.some((role) => unmatchedFields(fieldsOf(target, role), files[role].columns).length > 0)) return 'columns';
  return chosen.length < roles.length ? 'otherFile' : 'defaults';
}

function FinishedFooter({ session, state }: Pick<ImportFooterProps, 'session' | 'state'>): ReactNode {
  const { t } = useTranslation();
  const { finished, target } = state;
  if (!finished) return null;
  const { outcome } = finished;
  const isWhole = outcome.refusal === null && !outcome.stopped;
  const next = nextTarget(state);
  return (
    <>
      <span className="import-said" role="status">
        <StateShape state={isWhole ? 'done' : 'wait'} />
        {t(isWhole ? 'admin.import.done' : 'admin.import.notWhole', {
          rows: countText(outcome.rowsDone),
          total: countText(outcome.rowsTotal),
        })}
      </span>
      <span className="import-footer-end">
        <ActionButton
          label={t('admin.import.checkAgain')}
          keys="f8"
          labelKey="admin.import.checkAgain"
          primary={!isWhole}
          onRun={() => session.setDefaults({})}
        />
        {isWhole && next ? (
          <ActionButton
            primary
            label={t(next.keepFile ? 'admin.import.stockOfThisFile' : `admin.import.next.${next.kind}`)}
            keys="mod+enter"
            labelKey="admin.import.nextKey"
            onRun={() => session.setTarget(next.kind, next.keepFile)}
          />
        ) : null}
      </span>
      <span className="visually-hidden">{t(`admin.import.targets.${target}`)}</span>
    </>
  );
}

/** What a new company imports after this; the file of the products goes on when it has stock in it. */
function nextTarget({ target, files }: ImportState): { kind: TargetKind; keepFile: boolean } | null {
  const { sheet } = files.main;
  const { fields } = importTargets.stock;
  const hasStock = sheet !== null && unmatchedFields(fields, matchColumns(fields, sheet.headings)).length === 0;
  if (target === 'products' && hasStock) return { kind: 'stock', keepFile: true };
  const kind = targetKinds[targetKinds.indexOf(target) + 1];
  return kind ? { kind, keepFile: false } : null;
}

function ProgressBar({
  label,
  done,
  total,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="import-progress">
      <progress className="import-bar" aria-label={label} value={done} max={Math.max(1, total)} />
      <span>
        {label} {t('admin.import.ofRows', { done: countText(done), total: countText(total) })}
      </span>
    </div>
  );
}
