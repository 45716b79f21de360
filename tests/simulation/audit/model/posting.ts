/** R12: which day something counts on, by the auditor's own reckoning. */
import type { BusinessRows } from './business-rows.ts';
import { type Act, type GivenReason, readSetting } from './command-run.ts';

export const dayAt = (instant: number, offsetMinutes: number): string =>
  new Date(instant + offsetMinutes * 60_000).toISOString().slice(0, 10);

export const offsetOf = (rows: BusinessRows): number => Number(readSetting(rows, 'company.utcOffsetMinutes', '480'));

/** R12: the day itself, or the first after the months that the company's own legal entity has closed. */
export function openDayOf(rows: BusinessRows, day: string): string {
  const [own] = rows.find('legalEntities', (row) => row.isDefault === 1);
  const closed = rows.find('periods', (row) => row.state === 'closed' && row.legalEntityId === (own?.id ?? null));
  const last = closed
    .map((row) => String(row.month))
    .sort()
    .at(-1);
  if (last === undefined || day.slice(0, 7) > last) return day;
  const [year = 0, month = 0] = last.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** R12: when a posting counts, with what is said where that is later than it was made. */
export function postedAt(rows: BusinessRows, act: Act): { readonly at: number; readonly reasons: GivenReason[] } {
  const offset = offsetOf(rows);
  const day = dayAt(act.now, offset);
  const openDay = openDayOf(rows, day);
  if (day === openDay) return { at: act.now, reasons: [] };
  const at = Date.parse(`${openDay}T00:00:00Z`) - offset * 60_000;
  return { at, reasons: [{ code: 'admin.periodClosed', params: { day, openDay } }] };
}
