/** The demo's year day by day: working weeks, seasons of the trade, growth, and the quiet of China's holidays. */
import type { DemoDay } from '#shared/kernel/demo.ts';
import { addDays, type CalendarDate, daysBetween, startOfDay } from '#shared/kernel/instants.ts';

export const DEMO_UTC_OFFSET_MINUTES = 480;
const SATURDAY = 6;
const SUNDAY = 7;

/** The first day of the Spring Festival, and the days of the two festivals that follow the moon. */
const moonDays: Readonly<Record<string, { spring: string; dragonBoat: string; midAutumn: string }>> = {
  2024: { spring: '02-10', dragonBoat: '06-10', midAutumn: '09-17' },
  2025: { spring: '01-29', dragonBoat: '05-31', midAutumn: '10-06' },
  2026: { spring: '02-17', dragonBoat: '06-19', midAutumn: '09-25' },
  2027: { spring: '02-06', dragonBoat: '06-09', midAutumn: '09-15' },
  2028: { spring: '01-26', dragonBoat: '05-28', midAutumn: '10-03' },
  2029: { spring: '02-13', dragonBoat: '06-16', midAutumn: '09-22' },
  2030: { spring: '02-03', dragonBoat: '06-05', midAutumn: '09-12' },
  2031: { spring: '01-23', dragonBoat: '06-24', midAutumn: '10-01' },
  2032: { spring: '02-11', dragonBoat: '06-12', midAutumn: '09-19' },
};

/** Twelve months of business; weeks before the Spring Festival and in autumn are the busiest. */
const monthWeights = [1.15, 0.85, 0.95, 1, 1.05, 0.95, 0.95, 1, 1.15, 1, 1.2, 1.1];
/** Business at the year's end beside that of its beginning. */
const GROWTH = 0.3;

/**
 * The days before `today`, oldest first: from the first of the same month a year ago, so that this month can be compared
 * with a whole one.
 */
export function demoDays(today: CalendarDate): readonly [DemoDay, ...DemoDay[]] {
  const first = `${Number(today.slice(0, 4)) - 1}-${today.slice(5, 7)}-01`;
  const count = daysBetween(first, today);
  const dates = Array.from({ length: count }, (_, index) => addDays(first, index));
  const weights = dates.map((date, index) => weightOf(date) * (1 + (GROWTH * index) / count));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let done = 0;
  const days = dates.map((date, index): DemoDay => {
    done += weights[index] ?? 0;
    const midnight = startOfDay(date, DEMO_UTC_OFFSET_MINUTES);
    return {
      date,
      index,
      weight: weights[index] ?? 0,
      progress: done / total,
      month: Number(date.slice(5, 7)),
      weekday: weekdayOf(date),
      at: (minutes) => midnight + minutes * 60_000,
    };
  });
  return days as unknown as readonly [DemoDay, ...DemoDay[]];
}

const weekdayOf = (date: CalendarDate): number => new Date(`${date}T00:00:00Z`).getUTCDay() || SUNDAY;

/** How busy a day is; 0: closed. */
function weightOf(date: CalendarDate): number {
  const weekday = weekdayOf(date);
  if (weekday === SUNDAY || isHoliday(date)) return 0;
  const month = monthWeights[Number(date.slice(5, 7)) - 1] ?? 1;
  const rush = daysToSpring(date) > 0 && daysToSpring(date) <= 21 ? 1.5 : 1;
  return month * rush * (weekday === SATURDAY ? 0.45 : weekday === 1 ? 1.15 : 1);
}

function isHoliday(date: CalendarDate): boolean {
  const [year = '', ...rest] = date.split('-');
  const day = rest.join('-');
  if (day === '01-01' || (day >= '04-04' && day <= '04-05') || (day >= '05-01' && day <= '05-04')) return true;
  if (day >= '10-01' && day <= '10-06') return true;
  const moon = moonDays[year];
  if (day === moon?.dragonBoat || day === moon?.midAutumn) return true;
  // The company closes two days before the festival and opens after the lantern shops do.
  const toSpring = daysToSpring(date);
  return toSpring <= 2 && toSpring > -8;
}

/** Days until the Spring Festival of the same year, negative after it; far away where the table ends. */
function daysToSpring(date: CalendarDate): number {
  const year = date.slice(0, 4);
  const spring = moonDays[year]?.spring;
  if (spring === undefined) return 400;
  return daysBetween(date, `${year}-${spring}`);
}
