import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays } from '#shared/kernel/instants.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { useDayFormats } from '../../../ui/use-day-formats.ts';

interface TourDayProps {
  readonly day: string;
  readonly today: string;
  readonly onDay: (day: string) => void;
}

/** Which day's tours are shown: the day before, one that is chosen, the day after. */
export function TourDay({ day, today, onDay }: TourDayProps): ReactNode {
  const { t } = useTranslation();
  const dayFormats = useDayFormats();
  return (
    <>
      <ActionButton
        label={t('inventory.tours.dayBefore')}
        keys="["
        labelKey="inventory.tours.dayBefore"
        onRun={() => onDay(addDays(day, -1))}
      />
      <DatePicker
        format={dayFormats}
        aria-label={t('inventory.tours.day')}
        allowClear={false}
        value={dayjs(day)}
        onChange={(picked) => onDay(picked ? picked.format('YYYY-MM-DD') : today)}
      />
      <ActionButton
        label={t('inventory.tours.dayAfter')}
        keys="]"
        labelKey="inventory.tours.dayAfter"
        onRun={() => onDay(addDays(day, 1))}
      />
    </>
  );
}
