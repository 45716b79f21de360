/**
 * What the device's own triggers cost a row: the guard and the touch log, on a table without balances and without search
 * (`orderLines`), in transactions of the sizes that commands make. Both sides are the driver alone with the same prepared
 * statements on the same rows and indexes; the raw side has no triggers. Rows are inserted as commands do it, all of a
 * transaction in one statement; changed and deleted one by one.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '#db/migrations/migrate.ts';
import { searchFunctions } from '#db/search/functions.ts';
import { openSqlite } from '#db/sqlite.ts';
import { dropTriggers } from '#db/triggers/install.ts';
import { orderLines } from '#shared/domains/sales/tables.ts';
import { allBalances, registry } from '#shared/registry.ts';
import { newId } from '../../support/ids.ts';
import { orderLine } from '../../support/sample-rows.ts';
import type { Bench, Finding, Measure } from '../measure.ts';
import { type Database, openRaw } from '../raw-sqlite.ts';
import { median, timeInTurns } from '../statistics.ts';

const goals = { insert: 1.2, update: 2.5, delete: 3 } as const;
type Work = keyof typeof goals;
const works = Object.keys(goals) as Work[];
/** Rows a transaction: an order of nine lines, with its reservations. */
const USUAL = 20;
/** Told beside: a small and a large command, and one where the commit itself weighs nothing (an import). */
const OTHERS = [6, 60, 600];

export const measure: Measure = {
  about: 'triggers of the touch log on insert, update and delete, against the same statements without them',
  async run(bench) {
    const watched = await openSides(bench);
    try {
      const ratios: Record<Work, Map<number, Ratio>> = { insert: new Map(), update: new Map(), delete: new Map() };
      for (const rows of [USUAL, ...OTHERS]) {
        const rounds = rows > 100 ? 7 : bench.isQuick ? 100 : 400;
        for (const [work, ratio] of await timeSize(watched, rows, rounds)) ratios[work].set(rows, ratio);
      }
      return works.map((work) => toFinding(work, ratios[work]));
    } finally {
      watched.house.close();
      watched.raw.close();
    }
  },
};

interface Sides {
  readonly house: Database;
  readonly raw: Database;
}

async function openSides({ folder, isQuick }: Bench): Promise<Sides> {
  if (orderLines.search || allBalances.some(({ source }) => source === orderLines.name))
    throw new Error('a table with balances or search would be measured');
  const key = new Uint8Array(32).fill(9);
  const [path, rawPath] = [join(folder, 'house.sqlite'), join(folder, 'raw.sqlite')];
  const device = openSqlite({ path, key, functions: searchFunctions });
  await migrate(device, 'device', registry);
  await device.kysely.transaction().execute(async (tx) => {
    await tx.updateTable('txContext').set({ mode: 'apply' }).execute();
    for (let at = 0; at < (isQuick ? 20_000 : 100_000); at += 500)
      await tx
        .insertInto('orderLines')
        .values(Array.from({ length: 500 }, makeLine))
        .execute();
    await tx.updateTable('txContext').set({ mode: 'command', seq: 1 }).execute();
  });
  device.checkpoint('truncate');
  await device.close();
  copyFileSync(path, rawPath);
  const bare = openSqlite({ path: rawPath, key });
  await bare.kysely.transaction().execute((tx) => dropTriggers(tx));
  await bare.close();
  return { house: openRaw({ path, key, functions: searchFunctions }), raw: openRaw({ path: rawPath, key }) };
}

const makeLine = () => orderLine(newId(), newId(), { productId: newId() });

interface Ratio {
  readonly houseMs: number;
  readonly rawMs: number;
  readonly ratio: number;
}

async function timeSize({ house, raw }: Sides, rowCount: number, rounds: number): Promise<[Work, Ratio][]> {
  const plan = { warmUps: 3, rounds };
  const runs = plan.warmUps + plan.rounds;
  const batches = Array.from({ length: runs }, () => Array.from({ length: rowCount }, makeLine));
  const results: [Work, Ratio][] = [];
  for (const work of works) {
    const [ours, theirs] = [prepareWork(house, work, rowCount), prepareWork(raw, work, rowCount)];
    const timings = await timeInTurns(plan, {
      house: (run) => ours(batches[run] ?? []),
      raw: (run) => theirs(batches[run] ?? []),
    });
    for (const side of [house, raw]) side.pragma('wal_checkpoint(PASSIVE)');
    const [houseMs, rawMs] = [median(timings.house), median(timings.raw)];
    results.push([work, { houseMs, rawMs, ratio: houseMs / rawMs }]);
    if (work === 'update') expectLogged(house, rowCount * runs);
  }
  return results;
}

type Line = ReturnType<typeof makeLine>;

/** One transaction of a work; of the rows that were inserted before, unless it is that. */
function prepareWork(database: Database, work: Work, rowCount: number): (lines: readonly Line[]) => void {
  if (work === 'insert') {
    const columns = Object.keys(makeLine()) as (keyof Line)[];
    const marks = `(${columns.map(() => '?').join(', ')})`;
    const statement = database.prepare(
      `INSERT INTO "orderLines" (${columns.map((column) => `"${column}"`).join(', ')})
        VALUES ${Array.from({ length: rowCount }, () => marks).join(', ')}`,
    );
    return database.transaction((lines: readonly Line[]) => {
      statement.run(lines.flatMap((line) => columns.map((column) => line[column])));
    });
  }
  if (work === 'update') {
    const statement = database.prepare(
      'UPDATE "orderLines" SET "reserved" = ?, "backOrdered" = ?, "updatedAt" = ?, "updatedBy" = ? WHERE "id" = ?',
    );
    return database.transaction((lines: readonly Line[]) => {
      for (const { id } of lines) statement.run(20_000, 0, 2, 'u2', id);
    });
  }
  const statement = database.prepare('DELETE FROM "orderLines" WHERE "id" = ?');
  return database.transaction((lines: readonly Line[]) => {
    for (const { id } of lines) statement.run(id);
  });
}

/** The triggers did what they are measured for. */
function expectLogged(house: Database, images: number): void {
  const count = house.prepare('SELECT count(*) FROM "touches" WHERE "image" IS NOT NULL').pluck().get();
  if (Number(count) < images) throw new Error('the triggers kept no images');
}

function toFinding(work: Work, bySize: ReadonlyMap<number, Ratio>): Finding {
  const goal = goals[work];
  const usual = bySize.get(USUAL);
  if (!usual) throw new Error('nothing was measured');
  return {
    part: work,
    value: usual.houseMs,
    unit: 'ms',
    ratio: usual.ratio,
    against: `the same statements without triggers, ${USUAL} rows a transaction`,
    goal: `≤ ${goal}×`,
    ok: usual.ratio <= goal,
    parts: Object.fromEntries([...bySize].map(([rows, { ratio }]) => [`${rows} rows`, ratio])),
  };
}
