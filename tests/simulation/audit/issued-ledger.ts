/**
 * Everything that a person was told is done. Guards:
 * - it ends: applied, adjusted, or rejected and seen by the person who issued it; failed is no end (2);
 * - the server has what was issued, word for word, and nothing that nobody issued (3);
 * - what the server said once, it says for ever, and its log says the same (2, 3).
 */
import type { CommandAnswer } from '#shared/protocol/sync.ts';
import type { IssuedCommand, Verdict } from '../contract.ts';
import { canonicalJson } from './canonical-json.ts';
import type { LoggedCommand, ServerMirror } from './server-mirror.ts';

type Say = (verdict: Verdict, invariant: number, text: string) => void;

export interface Issued extends IssuedCommand {
  readonly commandId: string;
  /** What the person was told then. */
  readonly foretold: readonly unknown[];
  /** A laptop was stolen, restored or broken, and everybody knows: it may be gone. */
  isExcused: boolean;
}

export class IssuedLedger {
  readonly #issued = new Map<string, Issued>();
  /** The device died over it: there or not. */
  readonly #uncertain = new Map<string, number>();
  readonly #said = new Map<string, { readonly text: string; readonly state: string; readonly version: number }>();
  /** Said since the last check. */
  #fresh: string[] = [];
  #contradictions: string[] = [];

  issued(command: IssuedCommand, commandId: string, foretold: readonly unknown[]): void {
    this.#issued.set(commandId, { ...command, commandId, foretold, isExcused: false });
  }

  uncertain(command: IssuedCommand): void {
    const key = keyOf(command);
    this.#uncertain.set(key, (this.#uncertain.get(key) ?? 0) + 1);
  }

  get all(): Iterable<Issued> {
    return this.#issued.values();
  }

  find(commandId: string): Issued | undefined {
    return this.#issued.get(commandId);
  }

  excuse(fits: (command: Issued) => boolean): void {
    for (const command of this.#issued.values()) if (fits(command)) command.isExcused = true;
  }

  answered(answers: readonly CommandAnswer[]): void {
    for (const { commandId, state, reasons, version } of answers) {
      const text = canonicalJson({ state, reasons, version });
      const before = this.#said.get(commandId);
      if (before?.text === text) continue;
      if (before && before.state !== 'failed')
        this.#contradictions.push(`${commandId}: first ${before.text}, then ${text}`);
      this.#said.set(commandId, { text, state, version });
      this.#fresh.push(commandId);
    }
  }

  /** The server went back: what it said after that is void. */
  restored(version: number): void {
    for (const [commandId, said] of this.#said) if (said.version > version) this.#said.delete(commandId);
    this.#fresh = this.#fresh.filter((commandId) => this.#said.has(commandId));
  }

  /** What the server said since the last check stands in its log. */
  checkAnswers(mirror: ServerMirror, say: Say): void {
    for (const text of this.#contradictions.splice(0)) say('broken', 3, `one command got two answers: ${text}`);
    for (const commandId of this.#fresh.splice(0)) {
      const said = this.#said.get(commandId);
      const logged = mirror.logged(commandId);
      if (!said) continue;
      // What failed may have been run again since, and have failed again.
      if (!logged) say('lost', 2, `the server answered ${commandId} and has no word of it`);
      else if (said.text !== answerText(logged) && !(said.state === 'failed' && logged.companyVersion > said.version))
        say('broken', 3, `the server answered ${commandId} with ${said.text}, its log has ${answerText(logged)}`);
    }
  }

  /** Everything that was issued is at the server, word for word, and has ended; nothing else is there. */
  checkEnds(mirror: ServerMirror, say: Say): void {
    for (const command of this.#issued.values()) {
      const logged = mirror.logged(command.commandId);
      const what = `${command.name} ${command.commandId} of ${command.device}`;
      if (!logged) {
        if (!command.isExcused) say('lost', 2, `${what} was issued at ${command.atMs} and never came to the server`);
      } else if (logged.answerState === 'failed') say('lost', 2, `${what} failed at the server, which is no end`);
      else if (logged.name !== command.name || logged.userId !== command.userId || !sameArgs(logged, command))
        say('broken', 3, `${what} is not at the server what was issued`);
    }
    this.#checkUnknown(mirror, say);
  }

  #checkUnknown(mirror: ServerMirror, say: Say): void {
    const allowed = new Map(this.#uncertain);
    const issued = new Set([...this.#issued.values()].map(keyOf));
    for (const logged of mirror.log) {
      if (this.#issued.has(logged.commandId)) continue;
      const key = keyOf({ name: logged.name, userId: logged.userId, args: JSON.parse(logged.args) as unknown });
      const left = allowed.get(key) ?? 0;
      allowed.set(key, left - 1);
      if (left > 0) continue;
      const verdict = issued.has(key) || this.#uncertain.has(key) ? 'duplicated' : 'broken';
      say(verdict, 3, `${logged.name} ${logged.commandId} is at the server and nobody issued it so`);
    }
  }
}

function keyOf(command: Pick<IssuedCommand, 'name' | 'userId' | 'args'>): string {
  return `${command.userId} ${command.name} ${canonicalJson(command.args)}`;
}

const sameArgs = (logged: LoggedCommand, command: Issued): boolean =>
  canonicalJson(JSON.parse(logged.args)) === canonicalJson(command.args);

function answerText(logged: LoggedCommand): string {
  const { answerState: state, answerReasons, companyVersion: version } = logged;
  return canonicalJson({ state, reasons: JSON.parse(answerReasons) as unknown, version });
}
