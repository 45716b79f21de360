/**
 * A fresh, encrypted device gets everything that a manager sees: rows and the list of scopes (the search
 * index follows behind). Then the same with
 * the device's process killed in the middle: what it has to fetch again.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { demoSizes } from '#db/demo/generate.ts';
import { demoPeople } from '#shared/domains/admin/demo/people.ts';
import { buildDemo } from '../../../server/company/build-demo.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { type BenchDevice, startBenchDevice } from '../sync/bench-device.ts';
import { startServers } from '../sync/company-server.ts';

/** About a million rows. */
const MILLION = { customers: 50_000, products: 10_000, orders: 30_000, movements: 500_000 };
const MOST_SECONDS = 30;
const MOST_BYTES = 75;
const MOST_MEGABYTES = 350;
const MOST_LOST_ROWS = 5_000;

export const measure: Measure = {
  about: 'everything that a manager sees to a fresh encrypted device over loopback; and cut in the middle',
  async run(bench) {
    const servers = await startServers(bench.folder);
    try {
      const size = bench.isQuick ? demoSizes.quick : MILLION;
      bench.say(`making a company of ${size.movements.toLocaleString('en')} movements …`);
      const { server, company } = await servers.start('first', (writer) =>
        buildDemo(writer, { language: 'zh', seed: 7, size }),
      );
      const rows = [...company.counts.values()].reduce((sum, count) => sum + count, 0);
      return [await loadOnce(bench, server.url, rows), await loadCut(bench, server.url)];
    } finally {
      await servers.close();
    }
  },
};

async function signIn(device: BenchDevice, server: string): Promise<void> {
  const person = demoPeople.find(({ login }) => login === 'zhang');
  if (!person?.password) throw new Error('the demo has no manager who signs in');
  await device.do('signIn', { server, login: person.login, password: person.password });
}

async function loadOnce(bench: Bench, server: string, rows: number): Promise<Finding> {
  const device = await startBenchDevice(join(bench.folder, 'whole'));
  try {
    const start = Date.now();
    await signIn(device, server);
    const loaded = ((await device.do('untilLevel', null)) - start) / 1_000;
    const bytes = (await device.do('bodyBytes', null)) / rows;
    const megabytes =
      Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${device.pid}/status`, 'utf8'))?.[1]) / 1_024;
    // The goal is for a million rows.
    const mostSeconds = (MOST_SECONDS * rows) / 1_000_000;
    return {
      value: loaded,
      unit: 's',
      ratio: null,
      against: 'nothing beside it',
      goal: `≤ ${MOST_SECONDS} s a million rows, ≤ ${MOST_BYTES} bytes a row, ≤ ${MOST_MEGABYTES} MB`,
      ok: loaded <= mostSeconds && bytes <= MOST_BYTES && megabytes <= MOST_MEGABYTES,
      parts: { rows, rowsASecond: rows / loaded, bytesARow: bytes, megabytes },
    };
  } finally {
    await device.close();
  }
}

/** Kills the device when it has some pages, and looks where it goes on. */
async function loadCut(bench: Bench, server: string): Promise<Finding> {
  const folder = join(bench.folder, 'cut');
  const first = await startBenchDevice(folder);
  await signIn(first, server);
  let before = 0;
  while (before < 12_000) {
    await pause(50);
    before = await first.do('loadedRows', null);
  }
  process.kill(first.pid, 'SIGKILL');
  await pause(500);
  const second = await startBenchDevice(folder);
  try {
    await signIn(second, server);
    const after = await second.do('loadedRows', null);
    const lost = Math.max(0, before - after);
    await second.do('untilLevel', null);
    return {
      part: 'cut',
      value: lost,
      unit: 'rows',
      ratio: null,
      against: 'the rows that were there when the process was killed',
      goal: `≤ ${MOST_LOST_ROWS} rows`,
      ok: lost <= MOST_LOST_ROWS,
      parts: { before, after },
    };
  } finally {
    await second.close();
  }
}
