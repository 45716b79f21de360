/**
 * Orders that the server takes in a second, on PostgreSQL with its usual durability: a company's in full batches against
 * one command a transaction, and eight companies at the same time, each with a server process and a schema of its own.
 * Server, database and whoever sends share this computer.
 */
import type { Bench, Finding, Measure } from '../measure.ts';
import { median, time, timeInTurns } from '../statistics.ts';
import { type Servers, startServers } from '../sync/company-server.ts';
import { processorSeconds } from '../sync/processor-time.ts';
import { inPieces, type Pusher, startPusher } from '../sync/pusher.ts';
import { fillSyncCompany } from '../sync/sync-company.ts';

const LOGIN = 'sender';
const LEAST_RATIO = 3.5;
const LEAST_RATE = 400;
const COMPANIES = 8;
/** Each has to be started and filled. */
const QUICK_COMPANIES = 2;
const LEAST_RATE_TOGETHER = 600;
/** What a device sends at once (docs: 200 commands or 256 KiB, whichever is first). */
const BATCH = 150;

export const measure: Measure = {
  about: 'orders a second that the server takes on PostgreSQL: batches against one by one, and eight companies',
  async run(bench) {
    const servers = await startServers(bench.folder);
    try {
      return [await measureBatches(bench, servers), await measureCompanies(bench, servers)];
    } finally {
      await servers.close();
    }
  },
};

async function startCompany(servers: Servers, schema: string): Promise<{ pusher: Pusher; pid: number }> {
  const { server, company } = await servers.start(schema, (writer) => fillSyncCompany(writer, [LOGIN]));
  return { pusher: await startPusher(server.url, LOGIN, company), pid: server.pid };
}

async function measureBatches(bench: Bench, servers: Servers): Promise<Finding> {
  const { pusher, pid } = await startCompany(servers, 'alone');
  const pids = [pid, ...servers.pids()];
  const [batches, singles] = bench.isQuick ? [1, 25] : [5, 150];
  const plan = { warmUps: 1, rounds: 5 };
  const used = { batches: 0, singles: 0 };
  const push = async (side: keyof typeof used, pieces: ReturnType<Pusher['makeOrders']>[]): Promise<void> => {
    const before = processorSeconds(pids) ?? 0;
    for (const piece of pieces) await pusher.push(piece);
    used[side] += (processorSeconds(pids) ?? 0) - before;
  };
  // Orders of a round are chained in the order in which they are sent: each side makes its own just before.
  const took: Record<keyof typeof used, number[]> = { batches: [], singles: [] };
  await timeInTurns(plan, {
    batches: async (run) => {
      const pieces = inPieces(pusher.makeOrders(batches * BATCH), BATCH);
      const ms = await time(() => push('batches', pieces));
      if (run >= plan.warmUps) took.batches.push(ms);
    },
    singles: async (run) => {
      const pieces = inPieces(pusher.makeOrders(singles), 1);
      const ms = await time(() => push('singles', pieces));
      if (run >= plan.warmUps) took.singles.push(ms);
    },
  });
  const rate = (batches * BATCH * 1_000) / median(took.batches);
  const oneByOne = (singles * 1_000) / median(took.singles);
  const runs = plan.warmUps + plan.rounds;
  return {
    part: 'one company',
    value: rate,
    unit: '/s',
    ratio: rate / oneByOne,
    against: 'one command a transaction',
    goal: `≥ ${LEAST_RATIO}×, ≥ ${LEAST_RATE}/s`,
    ok: rate / oneByOne >= LEAST_RATIO && rate >= LEAST_RATE,
    parts: {
      oneByOne,
      batch: BATCH,
      'processor ms a command': (used.batches * 1_000) / (runs * batches * BATCH),
      'processor ms a command one by one': (used.singles * 1_000) / (runs * singles),
    },
  };
}

async function measureCompanies(bench: Bench, servers: Servers): Promise<Finding> {
  const count = bench.isQuick ? QUICK_COMPANIES : COMPANIES;
  const companies = await Promise.all(
    Array.from({ length: count }, (_, nth) => startCompany(servers, `company_${nth}`)),
  );
  const batches = bench.isQuick ? 1 : 4;
  const send = async (each: number): Promise<number> => {
    const work = companies.map(({ pusher }) => ({ pusher, pieces: inPieces(pusher.makeOrders(each * BATCH), BATCH) }));
    return time(() =>
      Promise.all(
        work.map(async ({ pusher, pieces }) => {
          for (const piece of pieces) await pusher.push(piece);
        }),
      ),
    );
  };
  await send(1);
  const took: number[] = [];
  for (let round = 0; round < 5; round += 1) took.push(await send(batches));
  const rate = (count * batches * BATCH * 1_000) / median(took);
  return {
    part: 'several companies',
    value: rate,
    unit: '/s',
    ratio: null,
    against: 'nothing: all of them together',
    goal: `≥ ${LEAST_RATE_TOGETHER}/s from ${COMPANIES} companies`,
    ok: rate >= LEAST_RATE_TOGETHER,
    parts: { companies: count, batch: BATCH },
  };
}
