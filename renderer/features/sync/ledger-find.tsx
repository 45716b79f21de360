import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterBar } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateShape } from '../../ui/state-tag.tsx';
import { useDayFormats } from '../../ui/use-day-formats.ts';

interface LedgerFindProps {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** ISO date; null is any day. */
  readonly day: string | null;
  readonly onDay: (day: string | null) => void;
  /** Enter in the search: on to what was found. */
  readonly onEnter: () => void;
}

/** What is looked for in the ledger: a text in document or customer, a day. Both are cleared by keys as by the mouse. */
export function LedgerFind({ typed, onType, day, onDay, onEnter }: LedgerFindProps): ReactNode {
  const { t } = useTranslation();
  const dayFormats = useDayFormats();
  const clearEmptied = (field: EventTarget) => {
    if (field instanceof HTMLInputElement && field.value.trim() === '') onDay(null);
  };
  return (
    <FilterBar
      end={
        <DatePicker
          format={dayFormats}
          size="small"
          value={day === null ? null : dayjs(day)}
          onChange={(value) => onDay(value?.format('YYYY-MM-DD') ?? null)}
          // An emptied field is no date to the picker, which would put the old one back.
          onKeyDown={(event) => {
            if (event.key === 'Enter') clearEmptied(event.target);
          }}
          onBlur={(event) => clearEmptied(event.target)}
          maxDate={dayjs()}
          placeholder={t('syncLedger.anyDay')}
          aria-label={t('syncLedger.day')}
        />
      }
    >
      <SearchField
        label={t('syncLedger.search')}
        labelKey="syncLedger.search"
        value={typed}
        onChange={onType}
        onEnter={onEnter}
      />
    </FilterBar>
  );
}

interface HiddenNeedingProps {
  /** How many that need the person are not of the day or text that is looked for. */
  readonly count: number;
  readonly isRejected: boolean;
  readonly onShowAll: () => void;
}

/** Says that a search or a day hides what needs the person, and takes it away. */
export function HiddenNeeding({ count, isRejected, onShowAll }: HiddenNeedingProps): ReactNode {
  const { t } = useTranslation();
  return (
    <p className="ledger-heading" role="status">
      <StateShape state={isRejected ? 'late' : 'wait'} />
      {t('syncLedger.hiddenNeeding', { count })}
      <Button size="small" type="link" onClick={onShowAll}>
        {t('syncLedger.showHidden')}
      </Button>
    </p>
  );
}
