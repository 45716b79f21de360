import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../app/session.ts';
import { dateTimeText } from './format-text.ts';

/** Younger data is as good as now. */
const FRESH_MS = 5 * 60_000;
const LOOK_AGAIN_MS = 30_000;

/** How old figures are that depend on others; nothing while they are fresh. */
export function DataAge(): ReactNode {
  const { t, i18n } = useTranslation();
  const asOf = useSyncStatus(({ status }) => status?.dataAsOf ?? null);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  if (asOf === null || now - asOf < FRESH_MS) return null;
  return <span className="data-age">{t('sync.dataAsOf', { at: dateTimeText(asOf, i18n.language) })}</span>;
}
