/** One subject of a crash run, stage after stage, until it has had its kills or its time. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { fileLimitBlow, fullDiskBlow, mountSmallDisks } from './full-disk.ts';
import type { Subject } from './options.ts';
import { openPostgresStage } from './postgres-stage.ts';
import type { Programs } from './programs.ts';
import { openSqliteStage } from './sqlite-stage.ts';
import { playRound, removeFolder, type Stage } from './stage.ts';
import { addTally, isClean, killsOf, newTally, type Tally } from './tally.ts';

const KILLS_A_ROUND = 25;
/** Longer histories make each start slower and find nothing else. */
const KILLS_A_STAGE = 150;

export interface SubjectRun {
  readonly subject: Subject;
  readonly programs: Programs;
  readonly random: () => number;
  readonly kills: number;
  /** performance.now() at which it ends. */
  readonly until: number;
  /** Told after each round. */
  readonly said: (tally: Tally) => void;
  /** For `disk-full`: this process may mount (see full-disk.ts). */
  readonly mayMount: boolean;
}

/** Ends early when a promise was broken, with everything left where it is. */
export async function runSubject(run: SubjectRun): Promise<Tally> {
  const tally = newTally();
  const needsPostgres = run.subject === 'server-postgres' || run.subject === 'postgres';
  const postgres = needsPostgres ? await startPostgres() : null;
  try {
    for (let nth = 0; killsOf(tally) < run.kills && performance.now() < run.until && isClean(tally); nth += 1) {
      await playStage(run, tally, postgres, nth);
    }
  } finally {
    await postgres?.stop();
  }
  return tally;
}

async function playStage(run: SubjectRun, tally: Tally, postgres: TestPostgres | null, nth: number): Promise<void> {
  const { random, until, said } = run;
  const own = newTally();
  const { stage, close } = await openStage(run, own, postgres, nth);
  try {
    while (killsOf(own) < KILLS_A_STAGE && performance.now() < until && isClean(own)) {
      const left = run.kills - killsOf(tally) - killsOf(own);
      if (left <= 0) break;
      await playRound(stage, { killsARound: Math.min(KILLS_A_ROUND, Math.max(4, left)), random, until }, own);
      said(own);
    }
  } finally {
    await stage.close();
    close();
    addTally(tally, own);
  }
}

async function openStage(
  run: SubjectRun,
  tally: Tally,
  postgres: TestPostgres | null,
  nth: number,
): Promise<{ stage: Stage; close: () => void }> {
  const { subject, programs, random } = run;
  const common = { programs, random, tally };
  if (postgres) {
    const which = { killsServers: subject === 'server-postgres', killsPostgres: subject === 'postgres' };
    const stage = await openPostgresStage({ ...common, ...which, postgres, schema: `crash_${nth}` });
    return { stage, close: () => {} };
  }
  if (subject === 'disk-full') return openFullDiskStage(run, tally);
  const stage = await openSqliteStage({
    ...common,
    killsDevices: subject !== 'server-sqlite',
    killsServer: subject !== 'device',
    cutsLogs: subject === 'wal',
  });
  return { stage, close: () => {} };
}

async function openFullDiskStage(run: SubjectRun, tally: Tally): Promise<{ stage: Stage; close: () => void }> {
  const { programs, random, mayMount } = run;
  const common = { programs, random, tally, killsDevices: true, killsServer: true, cutsLogs: false };
  if (mayMount) {
    const disks = mountSmallDisks();
    const moreBlows = [disks.devices, disks.server].map((disk) => fullDiskBlow(disk, random));
    return { stage: await openSqliteStage({ ...common, folders: disks, moreBlows }), close: disks.close };
  }
  const folder = mkdtempSync(join(tmpdir(), 'satchel-crash-'));
  const pids = (): number[] => stageOf().pids();
  const logOf = (): string => `${join(folder, 'company.sqlite')}-wal`;
  const moreBlows = [fileLimitBlow(pids, logOf, random)];
  let opened: Awaited<ReturnType<typeof openSqliteStage>> | null = null;
  const stageOf = () => {
    if (!opened) throw new Error('the stage is not open yet');
    return opened;
  };
  opened = await openSqliteStage({ ...common, folders: { devices: folder, server: folder }, moreBlows });
  return { stage: opened, close: () => removeFolder(folder) };
}
