/** What a crash run has done and found. */

export type KillKind = 'device' | 'serverSqlite' | 'serverPostgres' | 'postgresBackend' | 'postgresServer';

export interface Tally {
  readonly kills: Record<KillKind, number>;
  /** Kills after which the log lost bytes that were not yet promised. */
  logCuts: number;
  /** Times that a disk was full for a while. */
  fullDisks: number;
  rounds: number;
  /** Commands that a person was shown as done. */
  acknowledged: number;
  /** How often a device told its person that something cannot be done now, by code. */
  readonly refusals: Record<string, number>;
  readonly lost: string[];
  readonly duplicated: string[];
  readonly diverged: string[];
  /** Devices that did not come to rest although everything they need was there. */
  readonly stuck: string[];
}

export const newTally = (): Tally => ({
  kills: { device: 0, serverSqlite: 0, serverPostgres: 0, postgresBackend: 0, postgresServer: 0 },
  logCuts: 0,
  fullDisks: 0,
  rounds: 0,
  acknowledged: 0,
  refusals: {},
  lost: [],
  duplicated: [],
  diverged: [],
  stuck: [],
});

export const killsOf = (tally: Tally): number => Object.values(tally.kills).reduce((sum, kills) => sum + kills, 0);

export const isClean = (tally: Tally): boolean =>
  tally.lost.length + tally.duplicated.length + tally.diverged.length + tally.stuck.length === 0;

/** Adds what another run has done. */
export function addTally(to: Tally, from: Tally): void {
  for (const kind of Object.keys(from.kills) as KillKind[]) to.kills[kind] += from.kills[kind];
  for (const [code, count] of Object.entries(from.refusals)) to.refusals[code] = (to.refusals[code] ?? 0) + count;
  to.logCuts += from.logCuts;
  to.fullDisks += from.fullDisks;
  to.rounds += from.rounds;
  to.acknowledged += from.acknowledged;
  for (const kind of ['lost', 'duplicated', 'diverged', 'stuck'] as const) to[kind].push(...from[kind]);
}

/** The one line that a run prints. */
export function printTally(tally: Tally, seconds: number): string {
  const { kills, logCuts, fullDisks, rounds, acknowledged, refusals } = tally;
  return JSON.stringify({
    kills: { total: killsOf(tally), ...kills },
    logCuts,
    fullDisks,
    rounds,
    acknowledged,
    refusals,
    lost: tally.lost.length,
    duplicated: tally.duplicated.length,
    diverged: tally.diverged.length,
    stuck: tally.stuck.length,
    seconds: Math.round(seconds),
  });
}
