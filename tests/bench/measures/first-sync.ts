/**
 * A fresh, encrypted device gets everything that a manager sees: rows and the list of scopes (the search index follows
 * behind). In turns with it the same by ordinary pulls: a device that was level when the company had nothing, and has
 * been away since, pulls from the beginning of the log, with every index there and the search's words made beside, as any
 * device that comes back; its sign-in is not in its time. And loads that are cut: the device's process is killed in the
 * middle, and what it has to fetch again is counted. Guards:
 * - both sides have the same rows at their end, and the pulled one asked for no page of a whole scope;
 * - the server has answered as much before anything is counted: the last of the cut loads goes on to its end, and a client
 *   pulls everything once.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { demoSizes } from '#db/demo/generate.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { countRuns, medianOf } from '../statistics.ts';
import { type BenchDevice, startBenchDevice } from '../sync/bench-device.ts';
import { startServers } from '../sync/company-server.ts';
import { askStanding, type DemoServer, managerOfDemo, pullThrough, startDemo } from '../sync/pulled-company.ts';

/** About a million rows. */
const MILLION = { customers: 50_000, products: 10_000, orders: 30_000, movements: 500_000 };
const MOST_SECONDS = 30;
const MOST_BYTES = 75;
const MOST_MEGABYTES = 350;
const MOST_LOST_ROWS = 5_000;
const LEAST_FASTER = 5;
/** Cuts come after so many rows, each a little later. */
const CUT_EVERY_ROWS = 12_000;
const CUT_PLACES = 5;
/** Looked at on both sides: the tables with most rows, of two kinds of scope. */
const CHECKED_TABLES = ['customers', 'stockMovements'];

export const measure: Measure = {
  about:
    'everything that a manager sees to a fresh encrypted device over loopback, against pulls; and cut in the middle',
  async run(bench) {
    const servers = await startServers(bench.folder);
    try {
      const size = bench.isQuick ? demoSizes.quick : MILLION;
      bench.say(`making a company of ${size.movements.toLocaleString('en')} movements …`);
      const company = await startDemo(servers, 'first', size);
      const cut = await loadCut(bench, company.server.url);
      await pullThrough(company.server.url);
      const { loads, pulls } = await runInTurns(bench, company);
      return [toLoaded(loads), cut, toAgainstPulls(loads, pulls)];
    } finally {
      await servers.close();
    }
  },
};

/** A device that has got everything. */
interface Arrival {
  readonly rows: number;
  readonly seconds: number;
}

interface Loaded extends Arrival {
  readonly bytes: number;
  readonly megabytes: number;
}

async function runInTurns(bench: Bench, company: DemoServer) {
  const loads: Loaded[] = [];
  const pulls: Arrival[] = [];
  const runs = countRuns(bench);
  for (let run = 0; run < runs; run += 1) {
    const sides = [
      async () => loads.push(await loadOnce(bench, company)),
      async () => pulls.push(await pullOnce(bench, company)),
    ];
    for (const side of run % 2 === 0 ? sides : sides.toReversed()) await side();
    const [load, pull] = [loads.at(-1), pulls.at(-1)].map((side) => side?.seconds.toFixed(1));
    bench.say(`run ${run + 1} of ${runs}: a first load in ${load} s, pulls in ${pull} s`);
  }
  return { loads, pulls };
}

const rowsOf = ({ counts }: DemoServer): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

const signIn = (device: BenchDevice, server: string): Promise<void> =>
  device.do('signIn', { server, ...managerOfDemo() });

/** Starts a fresh device, and lets go of its files in the end. */
async function withDevice<Result>(
  bench: Bench,
  name: string,
  work: (device: BenchDevice) => Promise<Result>,
): Promise<Result> {
  const folder = join(bench.folder, name);
  const device = await startBenchDevice(folder);
  try {
    return await work(device);
  } finally {
    await device.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @throws when a table has not come whole */
async function expectWhole(device: BenchDevice, { counts }: DemoServer): Promise<void> {
  for (const table of CHECKED_TABLES) {
    const here = await device.do('rowsIn', { table });
    if (here !== counts.get(table)) throw new Error(`${here} of ${counts.get(table)} ${table} came`);
  }
}

function loadOnce(bench: Bench, company: DemoServer): Promise<Loaded> {
  return withDevice(bench, 'loaded', async (device) => {
    const start = Date.now();
    await signIn(device, company.server.url);
    const seconds = ((await device.do('untilLevel', null)) - start) / 1_000;
    const bytes = await device.do('bodyBytes', null);
    const status = readFileSync(`/proc/${device.pid}/status`, 'utf8');
    const megabytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
    await expectWhole(device, company);
    return { rows: rowsOf(company), seconds, bytes, megabytes };
  });
}

async function pullOnce(bench: Bench, company: DemoServer): Promise<Arrival> {
  const standing = await askStanding(company.server.url);
  return withDevice(bench, 'pulled', async (device) => {
    await device.do('holdSync', { held: true });
    await signIn(device, company.server.url);
    await device.do('standAtBeginning', standing);
    const start = Date.now();
    await device.do('holdSync', { held: false });
    const seconds = ((await device.do('untilLevel', null)) - start) / 1_000;
    await expectWhole(device, company);
    if ((await device.do('snapshotPages', null)) > 0) throw new Error('some of it was no pull');
    return { rows: rowsOf(company), seconds };
  });
}

function toLoaded(loads: readonly Loaded[]): Finding {
  const rows = medianOf(loads, (load) => load.rows);
  const value = medianOf(loads, (load) => load.seconds);
  const bytesARow = medianOf(loads, (load) => load.bytes / load.rows);
  const megabytes = medianOf(loads, (load) => load.megabytes);
  // The goal is for a million rows.
  const mostSeconds = (MOST_SECONDS * rows) / 1_000_000;
  return {
    value,
    unit: 's',
    ratio: null,
    against: 'nothing beside it',
    goal: `≤ ${MOST_SECONDS} s a million rows, ≤ ${MOST_BYTES} bytes a row, ≤ ${MOST_MEGABYTES} MB`,
    ok: value <= mostSeconds && bytesARow <= MOST_BYTES && megabytes <= MOST_MEGABYTES,
    parts: { runs: loads.length, rows, rowsASecond: rows / value, bytesARow, megabytes, ...spreadOf(loads) },
  };
}

function toAgainstPulls(loads: readonly Loaded[], pulls: readonly Arrival[]): Finding {
  const rateOf = ({ rows, seconds }: Arrival): number => rows / seconds;
  const [loaded, pulled] = [medianOf(loads, rateOf), medianOf(pulls, rateOf)];
  const ratio = loaded / pulled;
  return {
    part: 'against pulls',
    value: loaded,
    unit: '/s',
    ratio,
    against: 'the same rows by ordinary pulls from the beginning of the log',
    goal: `≥ ${LEAST_FASTER}×`,
    ok: ratio >= LEAST_FASTER,
    parts: {
      runs: pulls.length,
      rows: medianOf(pulls, (pull) => pull.rows),
      'pulled rows a second': pulled,
      'pulled s': medianOf(pulls, (pull) => pull.seconds),
      ...spreadOf(pulls),
    },
  };
}

function spreadOf(runs: readonly Arrival[]): { readonly shortest: number; readonly longest: number } {
  const seconds = runs.map((run) => run.seconds);
  return { shortest: Math.min(...seconds), longest: Math.max(...seconds) };
}

/** Each cut a little later than the one before; of several the worst counts. */
async function loadCut(bench: Bench, server: string): Promise<Finding> {
  const runs = countRuns(bench);
  const cuts: { readonly before: number; readonly after: number; readonly lost: number }[] = [];
  for (let run = 0; run < runs; run += 1) {
    const atLeast = CUT_EVERY_ROWS * (1 + (run % CUT_PLACES));
    cuts.push(await cutOnce(bench, server, atLeast, run === runs - 1));
  }
  const worst = cuts.reduce((worse, cut) => (cut.lost > worse.lost ? cut : worse));
  return {
    part: 'cut',
    value: worst.lost,
    unit: 'rows',
    ratio: null,
    against: 'the rows that were there when the process was killed; the worst of the cuts',
    goal: `≤ ${MOST_LOST_ROWS} rows`,
    ok: worst.lost <= MOST_LOST_ROWS,
    parts: { cuts: runs, before: worst.before, after: worst.after },
  };
}

/**
 * Kills the device when it has some pages, and looks where it goes on.
 * @param atLeast rows that are there by then @param goesOn to the end of the load
 */
async function cutOnce(bench: Bench, server: string, atLeast: number, goesOn: boolean) {
  const folder = join(bench.folder, 'cut');
  const first = await startBenchDevice(folder);
  await signIn(first, server);
  let before = 0;
  while (before < atLeast) {
    await pause(50);
    before = await first.do('loadedRows', null);
  }
  process.kill(first.pid, 'SIGKILL');
  await pause(500);
  return withDevice(bench, 'cut', async (second) => {
    await signIn(second, server);
    const after = await second.do('loadedRows', null);
    if (goesOn) await second.do('untilLevel', null);
    return { before, after, lost: Math.max(0, before - after) };
  });
}
