/**
 * Confirming an order of five lines from the page of a real window: contextBridge, main, the device thread, its commit,
 * and all the way back. The raw side takes the same orders in this process in turns with it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SatchelBridge } from '#shared/protocol/bridge.ts';
import type { Finding, Measure } from '../measure.ts';
import { makeOrderArgs, makeOrderRows } from '../orders/order-args.ts';
import { makeOrderCompany } from '../orders/order-company.ts';
import { prepareRawOrder } from '../orders/raw-order.ts';
import { median, percentile, time } from '../statistics.ts';
import { openBenchWindow } from '../window.ts';

/** What the preload puts into the page. */
declare const window: { readonly satchel: SatchelBridge };

const LINES = 5;
const MOST_RATIO = 8;
const MOST_P99_MS = 25;
/** Screens ask again after a commit: the raw side and the next order wait until they have their answers (decision 0016). */
const SETTLE_MS = 40;

export const measure: Measure = {
  about: 'confirm an order of five lines from the page of a window, against the same reads and writes alone',
  async run(bench) {
    const order = await makeOrderCompany(bench.folder, await bench.company());
    const folder = join(bench.folder, 'window');
    mkdirSync(folder);
    const { page, close } = await openBenchWindow(folder, order.company, bench.say);
    // As whoever confirms has it: an order in front. Behind it the start page asks nothing.
    await page.keyboard.press('Control+Shift+O');
    await page.getByRole('combobox', { name: 'Customer' }).waitFor();
    const raw = await order.openRawCopy();
    try {
      const takeRaw = prepareRawOrder(raw);
      const [warmUps, rounds] = bench.isQuick ? [20, 120] : [100, 1_000];
      const timings: Timings = { screen: [], ping: [], raw: [] };
      for (let run = 0; run < warmUps + rounds; run += 1) {
        const args = makeOrderArgs(order, run, LINES);
        const rows = makeOrderRows(order, args, Date.now());
        const { screenMs, pingMs } = await confirmInPage(page, args);
        await page.waitForTimeout(SETTLE_MS);
        const rawMs = await time(() => takeRaw(rows));
        if (run < warmUps) continue;
        timings.screen.push(screenMs);
        timings.ping.push(pingMs);
        timings.raw.push(rawMs);
      }
      return toFinding(timings);
    } finally {
      raw.close();
      await close();
    }
  },
};

interface Timings {
  readonly screen: number[];
  readonly ping: number[];
  readonly raw: number[];
}

/** @returns milliseconds as the page sees them, of the order and of a ping to the device thread before it @throws when the order is not applied */
function confirmInPage(page: Page, args: object): Promise<{ screenMs: number; pingMs: number }> {
  return page.evaluate(async (order) => {
    const before = performance.now();
    await window.satchel.newIds(1);
    const start = performance.now();
    const reply = await window.satchel.command('sales.confirmOrder', order);
    const screenMs = performance.now() - start;
    if (reply.state !== 'applied') throw new Error(`an order was ${JSON.stringify(reply)}`);
    return { screenMs, pingMs: start - before };
  }, args);
}

function toFinding({ screen, ping, raw }: Timings): Finding {
  const [value, p99] = [median(screen), percentile(screen, 0.99)];
  const ratio = value / median(raw);
  return {
    value,
    unit: 'ms',
    ratio,
    against: 'the same reads and writes by prepared statements in one transaction',
    goal: `p50 ≤ ${MOST_RATIO}×, p99 ≤ ${MOST_P99_MS} ms`,
    ok: ratio <= MOST_RATIO && p99 <= MOST_P99_MS,
    parts: {
      lines: LINES,
      p99,
      ping: median(ping),
      raw: median(raw),
      rawP99: percentile(raw, 0.99),
      orders: screen.length,
    },
  };
}
