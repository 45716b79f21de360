import type { PersonAct, Verdict } from '../contract.ts';
import type { ServerMirror } from './server-mirror.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

/**
 * What people did with commands of theirs. Guards: what was said in another way names at the server what it replaces, and
 * nothing else does (SYNC.md, needs attention).
 */
export class ActWatch {
  /** By the command that amends. */
  readonly #replaced = new Map<string, string>();
  readonly #known = new Set<string>();

  /** @param by the command that amends or withdraws it */
  acted(commandId: string, act: PersonAct, by: string | null): void {
    if (act === 'amended' && by !== null) this.#replaced.set(by, commandId);
  }

  /** Its device told its person how it is: who amends it is known for certain. */
  issued(commandId: string): void {
    this.#known.add(commandId);
  }

  check(mirror: ServerMirror, say: Say): void {
    for (const { commandId, name, replaces } of mirror.log) {
      if (!this.#known.has(commandId)) continue;
      const due = this.#replaced.get(commandId) ?? null;
      if (replaces !== due) say('broken', 2, `${name} ${commandId} replaces ${replaces} at the server, not ${due}`);
    }
  }
}
