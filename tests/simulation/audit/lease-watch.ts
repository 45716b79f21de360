import type { IssuedCommand, Verdict } from '../contract.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

const DAY_MS = 86_400_000;
/** Of a server that never said another one. */
const DEFAULT_DAYS = 30;
/** What a device learns last before it dies may not be on its disk. */
const MARGIN_MS = 2 * 3_600_000;

/**
 * The lease (SYNC.md, offline sign-in): who has heard nothing from the server for so many days makes no new commitment; a
 * fact is always taken. Guards:
 * - judged is only a device whose clock was never moved: of one that was, nobody can say what time it takes it for.
 */
export class LeaseWatch {
  readonly #heardAtMs = new Map<string, number>();
  /** The longest that it was ever given: it may have missed the newest word. */
  readonly #days = new Map<string, number>();
  readonly #isExcused = new Set<string>();
  #broken: string[] = [];

  /** A whole answer of the server is there. */
  contact(device: string, atMs: number): void {
    this.#heardAtMs.set(device, atMs);
  }

  /** The server said how long a lease is. */
  given(device: string, days: number): void {
    this.#days.set(device, Math.max(days, this.#days.get(device) ?? DEFAULT_DAYS));
  }

  /** Its clock was moved, or its database is not the one that heard. */
  excuse(device: string): void {
    this.#isExcused.add(device);
  }

  /** The device took a command. */
  took({ device, name, atMs }: IssuedCommand, kind: 'request' | 'fact'): void {
    const heardAtMs = this.#heardAtMs.get(device);
    if (kind === 'fact' || heardAtMs === undefined || this.#isExcused.has(device)) return;
    const days = this.#days.get(device) ?? DEFAULT_DAYS;
    const lateMs = atMs - heardAtMs - days * DAY_MS;
    if (lateMs > MARGIN_MS)
      this.#broken.push(`${device} took ${name} ${Math.round(lateMs / DAY_MS)} days after its lease had ended`);
  }

  check(say: Say): void {
    for (const text of this.#broken.splice(0)) say('broken', 0, text);
  }
}
