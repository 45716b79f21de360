import { Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountLineRow, StockCount } from '#shared/domains/inventory/queries/count-list.ts';
import { DateTime, Quantity } from '../../../ui/format.tsx';

const MOST_CHARACTERS = 200;

interface CountLineDetailProps {
  readonly line: CountLineRow;
  readonly head: StockCount['head'];
  /** What was written for when the count is posted; null: nothing is to be written. */
  readonly reason: string | null;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}

/** Below a line of a count: who counted it and when, the numbers of all pieces that nobody found, and why it differs. */
export function CountLineDetail({ line, head, reason, onReason, onClose }: CountLineDetailProps): ReactNode {
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
      <CountFacts line={line} />
      {line.reason === null ? null : (
        <p>
          <span className="text-2">{t('inventory.counts.reason')}</span> <span data-selectable>{line.reason}</span>{' '}
          {head.postedAt === null ? null : (
            <span className="text-3">
              {head.postedByName} <DateTime value={head.postedAt} />
            </span>
          )}
        </p>
      )}
      {reason === null ? null : (
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

/** Who counted it, when and how much; of what was counted twice, the first count too. */
function CountFacts({ line }: { readonly line: CountLineRow }): ReactNode {
  const { t } = useTranslation();
  const { counted, countedAt, countedByName, book, unit, state } = line;
  if (counted === null) return <p className="text-2">{t('inventory.counts.lineFacts.nobody')}</p>;
  return (
    <>
      {line.firstCounted === null ? null : (
        <p>
          <span className="text-2">{t('inventory.counts.lineFacts.first')}</span>{' '}
          <Quantity value={line.firstCounted} unit={unit} /> <span className="text-3">{line.firstCountedByName}</span>
        </p>
      )}
      <p>
        <span className="text-2">
          {t(`inventory.counts.lineFacts.${line.firstCounted === null ? 'counted' : 'second'}`)}
        </span>{' '}
        <Quantity value={counted} unit={unit} />{' '}
        <span className="text-3">
          {countedByName} <DateTime value={countedAt} />
        </span>{' '}
        {book === counted ? <span className="text-2">{t('inventory.counts.lineFacts.agrees')}</span> : null}
      </p>
      {state === 'recount' ? <p className="state-wait wait-text">{t('inventory.counts.lineFacts.again')}</p> : null}
    </>
  );
}
