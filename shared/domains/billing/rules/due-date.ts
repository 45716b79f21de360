import { addDays, type CalendarDate } from '../../../kernel/instants.ts';

/** When a document is to be paid: at once, net days after it, or days after the end of its month. */
export interface Terms {
  readonly kind: 'cash' | 'net' | 'monthEnd';
  readonly days: number;
}

/** R11: the day on which a document of these terms is due. */
export function dueDate({ kind, days }: Terms, documentDate: CalendarDate): CalendarDate {
  if (kind === 'cash') return documentDate;
  return addDays(kind === 'net' ? documentDate : lastDayOfMonth(documentDate), days);
}

function lastDayOfMonth(day: CalendarDate): CalendarDate {
  const [year = 0, month = 1] = day.split('-').map(Number);
  // Day 0 of the month after.
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
