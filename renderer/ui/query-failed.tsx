import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '#shared/kernel/refusal.ts';
import { reasonText } from '../app/i18n.ts';
import { ActionButton } from './action-button.tsx';
import { Note } from './page.tsx';

interface QueryFailedProps {
  readonly refusal: Reason | null;
  readonly onRetry: () => void;
}

/** Why data could not be read, and the key to read it again: a list that failed must not look like an empty one. */
export function QueryFailed({ refusal, onRetry }: QueryFailedProps): ReactNode {
  const { t } = useTranslation();
  if (refusal === null) return null;
  return (
    <Note tone="late" title={t('unread.title')} action={<ActionButton label={t('broken.again')} onRun={onRetry} />}>
      {reasonText(refusal)}
    </Note>
  );
}
