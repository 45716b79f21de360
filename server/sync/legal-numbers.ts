/**
 * Numbers of billing documents (R7). Guards:
 * - no gap and no double: a number is taken under the company's lock, in the savepoint of the command that needs it, and
 *   goes back with it;
 * - a number that was on paper before the server was put back from a backup goes to the same command again;
 * - while it is not known which numbers were given (recovery), no new one is.
 */
import type { Id } from '#shared/kernel/ids.ts';
import type { Tx } from '#shared/kernel/table.ts';
import type { LegalNumber } from '#shared/protocol/sync.ts';
import '#db/side-tables/server.ts';

/** The command waits for the end of the recovery: it is answered `failed`, and runs again then. */
export class NumberingClosed extends Error {
  constructor(series: string) {
    super(`the numbering of ${series} is closed until the recovery has ended`);
    this.name = 'NumberingClosed';
  }
}

export interface NumberingOptions {
  readonly commandId: Id;
  /** The numbers that the command had before the server was put back, in the order in which it took them. */
  readonly former: readonly LegalNumber[];
  readonly isRecovering: boolean;
}

export interface LegalNumbering {
  assign(tx: Tx, series: string): Promise<number>;
  /** What was assigned so far; of a command that was refused it says nothing. */
  readonly assigned: readonly LegalNumber[];
  /** Former numbers that another command has by now. */
  readonly lost: readonly LegalNumber[];
}

/** The numbering for one run of one command. */
export function makeLegalNumbering({ commandId, former, isRecovering }: NumberingOptions): LegalNumbering {
  const assigned: LegalNumber[] = [];
  const lost: LegalNumber[] = [];
  const left = [...former];

  async function assign(tx: Tx, series: string): Promise<number> {
    const at = left.findIndex((number) => number.series === series);
    const [wanted] = at < 0 ? [] : left.splice(at, 1);
    const number = (wanted && (await takeAgain(tx, wanted))) ?? (await takeNext(tx, series));
    await tx.insertInto('legalNumberLog').values({ series, number, commandId }).execute();
    assigned.push({ series, number });
    return number;
  }

  /** Null when another command has it. */
  async function takeAgain(tx: Tx, wanted: LegalNumber): Promise<number | null> {
    const { series, number } = wanted;
    const taken = await tx
      .selectFrom('legalNumberLog')
      .select('commandId')
      .where('series', '=', series)
      .where('number', '=', number)
      .executeTakeFirst();
    if (taken) {
      lost.push(wanted);
      return null;
    }
    if (number > (await lastOf(tx, series))) await setLast(tx, series, number);
    return number;
  }

  async function takeNext(tx: Tx, series: string): Promise<number> {
    if (isRecovering) throw new NumberingClosed(series);
    const number = (await lastOf(tx, series)) + 1;
    await setLast(tx, series, number);
    return number;
  }

  return { assign, assigned, lost };
}

async function lastOf(tx: Tx, series: string): Promise<number> {
  const row = await tx.selectFrom('legalNumbers').select('lastNumber').where('series', '=', series).executeTakeFirst();
  return row?.lastNumber ?? 0;
}

async function setLast(tx: Tx, series: string, lastNumber: number): Promise<void> {
  await tx
    .insertInto('legalNumbers')
    .values({ series, lastNumber })
    .onConflict((conflict) => conflict.column('series').doUpdateSet({ lastNumber }))
    .execute();
}

/** Numbers up to the last one that no command has: after a recovery, those of devices that never came back. */
export async function findNumberGaps(tx: Tx): Promise<LegalNumber[]> {
  const series = await tx.selectFrom('legalNumbers').select(['series', 'lastNumber']).orderBy('series').execute();
  const gaps: LegalNumber[] = [];
  for (const { series: name, lastNumber } of series) {
    const given = await tx
      .selectFrom('legalNumberLog')
      .select('number')
      .where('series', '=', name)
      .orderBy('number')
      .execute();
    let expected = 1;
    for (const { number } of given) {
      for (; expected < number; expected += 1) gaps.push({ series: name, number: expected });
      expected = number + 1;
    }
    for (; expected <= lastNumber; expected += 1) gaps.push({ series: name, number: expected });
  }
  return gaps;
}
