/** Both sides of an order, in this process: the house's command as the device's store runs it, and the driver alone. */
import type { BenchCompany } from '../company.ts';
import type { Bench, Finding } from '../measure.ts';
import type { Database } from '../raw-sqlite.ts';
import { median, percentile, timeInTurns } from '../statistics.ts';
import { openHouse } from './open-house.ts';
import { makeOrderArgs, makeOrderRows } from './order-args.ts';
import { makeOrderCompany } from './order-company.ts';
import { prepareRawOrder } from './raw-order.ts';

export interface OrderPlan {
  readonly lines: number;
  readonly warmUps: number;
  /** So many orders, in so many groups: between groups the WAL goes into the file, as it does when a device is idle. */
  readonly rounds: number;
  readonly groups: number;
  readonly mostRatio: number;
  readonly mostP99Ms?: number;
}

/** Tables that an order writes; their rows are compared in the end. */
const written = ['orders', 'orderLines', 'reservations', 'stockBalances', 'exposureEntries', 'exposures'];

/**
 * Takes orders on both sides in turns.
 * @throws when the sides do not leave the same rows
 */
export async function measureOrders(bench: Bench, plan: OrderPlan): Promise<Finding> {
  const order = await makeOrderCompany(bench.folder, await bench.company());
  const house = order.company.openWriter();
  const raw = await order.openRawCopy();
  try {
    let now = Date.now();
    const { confirm } = openHouse(order.company, house, () => now);
    const takeRaw = prepareRawOrder(raw);
    const [product, bare]: [number[], number[]] = [[], []];
    let nth = 0;
    for (let group = 0; group <= plan.groups; group += 1) {
      const count = group === 0 ? plan.warmUps : Math.ceil(plan.rounds / plan.groups);
      const start = now;
      const orders = Array.from({ length: count }, (_, place) => {
        const args = makeOrderArgs(order, nth + place, plan.lines);
        return { args, rows: makeOrderRows(order, args, start + place) };
      });
      nth += count;
      const timings = await timeInTurns(
        { warmUps: 0, rounds: count },
        {
          house: async (run) => {
            now = start + run;
            await confirm(orders[run]?.args);
          },
          raw: (run) => {
            const rows = orders[run]?.rows;
            if (rows) takeRaw(rows);
          },
        },
      );
      now = start + count;
      house.checkpoint();
      raw.pragma('wal_checkpoint(PASSIVE)');
      if (group === 0) continue;
      product.push(...timings.house);
      bare.push(...timings.raw);
    }
    expectSameRows(order.company, raw);
    return toFinding(plan, product, bare);
  } finally {
    raw.close();
    await house.close();
  }
}

function expectSameRows(company: BenchCompany, raw: Database): void {
  const reader = company.openRawReader();
  try {
    for (const table of written) {
      const [ours, theirs] = [reader, raw].map((side) =>
        JSON.stringify(side.prepare(`SELECT * FROM "${table}" ORDER BY "id"`).all()),
      );
      if (ours !== theirs) throw new Error(`the sides left different ${table}`);
    }
  } finally {
    reader.close();
  }
}

function toFinding(plan: OrderPlan, product: readonly number[], raw: readonly number[]): Finding {
  const { lines, mostRatio, mostP99Ms } = plan;
  const [value, p99] = [median(product), percentile(product, 0.99)];
  const ratio = value / median(raw);
  return {
    value,
    unit: 'ms',
    ratio,
    against: 'the same reads and writes by prepared statements in one transaction',
    goal: `p50 ≤ ${mostRatio}×${mostP99Ms === undefined ? '' : `, p99 ≤ ${mostP99Ms} ms`}`,
    ok: ratio <= mostRatio && p99 <= (mostP99Ms ?? Number.POSITIVE_INFINITY),
    parts: { lines, p99, raw: median(raw), rawP99: percentile(raw, 0.99), orders: product.length },
  };
}
