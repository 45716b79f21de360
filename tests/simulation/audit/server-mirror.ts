/**
 * The server's history, run again by the auditor. Guards:
 * - numbers 1, 2, 3 … without a gap for each history of a device, each command chained to the one before (own hashes);
 * - an id is in the log once, and what was answered once is never answered otherwise;
 * - each answer is the one that the rules give, at the time that is due to the command (own model, own arithmetic);
 * - the server's rows are those that the accepted commands make, in the server's order, and nothing else.
 */

import type { Reader } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { LegalNumber, PushRequest } from '#shared/protocol/sync.ts';
import type { Registry } from '#shared/registry.ts';
import '#db/side-tables/server.ts';
import type { Verdict, WrittenRow } from '../contract.ts';
import { canonicalJson, FIRST_LINK, linkOf } from './canonical-json.ts';
import { deviceOf, type RegisteredHistory } from './device-of.ts';
import { isSaidBy, withLostNumbers, withTime } from './due-answer.ts';
import { numbersOf } from './legal-numbers.ts';
import { BusinessRows, balanceTables } from './model/business-rows.ts';
import type { Act, GivenReason } from './model/command-run.ts';
import { permissionsOf, runModelled, scopesOf } from './model/run-modelled.ts';
import { firstDifference, readTables } from './read-tables.ts';
import { secondInPlace } from './sent-anew.ts';

export interface LoggedCommand {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly seq: number;
  readonly commandId: string;
  readonly userId: string;
  readonly name: string;
  readonly version: number;
  readonly args: string;
  readonly issuedAt: number;
  readonly hash: string;
  readonly replaces: string | null;
  readonly receivedAt: number;
  readonly answerState: string;
  readonly answerReasons: string;
  readonly companyVersion: number;
  readonly answeredAt: number;
  readonly ranAt: number;
  readonly answerLegalNumbers: string | null;
}

type Say = (verdict: Verdict, invariant: number, text: string) => void;

export class ServerMirror {
  readonly #registry: Registry;
  readonly #log = new Map<string, LoggedCommand>();
  #written: { readonly version: number; readonly rows: readonly WrittenRow[] }[] = [];
  #rows = new BusinessRows();
  /** Up to where the history was run again. */
  #version = 0;
  #heads = new Map<string, { seq: number; hash: string; ranAts: number[] }>();
  #devices: readonly RegisteredHistory[] = [];
  /** Commands as they came over the wire, by history and number. */
  readonly #heard = new Map<string, CommandEnvelope>();
  /** Commands that were sent again to a restored server, with what they had been answered. */
  readonly #resent = new Set<string>();
  /** Of these: why they were rejected before, as their devices say. */
  readonly #rejectedBefore = new Map<string, readonly GivenReason[]>();
  /** Of the same: numbers of billing documents that they had, and are on paper. */
  readonly #numbersBefore = new Map<string, readonly LegalNumber[]>();
  /** What the server had answered before it was put back. */
  readonly #answeredBefore = new Map<string, LoggedCommand>();
  #wasPutBack = false;
  /** What a server that was put back leaves of a command that stays rejected is taken as it is. */
  #isBlind = false;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get rows(): BusinessRows {
    return this.#rows;
  }

  get version(): number {
    return this.#version;
  }

  logged(commandId: string): LoggedCommand | undefined {
    return this.#log.get(commandId);
  }

  get log(): Iterable<LoggedCommand> {
    return this.#log.values();
  }

  heard(request: Pick<PushRequest, 'incarnation' | 'commands' | 'former'>): void {
    for (const command of request.commands)
      this.#heard.set(`${command.deviceId} ${request.incarnation} ${command.seq}`, command);
    for (const { commandId, state, reasons, legalNumbers } of request.former ?? []) {
      this.#resent.add(commandId);
      if (state === 'rejected' && reasons) this.#rejectedBefore.set(commandId, reasons);
      if (legalNumbers.length > 0) this.#numbersBefore.set(commandId, legalNumbers);
    }
  }

  wrote(version: number, rows: readonly WrittenRow[]): void {
    this.#written.push({ version, rows });
  }

  /** The server's file is an older one: what came after it never was. The next look runs its history from the beginning. */
  restored(version: number): void {
    this.#wasPutBack = true;
    for (const [id, command] of this.#log) this.#answeredBefore.set(id, command);
    this.#log.clear();
    this.#written = this.#written.filter((each) => each.version <= version);
    this.#rows = new BusinessRows();
    this.#version = 0;
    this.#heads = new Map();
  }

  /** Reads what is new in the server's log and runs it. Cheap where nothing is. */
  async follow(server: Reader, say: Say): Promise<void> {
    const fresh = await server
      .selectFrom('commandLog')
      .selectAll()
      .where('companyVersion', '>', this.#version)
      .orderBy('companyVersion')
      .execute();
    if (fresh.length > 0) {
      this.#devices = await server
        .selectFrom('devices')
        .select(['id', 'incarnation', 'code', 'userId', 'createdAt', 'revokedAt'])
        .orderBy('createdAt')
        .orderBy('incarnation')
        .execute();
    }
    this.#runAgain(fresh, say);
    if (this.#isBlind) await this.#lookAtRows(server);
  }

  /** Compares everything: the whole log, all rows, all balances. */
  async compare(server: Reader, say: Say): Promise<void> {
    await this.#compareLog(server, say);
    const actual = await readTables(server, this.#registry);
    for (const { name } of this.#registry.tables) {
      const difference = firstDifference(name, this.#rows.table(name), actual.table(name));
      if (difference === null) continue;
      say(
        'diverged',
        balanceTables.includes(name) ? 5 : 3,
        `the server's rows are not what its commands make: ${difference}`,
      );
      return;
    }
  }

  async #compareLog(server: Reader, say: Say): Promise<void> {
    const log: LoggedCommand[] = await server.selectFrom('commandLog').selectAll().orderBy('companyVersion').execute();
    const seen = new Set<string>();
    for (const command of log) {
      if (seen.has(command.commandId)) say('duplicated', 3, `command ${command.commandId} is in the log twice`);
      seen.add(command.commandId);
      const known = this.#log.get(command.commandId);
      if (!known) say('broken', 3, `command ${command.commandId} came into the log below its end`);
      else if (canonicalJson(known) !== canonicalJson(command))
        say('broken', 3, `the log's entry of ${command.commandId} was changed`);
    }
    const kept = await server.selectFrom('rejections').select('commandId').orderBy('commandId').execute();
    const told = new Set(kept.map(({ commandId }) => commandId));
    for (const { commandId, answerState } of log)
      if (answerState === 'rejected' && !told.has(commandId))
        say('lost', 2, `command ${commandId} was rejected, and is not kept until its author has seen it`);
    for (const { commandId } of this.#log.values())
      if (!seen.has(commandId)) say('lost', 2, `command ${commandId} is in the log no longer`);
  }

  async #lookAtRows(server: Reader): Promise<void> {
    const rows = await readTables(server, this.#registry);
    const now = await server.selectFrom('companyVersion').select('version').where('id', '=', 1).executeTakeFirst();
    if (now?.version !== this.#version) return;
    this.#rows = rows;
    this.#isBlind = false;
  }

  #runAgain(commands: readonly LoggedCommand[], say: Say): void {
    const fresh = commands.filter(({ commandId }) => !this.#log.has(commandId));
    const written = this.#written.filter((each) => each.version > this.#version);
    const steps = [
      ...written.map((each) => ({ version: each.version, take: () => this.#place(each.rows) })),
      ...commands.map((command) => ({ version: command.companyVersion, take: () => this.#run(command, say) })),
    ].sort((a, b) => a.version - b.version);
    for (const step of steps) {
      if (step.version === this.#version) say('broken', 0, `two writers made version ${step.version}`);
      this.#version = step.version;
      step.take();
    }
    // By number: what failed and was run again has the version of then.
    for (const command of fresh.sort((a, b) => a.seq - b.seq)) this.#checkChain(command, say);
  }

  #place(rows: readonly WrittenRow[]): void {
    for (const { table, id, row } of rows) this.#rows.place(table, id, row);
  }

  #run(command: LoggedCommand, say: Say): void {
    const { commandId, name, version } = command;
    const before = this.#log.get(commandId);
    const isAgain = before !== undefined;
    if (isAgain && before.answerState !== 'failed') say('duplicated', 3, `command ${commandId} ran twice`);
    this.#log.set(commandId, command);
    if (command.answerState === 'failed') return;
    if (this.#staysRejected(command, say)) return;
    const second = secondInPlace(command, this.#log.values(), this.#resent.has(commandId));
    if (second.fault !== null) say('duplicated', 3, second.fault);
    // Its stub is looked at in the rows, like that of what stays rejected.
    if (second.isTold) this.#isBlind = true;
    if (this.#isBlind) return;
    const args: unknown = JSON.parse(command.args);
    const ended = runModelled(this.#rows, { name, version, args }, this.#actOf(command));
    if (!ended) {
      say('broken', 0, `nobody told the auditor what ${name} version ${version} must do`);
      return;
    }
    const expected = withLostNumbers(withTime(ended, command), this.#numbersBefore.get(commandId) ?? [], command);
    const given = { state: command.answerState, reasons: JSON.parse(command.answerReasons) as GivenReason[] };
    if (isSaidBy(given, expected)) return;
    say('diverged', 2, `${name} ${commandId} was answered ${canonicalJson(given)}, not ${canonicalJson(expected)}`);
  }

  /** A server that was put back rejects again what it had rejected; whether it leaves a stub is looked at in its rows. */
  #staysRejected(command: LoggedCommand, say: Say): boolean {
    const reasons = this.#rejectedBefore.get(command.commandId);
    const before = this.#answeredBefore.get(command.commandId);
    if (!reasons || command.answerState !== 'rejected') return false;
    const isSame = canonicalJson(JSON.parse(command.answerReasons)) === canonicalJson(reasons.slice(0, 1));
    if (!isSame) return false;
    if (before && before.answerState !== 'rejected')
      say('lost', 2, `${command.name} ${command.commandId} was ${before.answerState}, and is called rejected before`);
    this.#isBlind = true;
    return true;
  }

  #checkChain(command: LoggedCommand, say: Say): void {
    const { deviceId, incarnation, seq, issuedAt, receivedAt, ranAt } = command;
    const history = `${deviceId} ${incarnation}`;
    const head = this.#heads.get(history) ?? { seq: 0, hash: FIRST_LINK, ranAts: [] };
    this.#heads.set(history, { ...head, seq, hash: command.hash });
    const where = `${command.name} ${command.commandId} (${seq} of ${history})`;
    if (seq <= head.seq) say('broken', 3, `${where} came after ${head.seq}`);
    const { commandId: id, name, version, userId } = command;
    const before = this.#passOver(history, head, command);
    if (before === null) say('broken', 3, `${where} leaves a gap after ${head.seq}`);
    else {
      const args: unknown = JSON.parse(command.args);
      const replaced = command.replaces === null ? {} : { replaces: command.replaces };
      const link = linkOf(before, { id, name, version, args, deviceId, seq, userId, issuedAt, ...replaced });
      if (link !== command.hash) say('broken', 3, `${where} is not chained to the command before`);
    }
    // What ran with a time that is not yet at the receipt holds nothing back: the server's clock had been ahead.
    const earliest = head.ranAts.findLast((time) => time <= receivedAt) ?? 0;
    const due = issuedAt > receivedAt ? receivedAt : Math.max(earliest, issuedAt);
    head.ranAts.push(ranAt);
    if (ranAt !== due) say('broken', 0, `${where} ran with the time ${ranAt}, not ${due}`);
  }

  /**
   * A number without an entry is that of a command that another history of the device has: it got its answer of then.
   * @returns the hash before the command, or null where a number is missing
   */
  #passOver(history: string, head: { seq: number; hash: string }, command: LoggedCommand): string | null {
    let { hash } = head;
    for (let seq = head.seq + 1; seq < command.seq; seq += 1) {
      const heard = this.#heard.get(`${history} ${seq}`);
      const stored = heard && this.#log.get(heard.id);
      const isElsewhere = stored?.deviceId === command.deviceId && stored.incarnation !== command.incarnation;
      if (!heard || !isElsewhere || linkOf(hash, withoutHash(heard)) !== heard.hash) return null;
      hash = heard.hash;
    }
    return hash;
  }

  #actOf(command: LoggedCommand): Act {
    const own = this.#devices.filter((device) => device.id === command.deviceId);
    const scopes = scopesOf(this.#rows, command.userId);
    return {
      commandId: command.commandId,
      now: command.ranAt,
      userId: command.userId,
      permissions: permissionsOf(this.#rows, command.userId),
      sees: (scope) => scopes.has(scope),
      deviceCode: own.find((device) => device.incarnation === command.incarnation)?.code ?? '',
      formerCodes: own.filter((device) => device.incarnation !== command.incarnation).map((device) => device.code),
      legalNumbers: numbersOf(command),
      isDeviceOf: deviceOf(this.#devices, command, this.#wasPutBack),
      leavesStub: true,
    };
  }
}

function withoutHash({ hash: _, ...command }: CommandEnvelope): Omit<CommandEnvelope, 'hash'> {
  return command;
}
