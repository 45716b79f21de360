import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../ui/action-button.tsx';
import { countText } from '../../../ui/format-text.ts';
import { canCheck, missingFields, type OpeningSession, type OpeningState } from './opening-session.ts';

interface OpeningFooterProps {
  readonly session: OpeningSession;
  readonly state: OpeningState;
  readonly onRun: () => void;
}

/** Where the opening stands, and the one next step. */
export function OpeningFooter({ session, state, onRun }: OpeningFooterProps): ReactNode {
  const { t } = useTranslation();
  const { phase, progress } = state;
  if (phase === 'running' || phase === 'checking') {
    return (
      <>
        <span className="import-progress">
          <span className="strong">
            {t(phase === 'running' ? 'admin.import.running' : 'admin.import.checking')}
            {progress ? ` ${t(`admin.import.targets.${progress.target}`)}` : ''}
          </span>
          <progress
            className="import-bar"
            value={progress?.rowsDone ?? 0}
            max={Math.max(1, progress?.rowsTotal ?? 1)}
          />
          {progress ? (
            <span className="text-2">
              {t('admin.import.ofRows', { done: countText(progress.rowsDone), total: countText(progress.rowsTotal) })}
              {' · '}
              {t('admin.opening.part', { part: progress.part, parts: progress.parts })}
            </span>
          ) : null}
        </span>
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
  const rows = newRows(state);
  const canRun = phase === 'stopped' || (phase === 'checked' && rows > 0 && isWhole(state));
  return (
    <>
      <span className="text-2">{t(`admin.opening.hints.${hintOf(state)}`)}</span>
      <span className="import-footer-end">
        <ActionButton
          label={t('admin.opening.check')}
          keys="f8"
          labelKey="admin.opening.check"
          primary={!canRun && phase !== 'finished'}
          disabled={!canCheck(state)}
          onRun={() => void session.check()}
        />
        <ActionButton
          label={
            phase === 'stopped'
              ? t('admin.opening.goOn')
              : canRun
                ? t('admin.import.run', { count: rows, rows: countText(rows) })
                : t('admin.import.title')
          }
          keys="mod+enter"
          labelKey="admin.import.runKey"
          primary={canRun}
          disabled={!canRun}
          onRun={onRun}
        />
      </span>
    </>
  );
}

const newRows = ({ results }: OpeningState): number =>
  results.reduce((sum, { outcome }) => sum + outcome.created + outcome.updated, 0);

const isWhole = ({ results }: OpeningState): boolean => results.every(({ outcome }) => outcome.refusal === null);

function hintOf(state: OpeningState): string {
  const { phase, tables, results } = state;
  if (phase === 'finished' || phase === 'stopped') return phase;
  if (phase === 'checked') {
    if (newRows(state) === 0) return 'nothingNew';
    return results.some(({ problems }) => problems.length > 0) ? 'checkedWithProblems' : 'checked';
  }
  if (tables.length === 0) return 'open';
  if (tables.some((table) => missingFields(table).length > 0)) return 'columns';
  if (tables.some((table) => table.kind === 'orders') && !tables.some((table) => table.kind === 'orderLines'))
    return 'lines';
  return canCheck(state) ? 'ready' : 'none';
}
