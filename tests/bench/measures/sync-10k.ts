/**
 * Ten thousand orders that were taken offline on one device, sent to the server and fetched by a fresh one: from the
 * moment when the first goes online to the moment when the second holds all of them. Ours: three programs and
 * PostgreSQL, all durable; theirs: page peers/pouch.ts. The sides take turns, the next round in the opposite order, each
 * time with programs, databases and a company of its own; before the first round each does it with a few orders (not in a quick run).
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeId } from '#shared/kernel/ids.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { type PeerRun, replicateByPouch } from '../peers/pouch.ts';
import { countRuns, median, medianOf } from '../statistics.ts';
import { startBenchDevice } from '../sync/bench-device.ts';
import { startServers } from '../sync/company-server.ts';
import { makeOrderDocuments } from '../sync/order-documents.ts';
import { processorSeconds } from '../sync/processor-time.ts';
import { fillSyncCompany, type SyncCompany } from '../sync/sync-company.ts';

const ORDERS = 10_000;
const QUICK_ORDERS = 500;
const goals = {
  order: { faster: 1.2, bytes: 0.5, processor: 0.6 },
  row: { faster: 4, bytes: 0.5, processor: 0.6 },
} as const;

export const measure: Measure = {
  about: 'orders taken offline on one device, over the server to a fresh one, against PouchDB doing the same',
  async run(bench) {
    const count = bench.isQuick ? QUICK_ORDERS : ORDERS;
    const runs = countRuns(bench);
    const { ours, theirs, runRound } = makeRounds(bench);
    if (!bench.isQuick) await runRound(-1, QUICK_ORDERS);
    for (let round = 0; round < runs; round += 1) {
      bench.say(`round ${round + 1} of ${runs} …`);
      await runRound(round, count);
    }
    return kinds.map((kind) => toFinding(kind, count, ours, theirs[kind]));
  },
};

type Kind = keyof typeof goals;
const kinds = ['order', 'row'] as const satisfies readonly Kind[];

/** What the sides took, and what lets each do it once more. */
function makeRounds(bench: Bench) {
  const ours: OurRun[] = [];
  const theirs: Readonly<Record<Kind, PeerRun[]>> = { order: [], row: [] };
  const world = makeRealWorld();
  const newId = () => makeId(world.clock.now(), world.random.bytes(16));
  // Whose customers and goods the others' documents name: ours goes first, once.
  const known: { company: SyncCompany | null } = { company: null };
  const inFolder = async <Run>(name: string, run: (folder: string) => Promise<Run>): Promise<Run> => {
    const folder = join(bench.folder, name);
    try {
      return await run(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  const goOurs = async (count: number): Promise<OurRun> => {
    const done = await inFolder('ours', (folder) => runOurs(bench, folder, count));
    known.company ??= done.company;
    return done.ours;
  };
  const goTheirs = (kind: Kind, count: number): Promise<PeerRun> => {
    if (!known.company) throw new Error('ours goes first');
    const documents = makeOrderDocuments(known.company, count, kind, newId);
    return inFolder(kind, (folder) => replicateByPouch(folder, documents));
  };
  return {
    ours,
    theirs,
    /** @param round a negative one is not counted; odd ones go backwards */
    async runRound(round: number, count: number): Promise<void> {
      const sides = [
        async () => ours.push(await goOurs(count)),
        ...kinds.map((kind) => async () => theirs[kind].push(await goTheirs(kind, count))),
      ];
      for (const side of round % 2 === 1 ? sides.toReversed() : sides) await side();
      if (round < 0) for (const timed of [ours, ...Object.values(theirs)]) timed.length = 0;
    },
  };
}

interface OurRun extends PeerRun {
  readonly pushMs: number;
  readonly pullMs: number;
  /** Until the first device has its own orders back as the server's. */
  readonly settledMs: number;
}

async function runOurs(bench: Bench, folder: string, count: number): Promise<{ ours: OurRun; company: SyncCompany }> {
  const servers = await startServers(folder);
  const devices = await Promise.all(['a', 'b'].map((name) => startBenchDevice(join(folder, name))));
  const [first, second] = devices;
  try {
    if (!first || !second) throw new Error('two devices are needed');
    const { server, company } = await servers.start('company', (writer) => fillSyncCompany(writer, ['a', 'b']));
    await first.do('signIn', { server: server.url, login: 'a' });
    await first.do('untilLevel', null);
    await first.do('workOffline', { offline: true });
    bench.say(`taking ${count} orders offline …`);
    await first.do('takeOrders', { company, from: 0, count });
    const pids = [server.pid, ...servers.pids(), ...devices.map(({ pid }) => pid)];
    const bytesBefore = await first.do('wireBytes', null);
    const [begin, usedBefore] = [Date.now(), processorSeconds(pids)];
    await first.do('workOffline', { offline: false });
    const sentAt = await first.do('untilSent', null);
    await second.do('signIn', { server: server.url, login: 'b' });
    const endedAt = await second.do('untilLevel', null);
    const settledAt = await first.do('untilLevel', null);
    const used = processorSeconds(pids);
    const here = await second.do('countOrders', null);
    if (here !== count) throw new Error(`${here} of ${count} orders came`);
    const wireBytes = (await first.do('wireBytes', null)) - bytesBefore + (await second.do('wireBytes', null));
    const processorMs = used === null || usedBefore === null ? null : (used - usedBefore) * 1_000;
    const ours = {
      ms: endedAt - begin,
      pushMs: sentAt - begin,
      pullMs: endedAt - sentAt,
      settledMs: settledAt - begin,
      wireBytes,
      processorMs,
    };
    return { ours, company };
  } finally {
    await Promise.all(devices.map((device) => device.close()));
    await servers.close();
  }
}

/** Each figure's own middle. */
const middleOf = (runs: readonly PeerRun[]): PeerRun => {
  const processorMs = runs.flatMap((run) => run.processorMs ?? []);
  return {
    ms: medianOf(runs, (run) => run.ms),
    wireBytes: medianOf(runs, (run) => run.wireBytes),
    processorMs: processorMs.length < runs.length ? null : median(processorMs),
  };
};

function toFinding(kind: Kind, count: number, ourRuns: readonly OurRun[], theirRuns: readonly PeerRun[]): Finding {
  const goal = goals[kind];
  const [ours, theirs] = [middleOf(ourRuns), middleOf(theirRuns)];
  const faster = theirs.ms / ours.ms;
  const bytes = ours.wireBytes / theirs.wireBytes;
  const processor =
    ours.processorMs === null || theirs.processorMs === null ? null : ours.processorMs / theirs.processorMs;
  const all = ourRuns.map(({ ms }) => ms);
  return {
    part: kind,
    value: ours.ms,
    unit: 'ms',
    ratio: faster,
    against: `PouchDB with express-pouchdb, a document ${kind === 'order' ? 'an order' : 'a row'}: how often as long`,
    goal: `≥ ${goal.faster}×, bytes ≤ ${goal.bytes}×, processor time ≤ ${goal.processor}×`,
    ok: faster >= goal.faster && bytes <= goal.bytes && (processor === null || processor <= goal.processor),
    parts: {
      runs: ourRuns.length,
      orders: count,
      shortest: Math.min(...all),
      longest: Math.max(...all),
      push: medianOf(ourRuns, ({ pushMs }) => pushMs),
      pull: medianOf(ourRuns, ({ pullMs }) => pullMs),
      settled: medianOf(ourRuns, ({ settledMs }) => settledMs),
      'theirs ms': theirs.ms,
      'bytes ratio': bytes,
      'bytes an order': ours.wireBytes / count,
      'theirs bytes an order': theirs.wireBytes / count,
      'processor ratio': processor ?? 'not told here',
      'processor ms an order': (ours.processorMs ?? 0) / count,
      'theirs processor ms an order': (theirs.processorMs ?? 0) / count,
    },
  };
}
