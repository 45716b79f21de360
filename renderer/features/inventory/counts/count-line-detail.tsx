import { Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow } from '#shared/domains/inventory/queries/count-list.ts';

const MOST_CHARACTERS = 200;

interface CountLineDetailProps {
  readonly line: CountLineRow;
  /** What was written for when the count is posted; null: nothing is to be written. */
  readonly reason: string | null;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}

/** Below a line of a count: the numbers of all pieces that nobody found, and why the shelf differs. */
export function CountLineDetail({ line, reason, onReason, onClose }: CountLineDetailProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="count-detail">
      {line.missing.length > 0 ? (
        <p>
          <span className="text-2">{t('inventory.counts.missingNumbers', { count: line.missing.length })}</span>{' '}
          <span className="state-late late-text">{line.missing.join(', ')}</span>
        </p>
      ) : null}
      {reason === null ? (
        <p>{line.reason}</p>
      ) : (
        <div className="document-field">
          <label htmlFor={id}>{t('inventory.counts.reason')}</label>
          <Input
            id={id}
            autoFocus
            maxLength={MOST_CHARACTERS}
            placeholder={t('inventory.counts.reasonHint')}
            value={reason}
            onChange={(event) => onReason(event.target.value)}
            onPressEnter={(event) => {
              event.currentTarget.closest<HTMLElement>('[role=grid]')?.focus();
              onClose();
            }}
          />
        </div>
      )}
    </div>
  );
}
