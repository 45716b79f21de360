/**
 * Lets so many through at a time, in order; who has waited too long goes away again. Guards: those who wait for one lock
 * wait here, in memory, and do not take up the connections by which everybody else is answered.
 */
import { DatabaseUnheard } from './postgres-limits.ts';

interface Waiting {
  readonly letIn: () => void;
  readonly timer: NodeJS.Timeout;
}

export class Turnstile {
  #places: number;
  readonly #waitMs: number;
  readonly #waiting: Waiting[] = [];

  constructor(places: number, waitMs: number) {
    this.#places = places;
    this.#waitMs = waitMs;
  }

  /** @returns goes out again @throws DatabaseUnheard `55P03`, as the database says it of a lock */
  async enter(): Promise<() => void> {
    if (this.#places > 0) this.#places -= 1;
    else await this.#wait();
    let isIn = true;
    return () => {
      if (isIn) this.#leave();
      isIn = false;
    };
  }

  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new DatabaseUnheard('55P03', 'others of this process hold the company, or wait for it'));
      }, this.#waitMs);
      const waiting = { letIn: resolve, timer };
      this.#waiting.push(waiting);
    });
  }

  /** The place goes to the next, and is never free in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (!next) {
      this.#places += 1;
      return;
    }
    clearTimeout(next.timer);
    next.letIn();
  }
}
