import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type LoadText, loadLine, loadText } from '../app/load-text.ts';
import { useSyncStatus } from '../app/session.ts';
import { EmptyState } from './page.tsx';
import './load-progress.css';

/** What is being loaded, why, and how far it is; nothing while everything is here. */
export function LoadProgress(): ReactNode {
  const { t } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  const load = status?.loading;
  if (!status || !load) return null;
  const text = loadText(load, status.network);
  return (
    <section className="load-progress" aria-label={t(`load.title.${load.purpose}`)}>
      <div className="strong">{t(`load.title.${load.purpose}`)}</div>
      <LoadBar text={text} isHalted={status.network === 'offline'} />
      <div className="small">{loadLine(text)}</div>
      <div className="small text-3">{t(`load.text.${load.purpose}`)}</div>
    </section>
  );
}

interface LoadBarProps {
  /** null: how much there is, is not known yet. */
  readonly text: LoadText | null;
  readonly isHalted: boolean;
}

/** The bar alone: as far as it is, or on the move while that is not known. */
export function LoadBar({ text, isHalted }: LoadBarProps): ReactNode {
  const { t } = useTranslation();
  const share = text?.share ?? null;
  return (
    <div
      className="load-bar"
      role="progressbar"
      aria-label={t('load.label')}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.floor(share * 100) })}
      {...(text ? { 'aria-valuetext': loadLine(text) } : {})}
    >
      {share === null ? null : <span style={{ width: `${share * 100}%` }} />}
      {share === null && !isHalted ? <span className="load-bar-runs" /> : null}
    </div>
  );
}

interface EmptyListProps {
  /** What the list shows is kept on this computer alone: drafts. */
  readonly isHere?: boolean;
  readonly children: ReactNode;
}

/** What stands where a list is empty: during the first load that says nothing yet. */
export function EmptyList({ isHere = false, children }: EmptyListProps): ReactNode {
  const { t } = useTranslation();
  const isLoading = useSyncStatus(({ status }) => status?.firstLoad != null);
  return isLoading && !isHere ? <EmptyState title={t('load.listTitle')}>{t('load.listText')}</EmptyState> : children;
}
