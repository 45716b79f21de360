import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DateOnly } from '../../../ui/format.tsx';

/** From when until when, both days counting; without an end until somebody ends it. */
export function Days({ from, until }: { readonly from: string; readonly until: string | null }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <DateOnly value={from} /> –{' '}
      {until === null ? <span className="text-3">{t('pricing.noEnd')}</span> : <DateOnly value={until} />}
    </>
  );
}
