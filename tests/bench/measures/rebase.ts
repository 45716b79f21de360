/**
 * A pull meets commands that wait: orders of five lines, confirmed on the device's own encrypted database, when the stock
 * of goods and customers that they read changes on the server. Everything is taken back, the rows go in, and every order
 * is run again, in one transaction. Against the same orders by the driver alone, each in a transaction of its own.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '#shared/kernel/world.ts';
import type { PullResponse, RowBlock } from '#shared/protocol/sync.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import { rebase } from '../../../electron/device/rebase.ts';
import { rowsOfPage } from '../../../electron/device/stage.ts';
import { newId } from '../../support/ids.ts';
import { makeChangedCustomers } from '../changed-customers.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { openHouse } from '../orders/open-house.ts';
import { makeOrderArgs, makeOrderRows } from '../orders/order-args.ts';
import { makeOrderCompany, type OrderCompany } from '../orders/order-company.ts';
import { prepareRawOrder } from '../orders/raw-order.ts';
import { median, time } from '../statistics.ts';

const LINES = 5;
const sizes = [
  { pending: 100, mostMs: 50 },
  { pending: 1_000, mostMs: 500 },
  { pending: 10_000, mostMs: 4_000 },
] as const;
const MOST_SLICE_MS = 50;
const MOST_RATIO = 2.5;
const ROUNDS = 5;
const RAW_ORDERS = 40;

export const measure: Measure = {
  about: 'pulled rows go in under 100, 1,000 and 10,000 orders that wait, against the same orders by the driver alone',
  async run(bench) {
    const findings: Finding[] = [];
    for (const size of bench.isQuick ? sizes.slice(0, 2) : sizes) findings.push(await measureSize(bench, size));
    return findings;
  },
};

async function measureSize(bench: Bench, { pending, mostMs }: (typeof sizes)[number]): Promise<Finding> {
  const folder = join(bench.folder, String(pending));
  mkdirSync(folder);
  const order = await makeOrderCompany(folder, await bench.company());
  const writer = order.company.openWriter();
  const raw = await order.openRawCopy();
  try {
    const takeRaw = prepareRawOrder(raw);
    let now = Date.now();
    const watched = watchSlices(makeRealWorld());
    const { context, confirm } = openHouse(order.company, writer, () => now, watched.world);
    for (let nth = 0; nth < pending; nth += 1) {
      now += 1;
      await confirm(makeOrderArgs(order, nth, LINES));
      if (nth % 1_000 === 999) writer.checkpoint();
    }
    const nextPage = await makePages(order);
    const [took, rawMs, slices]: [number[], number[], number[]] = [[], [], []];
    let nth = pending;
    for (let round = -1; round < ROUNDS; round += 1) {
      const page = nextPage(round + 2);
      const input = { pulled: () => rowsOfPage(page), last: page, isFirstLoad: false, rowsAhead: 0 };
      watched.start();
      const ms = await time(() => rebase(context, input, () => {}));
      const slice = watched.longest();
      writer.checkpoint();
      for (let at = 0; at < RAW_ORDERS; at += 1, nth += 1) {
        const rows = makeOrderRows(order, makeOrderArgs(order, nth, LINES), now);
        const one = await time(() => takeRaw(rows));
        if (round >= 0) rawMs.push(one);
      }
      raw.pragma('wal_checkpoint(PASSIVE)');
      if (round < 0) continue;
      took.push(ms);
      slices.push(slice);
    }
    await expectPending(writer, pending);
    const [value, slice, rawOrder] = [median(took), median(slices), median(rawMs)];
    const ratio = value / pending / rawOrder;
    return {
      part: `${pending} pending`,
      value,
      unit: 'ms',
      ratio,
      against: 'raw order transactions, for each command that waits',
      goal: `≤ ${mostMs} ms, slices ≤ ${MOST_SLICE_MS} ms, ≤ ${MOST_RATIO} raw orders a command`,
      ok: value <= mostMs && slice <= MOST_SLICE_MS && ratio <= MOST_RATIO,
      parts: { 'longest slice': slice, 'ms a command': value / pending, rawOrder },
    };
  } finally {
    raw.close();
    await writer.close();
  }
}

/** Pulls as they would come one after the other: other stock, and customers with another phone number. */
async function makePages({ company, customers, products, warehouseId }: OrderCompany) {
  const reader = company.openReader();
  const stock = await reader.kysely
    .selectFrom('stockBalances')
    .selectAll()
    .where('warehouseId', '=', warehouseId)
    .where(
      'productId',
      'in',
      products.slice(0, 25).map(({ id }) => id),
    )
    .orderBy('id')
    .execute();
  await reader.close();
  const nextCustomers = makeChangedCustomers(customers);
  const timeline = newId();
  const columns = Object.keys(stock[0] ?? {}) as (keyof (typeof stock)[number])[];
  return (version: number): PullResponse => {
    // As the server has it: none of these orders has arrived there.
    const rows = stock.map((row) => ({ ...row, reserved: 0, onHand: row.onHand + version, updatedAt: version }));
    const block: RowBlock = {
      table: 'stockBalances',
      columns,
      cells: columns.map((column) => rows.map((row) => row[column])),
    };
    return {
      timeline,
      scopes: [...company.scopes],
      rows: [block, nextCustomers()],
      entries: [],
      answers: [],
      cursor: { timeline, version, table: '', id: '', loadedAt: 0 },
      more: false,
      lastSeq: 0,
      serverTime: Date.now(),
    };
  };
}

/** A person who comes waits until the rebase looks up: how long it went without doing so. */
function watchSlices(real: World) {
  let last = 0;
  let longest = 0;
  const note = (): void => {
    const at = performance.now();
    longest = Math.max(longest, at - last);
    last = at;
  };
  const world: World = {
    ...real,
    timers: {
      after(delayMs, callback) {
        note();
        return real.timers.after(delayMs, () => {
          last = performance.now();
          callback();
        });
      },
    },
  };
  return {
    world,
    start() {
      last = performance.now();
      longest = 0;
    },
    longest() {
      note();
      return longest;
    },
  };
}

/** Nothing was lost, and every prediction was made anew. */
async function expectPending(writer: ReturnType<OrderCompany['company']['openWriter']>, count: number): Promise<void> {
  const rows = await writer.kysely.selectFrom('outbox').select(['seq', 'replayError']).orderBy('seq').execute();
  const broken = rows.find(({ replayError }) => replayError !== null);
  if (rows.length !== count || broken) throw new Error(`${rows.length} commands wait; ${broken?.replayError ?? ''}`);
}
