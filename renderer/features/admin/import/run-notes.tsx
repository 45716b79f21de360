import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { reasonText } from '../../../app/i18n.ts';
import { Note } from '../../../ui/page.tsx';

/** Of documents with a sentence of their own so many are told; the ledger has all of them. */
const LIMIT_TOLD = 5;

/** What was taken otherwise than the file says: orders that wait for approval, numbers that others had. */
export function RunNotes({ notes }: { readonly notes: readonly Reason[] }): ReactNode {
  const { t } = useTranslation();
  if (notes.length === 0) return null;
  return (
    <Note tone="wait" title={t('admin.import.taken')}>
      {notes.slice(0, LIMIT_TOLD).map(reasonText).join(' ')}
      {notes.length > LIMIT_TOLD ? ` ${t('admin.import.moreNotes', { count: notes.length - LIMIT_TOLD })}` : null}
    </Note>
  );
}
