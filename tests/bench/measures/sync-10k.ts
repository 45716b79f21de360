/**
 * Ten thousand orders that were taken offline on one device, sent to the server and fetched by a fresh one: from the
 * moment when the first goes online to the moment when the second holds all of them. Ours: three programs and
 * PostgreSQL, all durable; theirs: page peers/pouch.ts. Each side does it once, one after the other, in the same run.
 */
import { join } from 'node:path';
import { makeId } from '#shared/kernel/ids.ts';
import { makeRealWorld } from '../../../electron/device/real-world.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { type PeerRun, replicateByPouch } from '../peers/pouch.ts';
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
    const { ours, company } = await runOurs(bench, count);
    const world = makeRealWorld();
    const newId = () => makeId(world.clock.now(), world.random.bytes(16));
    const findings: Finding[] = [];
    for (const kind of ['order', 'row'] as const) {
      const documents = makeOrderDocuments(company, count, kind, newId);
      const theirs = await replicateByPouch(join(bench.folder, kind), documents);
      findings.push(toFinding(kind, count, ours, theirs));
    }
    return findings;
  },
};

interface OurRun extends PeerRun {
  readonly pushMs: number;
  readonly pullMs: number;
  /** Until the first device has its own orders back as the server's. */
  readonly settledMs: number;
}

async function runOurs(bench: Bench, count: number): Promise<{ ours: OurRun; company: SyncCompany }> {
  const servers = await startServers(bench.folder);
  const devices = await Promise.all(['a', 'b'].map((name) => startBenchDevice(join(bench.folder, name))));
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

function toFinding(kind: keyof typeof goals, count: number, ours: OurRun, theirs: PeerRun): Finding {
  const goal = goals[kind];
  const faster = theirs.ms / ours.ms;
  const bytes = ours.wireBytes / theirs.wireBytes;
  const processor =
    ours.processorMs === null || theirs.processorMs === null ? null : ours.processorMs / theirs.processorMs;
  return {
    part: kind,
    value: ours.ms,
    unit: 'ms',
    ratio: faster,
    against: `PouchDB with express-pouchdb, a document ${kind === 'order' ? 'an order' : 'a row'}: how often as long`,
    goal: `≥ ${goal.faster}×, bytes ≤ ${goal.bytes}×, processor time ≤ ${goal.processor}×`,
    ok: faster >= goal.faster && bytes <= goal.bytes && (processor === null || processor <= goal.processor),
    parts: {
      orders: count,
      push: ours.pushMs,
      pull: ours.pullMs,
      settled: ours.settledMs,
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
