import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A calendar date as ISO text, `2026-11-23`: a day on the wall of an office, not a point in time. */
export type CalendarDate = string;

export const instantSchema = z.int().min(0);
export const calendarDateSchema = z.iso.date();

const MS_PER_DAY = 86_400_000;

/**
 * The calendar date of an instant at a fixed offset from UTC.
 * @param offsetMinutes minutes east of UTC (480 for China), a company setting, never the machine's
 */
export function calendarDateAt(instant: Instant, offsetMinutes: number): CalendarDate {
  return new Date(instant + offsetMinutes * 60_000).toISOString().slice(0, 10);
}

/** The instant at which a calendar date begins at a fixed offset from UTC (minutes east). */
export function startOfDay(date: CalendarDate, offsetMinutes: number): Instant {
  return Date.parse(`${date}T00:00:00Z`) - offsetMinutes * 60_000;
}

/** Adds days to a calendar date (negative counts back). */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Days from one calendar date to another: negative when `to` is before `from`. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY);
}
