import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadBar } from '../../ui/load-progress.tsx';
import { loadLine, loadText } from '../load-text.ts';
import { useSyncStatus } from '../session.ts';

/**
 * Over the documents while what they show is not complete or not of now: the first load that somebody does not wait for,
 * and one that takes the place of everything. What comes beside complete data is said by the sync pill alone.
 */
export function LoadStrip(): ReactNode {
  const { t } = useTranslation();
  const status = useSyncStatus((state) => state.status);
  const load = status?.loading;
  if (!status || !load || (load.purpose !== 'first' && load.purpose !== 'all')) return null;
  const text = loadText(load, status.network);
  return (
    <div className="lease-strip load-strip" role="status" data-testid="load-strip">
      <p>
        <span className="strong">{t(`load.title.${load.purpose}`)}</span> {t(`load.text.${load.purpose}`)}
      </p>
      {/* Not read out at each page. */}
      <span className="load-strip-amount" aria-live="off">
        {loadLine(text)}
      </span>
      <LoadBar text={text} isHalted={status.network === 'offline'} />
    </div>
  );
}
