/** What every document of a warehouse needs: what it has to say, its number (R7), its day (R12), and whose it is to work on. */
import type { BusinessRows, Cell, ModelRow } from './business-rows.ts';
import {
  type Act,
  adjusted,
  applied,
  type Ended,
  failed,
  type GivenReason,
  type ModelledRun,
  rejected,
} from './command-run.ts';
import { dayAt, offsetOf, openDayOf } from './posting.ts';

export const isLive = (row: ModelRow | undefined): row is ModelRow => row !== undefined && row.deletedAt === null;

/** What a command has to say: first what it does less than asked, then what does not fit. */
export class Told {
  readonly #adjusted: GivenReason[] = [];
  readonly #flagged: GivenReason[] = [];

  adjust(code: string, params: GivenReason['params'] = {}): void {
    this.#adjusted.push({ code, params });
  }

  flag(code: string, params: GivenReason['params'] = {}): void {
    this.#flagged.push({ code, params });
  }

  get ended(): Ended {
    const reasons = [...this.#adjusted, ...this.#flagged];
    return reasons.length === 0 ? applied : adjusted(reasons);
  }
}

/** Ends a command of which a part is written already. */
export class Refused extends Error {
  readonly ended: Ended;

  constructor(code: string, params: GivenReason['params'] = {}) {
    super(code);
    this.ended = rejected(code, params);
  }
}

/** The database has no room for it twice: it breaks, and nothing of it is there. */
export class Broken extends Error {}

/** What is here already, since its device was put back behind it, breaks when it is foretold once more. */
export const breaking =
  (run: ModelledRun): ModelledRun =>
  (rows, given, act) => {
    try {
      return run(rows, given, act);
    } catch (error) {
      if (error instanceof Broken) return failed;
      throw error;
    }
  };

/** All of it or nothing. */
export function allOrNothing(rows: BusinessRows, work: (working: BusinessRows) => Ended): Ended {
  const working = rows.copy();
  try {
    const ended = work(working);
    rows.become(working);
    return ended;
  } catch (error) {
    if (error instanceof Refused) return error.ended;
    throw error;
  }
}

/** R7: as it is wanted, or with the first suffix that no document of its kind has. */
export function freeNumberIn(rows: BusinessRows, table: string, wanted: string, told: Told): string {
  const taken = new Set([...rows.table(table).values()].map((row) => row.number));
  let number = wanted;
  for (let suffix = 2; taken.has(number); suffix += 1) number = `${wanted}-${suffix}`;
  if (number !== wanted) told.adjust('inventory.numberTaken', { wanted, number });
  return number;
}

export function isOwnNumber(number: string, act: Act): boolean {
  const code = number.split('-')[1] ?? '';
  return code === act.deviceCode || act.formerCodes.includes(code);
}

/** R12: when it was, and on which day of the books it is; null where that is the same day. */
export interface Booked {
  readonly occurredAt: number;
  readonly realOn: string;
  readonly openOn: string;
  readonly bookedOn: string | null;
}

export function bookedAt(rows: BusinessRows, at: number, act: Act): Booked {
  const occurredAt = Math.min(at, act.now);
  const realOn = dayAt(occurredAt, offsetOf(rows));
  const openOn = openDayOf(rows, realOn);
  return { occurredAt, realOn, openOn, bookedOn: realOn === openOn ? null : openOn };
}

/** The same, with what is said where the month is closed. */
export function bookedOpenly(rows: BusinessRows, at: number, act: Act, told: Told): Booked {
  const booked = bookedAt(rows, at, act);
  if (booked.bookedOn !== null) told.adjust('admin.periodClosed', { day: booked.realOn, openDay: booked.openOn });
  return booked;
}

export const worksAt = (act: Act, warehouseId: Cell | undefined): boolean => act.sees(`warehouse:${warehouseId}`);
