/**
 * From an order's confirmation on one device to the moment when another has it in its list, both online: outbox, push,
 * the server's transaction, its poke, pull, rebase and the list's query. Two devices and the server are programs of their
 * own on this computer; the database is PostgreSQL.
 */
import { join } from 'node:path';
import type { Measure } from '../measure.ts';
import { median, percentile } from '../statistics.ts';
import { startBenchDevice } from '../sync/bench-device.ts';
import { startServers } from '../sync/company-server.ts';
import { fillSyncCompany } from '../sync/sync-company.ts';

const MOST_P95_MS = 500;
/** A person's next order is not sooner; the sync of the last one has ended by then. */
const BETWEEN_MS = 150;

export const measure: Measure = {
  about: 'from an order’s confirmation on one device to its being in another’s list, both online',
  async run(bench) {
    const servers = await startServers(bench.folder);
    const devices = await Promise.all(['a', 'b'].map((name) => startBenchDevice(join(bench.folder, name))));
    const [first, second] = devices;
    try {
      if (!first || !second) throw new Error('two devices are needed');
      const { server, company } = await servers.start('company', (writer) => fillSyncCompany(writer, ['a', 'b']));
      await first.do('signIn', { server: server.url, login: 'a' });
      await second.do('signIn', { server: server.url, login: 'b' });
      await Promise.all([first.do('untilLevel', null), second.do('untilLevel', null)]);
      await second.do('watchOrders', null);
      const [warmUps, rounds] = bench.isQuick ? [3, 20] : [10, 200];
      const delays: number[] = [];
      for (let nth = 0; nth < warmUps + rounds; nth += 1) {
        const [taken] = await first.do('takeOrders', { company, from: nth, count: 1 });
        if (!taken) throw new Error('no order was taken');
        const seenAt = await second.do('untilSeen', { number: taken.number });
        if (nth >= warmUps) delays.push(seenAt - taken.at);
        await new Promise((rested) => setTimeout(rested, BETWEEN_MS));
      }
      const value = percentile(delays, 0.95);
      return {
        value,
        unit: 'ms',
        ratio: null,
        against: 'nothing: p95 of the delay',
        goal: `p95 ≤ ${MOST_P95_MS} ms`,
        ok: value <= MOST_P95_MS,
        parts: { p50: median(delays), longest: percentile(delays, 1), orders: delays.length },
      };
    } finally {
      await Promise.all(devices.map((device) => device.close()));
      await servers.close();
    }
  },
};
