/**
 * Revenue by month and product over a year of order lines, against the SQL that an analyst would write; and what a
 * keystroke's search costs in the window while such reports run without a pause.
 */
import type { RevenueByMonth } from '#shared/domains/reports/queries/revenue-by-month.ts';
import { ask } from '../ask.ts';
import { timeQuestionsWhileReporting } from '../at-the-screen.ts';
import type { BenchCompany } from '../company.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { median, percentile, timeInTurns } from '../statistics.ts';

const MOST_RATIO = 1.3;
const MOST_KEYSTROKE_MS = 15;

export const measure: Measure = {
  about: 'revenue by month × product over a year, against raw SQL; a keystroke while reports run',
  async run(bench) {
    const company = await bench.company();
    const args = reportArgs(company);
    return [await inProcess(bench, company, args), await besideKeystrokes(bench, args)];
  },
};

interface ReportArgs {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly territoryId: null;
  readonly limitProducts: number;
}

/** The year of the newest order, in the currency of most. */
function reportArgs(company: BenchCompany): ReportArgs {
  const raw = company.openRawReader();
  try {
    const last = raw.prepare('SELECT max("orderedOn") FROM "orders"').pluck().get() as string;
    const currency = raw.prepare('SELECT "currency" FROM "orders" GROUP BY "currency" ORDER BY count(*) DESC LIMIT 1');
    const to = last.slice(0, 7);
    const [year = '', month = ''] = to.split('-');
    const from = month === '12' ? `${year}-01` : `${Number(year) - 1}-${String(Number(month) + 1).padStart(2, '0')}`;
    return { from, to, currency: currency.pluck().get() as string, territoryId: null, limitProducts: 50 };
  } finally {
    raw.close();
  }
}

async function inProcess(bench: Bench, company: BenchCompany, args: ReportArgs): Promise<Finding> {
  const reader = company.openReader();
  const raw = company.openRawReader();
  try {
    const statement = raw.prepare(
      `SELECT substr(o."orderedOn", 1, 7) AS "month", l."productId", sum(l."netMinor") AS "netMinor", sum(l."quantity") AS "quantity"
         FROM "orders" o JOIN "orderLines" l ON l."orderId" = o."id"
        WHERE o."state" IN ('open', 'closed') AND o."currency" = ? AND o."deletedAt" IS NULL AND l."deletedAt" IS NULL
          AND o."orderedOn" >= ? AND o."orderedOn" <= ?
        GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    const sum = (): { netMinor: number }[] => statement.all(args.currency, `${args.from}-01`, `${args.to}-31`) as never;
    const report = (): Promise<RevenueByMonth> => ask(reader, company, 'reports.revenueByMonth', args);
    const total = sum().reduce((all, { netMinor }) => all + netMinor, 0);
    if ((await report()).total.netMinor !== total || total === 0) throw new Error('the sides have different totals');
    const timings = await timeInTurns({ warmUps: 2, rounds: bench.isQuick ? 15 : 9 }, { report, raw: sum });
    const ratio = median(timings.report) / median(timings.raw);
    return {
      value: median(timings.report),
      unit: 'ms',
      ratio,
      against: 'one SQL statement with the same groups',
      goal: `≤ ${MOST_RATIO}×`,
      ok: ratio <= MOST_RATIO,
      parts: { lines: raw.prepare('SELECT count(*) FROM "orderLines"').pluck().get() as number, cells: sum().length },
    };
  } finally {
    raw.close();
    await reader.close();
  }
}

async function besideKeystrokes(bench: Bench, args: ReportArgs): Promise<Finding> {
  const { page } = await bench.window();
  const searches = ['恒', '武汉', 'wh', 'hb', '138', 'C00'].map((search) => ({ search, cursor: null, limit: 50 }));
  const rounds = { warmUps: 30, rounds: bench.isQuick ? 300 : 1_000 };
  const report = { name: 'reports.revenueByMonth', args };
  const { alone, beside, reports } = await timeQuestionsWhileReporting(
    page,
    'crm.customerList',
    searches,
    report,
    rounds,
  );
  const [p99, p99Alone] = [percentile(beside, 0.99), percentile(alone, 0.99)];
  return {
    part: 'keystroke',
    value: p99,
    unit: 'ms',
    ratio: p99 / p99Alone,
    against: 'the same searches while no report runs (p99 both)',
    goal: `p99 ≤ ${MOST_KEYSTROKE_MS} ms`,
    ok: p99 <= MOST_KEYSTROKE_MS,
    parts: { p50: median(beside), p50Alone: median(alone), p99Alone, reportsMeanwhile: reports },
  };
}
