/**
 * What a power cut or a broken disk leaves of the log beside a database (WAL). Guards:
 * - behind the last commit the log may end anywhere, or in rubbish: nothing that was promised is there;
 * - cut into what was committed, the database is an older one, which must go on as such;
 * - broken pages of one that was in use are seen when it is opened: it is set aside, and a fresh one begins.
 */
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { SeededRandom } from '#shared/kernel/demo.ts';
import '#db/side-tables/device.ts';
import { openAnew } from '../kept-connections.ts';
import type { Laptop } from '../laptop.ts';
import { doSomething } from '../people.ts';
import { someRunning, startLaptop } from './choose.ts';
import type { Fault } from './fault.ts';

const HEADER_BYTES = 32;
const FRAME_HEAD_BYTES = 24;
const PAGE_BYTES = 4_096;

const logOf = (laptop: Laptop): string => `${laptop.database()?.path}-wal`;

/** Where the last commit of a log ends; 0 for an empty one. */
function findCommittedEnd(path: string): number {
  if (!existsSync(path)) return 0;
  const log = readFileSync(path);
  if (log.length < HEADER_BYTES) return 0;
  const pageBytes = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let end = 0;
  for (let at = HEADER_BYTES; at + FRAME_HEAD_BYTES + pageBytes <= log.length; at += FRAME_HEAD_BYTES + pageBytes) {
    // Frames of an earlier round of the log stand behind those of this one.
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    const isCommit = log.readUInt32BE(at + 4) !== 0;
    if (isCommit) end = at + FRAME_HEAD_BYTES + pageBytes;
  }
  return end;
}

function rubbish(random: SeededRandom, most: number): Uint8Array {
  return Uint8Array.from({ length: random.between(1, most) }, () => random.between(0, 255));
}

const tearLogEnd: Fault = {
  name: 'walEndTorn',
  weight: 4,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop) return;
    laptop.planDeath({ at: 'statement', countdown: random.between(5, 60) }, () => {});
    await doSomething(scene, laptop);
    laptop.planDeath(null, () => {});
    if (laptop.running) laptop.kill();
    const path = logOf(laptop);
    const end = findCommittedEnd(path);
    if (end > 0) {
      truncateSync(path, end);
      appendFileSync(path, rubbish(random, 2 * PAGE_BYTES));
      scene.fault('walEndTorn', laptop);
    }
    await scene.simulation.advance(random.between(0, 20_000));
    await startLaptop(scene, laptop);
  },
};

/** The database's own file as it is now, for telling whether the log was copied into it meanwhile. */
const fileOf = (laptop: Laptop): Buffer => readFileSync(laptop.database()?.path ?? '');

/** What was set aside has its place taken at the next sign-in. */
const hasFile = (laptop: Laptop): boolean => existsSync(laptop.database()?.path ?? '');

const cutLog: Fault = {
  name: 'walCutShort',
  weight: 2,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop || !hasFile(laptop)) return;
    const before = fileOf(laptop);
    const end = findCommittedEnd(logOf(laptop));
    const salts = end > 0 ? readFileSync(logOf(laptop)).subarray(0, HEADER_BYTES) : null;
    const atMs = scene.simulation.now();
    await scene.simulation.advance(1);
    for (let turns = random.between(1, 3); turns > 0 && laptop.running; turns -= 1) await doSomething(scene, laptop);
    if (laptop.running) laptop.kill();
    const path = logOf(laptop);
    const isSameRound =
      salts !== null && existsSync(path) && readFileSync(path).subarray(0, HEADER_BYTES).equals(salts);
    if (isSameRound && fileOf(laptop).equals(before)) {
      truncateSync(path, end + (random.chance(50) ? random.between(0, PAGE_BYTES) : 0));
      scene.fault('walCutShort', laptop);
      scene.tell({ what: 'deviceRestored', device: laptop.key, copiedAtMs: atMs });
    }
    await startLaptop(scene, laptop);
  },
};

const breakPages: Fault = {
  name: 'databaseDamaged',
  weight: 1,
  async inject(scene, random) {
    const laptop = someRunning(scene, random);
    if (!laptop || !hasFile(laptop)) return;
    const unsent = await readUnsent(laptop);
    laptop.kill();
    const path = laptop.database()?.path;
    // What was closed in order is not looked through when it is opened: its damage shows at work, and the screen asks for a
    // restart, which nobody does here (seed 6041171).
    if (!path || !existsSync(`${path}.open`)) {
      await startLaptop(scene, laptop);
      return;
    }
    const pages = Math.floor(readFileSync(path).length / PAGE_BYTES);
    const file = openSync(path, 'r+');
    const at = random.between(1, pages - 1) * PAGE_BYTES + random.between(0, PAGE_BYTES - 100);
    writeSync(file, rubbish(random, 90), 0, undefined, at);
    closeSync(file);
    openAnew(path);
    scene.fault('databaseDamaged', laptop, { unsent: unsent.length });
    scene.tell({ what: 'databaseDamaged', device: laptop.key, unsent });
    laptop.isCut = false;
    await startLaptop(scene, laptop);
  },
};

async function readUnsent(laptop: Laptop): Promise<string[]> {
  const rows = await laptop.observe()?.selectFrom('outbox').select('commandId').orderBy('seq').execute();
  return (rows ?? []).map(({ commandId }) => commandId);
}

export const brokenLogs: readonly Fault[] = [tearLogEnd, cutLog, breakPages];
