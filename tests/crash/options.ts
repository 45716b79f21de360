/** What `npm run crash` takes. */
import { parseArgs } from 'node:util';

/** What a run can be about; without a choice it goes through all, one after the other. */
export const SUBJECTS = ['device', 'server-sqlite', 'server-postgres', 'postgres', 'wal', 'disk-full'] as const;
export type Subject = (typeof SUBJECTS)[number];

export interface CrashOptions {
  /** Goes on until so many processes were killed... */
  readonly kills: number;
  /** ...or so much time has passed. */
  readonly minutes: number;
  readonly seed: number;
  readonly subjects: readonly Subject[];
}

export const usage = `npm run crash -- [--kills N] [--seed N] [--minutes M] [--only ${SUBJECTS.join('|')}[,…]]`;

/** @throws Error with what was wrong */
export function readCrashOptions(args: readonly string[]): CrashOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const number = (text: string | undefined, otherwise: number, least: number): number => {
    const value = text === undefined ? otherwise : Number(text);
    if (!Number.isFinite(value) || value < least) throw new Error(`${text} is no number of at least ${least}`);
    return value;
  };
  const names = values.only?.split(',') ?? SUBJECTS;
  const subjects = SUBJECTS.filter((subject) => names.includes(subject));
  if (subjects.length < names.length) throw new Error(`--only takes ${SUBJECTS.join(', ')}`);
  return {
    kills: number(values.kills, 200, 1),
    minutes: number(values.minutes, 60, 0.01),
    seed: number(values.seed, 1, 0),
    subjects,
  };
}
