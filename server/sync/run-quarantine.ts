/**
 * Runs what a closed device handed over, when its administrator says so. Guards:
 * - the ordinary executor runs each command as its author's, in order, once, and stores its answer;
 * - commands whose chain does not follow from what the server has (a copied laptop) run under a history of their own;
 * - what a server that was put back had answered before keeps its numbers, and stays rejected where it was;
 * - cut and begun again, what has run gets its stored answer.
 */
import type { Id } from '#shared/kernel/ids.ts';
import { makeId } from '#shared/kernel/ids.ts';
import { Refusal } from '#shared/kernel/refusal.ts';
import { type CommandEnvelope, chainHash, GENESIS_HASH } from '#shared/protocol/envelope.ts';
import { PUSH_LIMIT_BYTES, PUSH_LIMIT_COMMANDS } from '#shared/protocol/limits.ts';
import type { CommandAnswer, FormerAnswer } from '#shared/protocol/sync.ts';
import type { Session } from '../auth/access-token.ts';
import { registerHistory } from '../auth/register-history.ts';
import type { House } from '../house.ts';
import { withCompanyLock } from './company-lock.ts';
import { executePush } from './execute-push.ts';

interface Closed {
  readonly deviceId: Id;
  readonly incarnation: string;
  readonly userId: Id;
  readonly lastSeq: number;
  readonly lastHash: string;
}

interface Kept {
  readonly envelope: CommandEnvelope;
  /** What it was answered before this server was put back. */
  readonly former: FormerAnswer | null;
}

/** One command's end, for the administrator. */
export interface QuarantineAnswer {
  readonly seq: number;
  readonly name: string;
  readonly commandId: Id;
  readonly state: CommandAnswer['state'];
  readonly reasons: readonly string[];
}

/**
 * Runs everything that waits of one device.
 * @param code of the device's history
 * @throws Refusal `admin.unknownDevice`, `admin.deviceNotRevoked`; HttpRefusal `sync.commandTooNew`: the rest waits
 */
export async function runQuarantine(house: House, code: string): Promise<QuarantineAnswer[]> {
  const device = await readClosed(house, code);
  const kept = await readWaiting(house, device);
  if (kept.length === 0) return [];
  const { incarnation, commands } = fits(device, kept)
    ? { incarnation: device.incarnation, commands: kept.map(({ envelope }) => envelope) }
    : await chainAnew(house, device, kept);
  const session: Session = {
    userId: device.userId,
    deviceId: device.deviceId,
    pushOnly: true,
    isRevoked: true,
    tokenHash: '',
  };
  const formerOf = new Map(kept.map(({ envelope, former }) => [envelope.id, former]));
  const done: QuarantineAnswer[] = [];
  for (let at = 0; at < commands.length; ) {
    const page = pageFrom(commands, at);
    const former = page.flatMap(({ id }) => formerOf.get(id) ?? []);
    const { answers } = await executePush(house, session, {
      ...{ deviceId: device.deviceId, incarnation, commands: page },
      ...(former.length === 0 ? {} : { former }),
    });
    await settle(
      house,
      answers.map((answer) => answer.commandId),
      'run',
    );
    for (const answer of answers) done.push(told(page, answer));
    at += answers.length;
  }
  return done;
}

/**
 * Puts aside for good what waits of one device; its rows stay, for whoever asks later.
 * @throws Refusal `admin.unknownDevice`, `admin.deviceNotRevoked`
 */
export async function discardQuarantine(house: House, code: string): Promise<number> {
  const kept = await readWaiting(house, await readClosed(house, code));
  await settle(
    house,
    kept.map(({ envelope }) => envelope.id),
    'discarded',
  );
  return kept.length;
}

async function readClosed(house: House, code: string): Promise<Closed> {
  const row = await house.database.kysely
    .selectFrom('devices')
    .select(['id as deviceId', 'incarnation', 'userId', 'lastSeq', 'lastHash', 'revokedAt'])
    .where('code', '=', code)
    .executeTakeFirst();
  if (!row) throw new Refusal('admin.unknownDevice', { code });
  if (row.revokedAt === null) throw new Refusal('admin.deviceNotRevoked', { code });
  return row;
}

async function readWaiting(house: House, { deviceId, incarnation }: Closed): Promise<Kept[]> {
  const rows = await house.database.kysely
    .selectFrom('quarantinedCommands')
    .select(['envelope', 'former'])
    .where('deviceId', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('state', '=', 'waiting')
    .orderBy('seq')
    .orderBy('commandId')
    .execute();
  return rows.map(({ envelope, former }) => ({
    envelope: JSON.parse(envelope) as CommandEnvelope,
    former: former === null ? null : (JSON.parse(former) as FormerAnswer),
  }));
}

function fits(device: Closed, kept: readonly Kept[]): boolean {
  let { lastSeq: seq, lastHash: hash } = device;
  return kept.every(({ envelope }) => {
    // Run before this was cut: it has its answer.
    if (envelope.seq <= device.lastSeq) return false;
    const follows = envelope.seq === seq + 1 && chainHash(hash, envelope) === envelope.hash;
    seq = envelope.seq;
    hash = envelope.hash;
    return follows;
  });
}

/** A history of the device for what does not fit: the same commands under the same ids, numbered and chained anew. */
async function chainAnew(house: House, device: Closed, kept: readonly Kept[]) {
  const { world, database } = house;
  const now = world.clock.now();
  const incarnation = makeId(now, world.random.bytes(16));
  await withCompanyLock(database, async (tx) => {
    const before = await tx
      .selectFrom('devices')
      .select(['name', 'appVersion', 'revokedAt', 'handedOverAt'])
      .where('id', '=', device.deviceId)
      .where('incarnation', '=', device.incarnation)
      .executeTakeFirstOrThrow();
    const { name, appVersion, revokedAt, handedOverAt } = before;
    await registerHistory(tx, world, device.userId, { id: device.deviceId, incarnation, name, appVersion });
    await tx
      .updateTable('devices')
      .set({ revokedAt, handedOverAt, unsentCount: 0 })
      .where('id', '=', device.deviceId)
      .where('incarnation', '=', incarnation)
      .execute();
  });
  let hash = GENESIS_HASH;
  const commands = kept.map(({ envelope }, index) => {
    const plain = { ...envelope, seq: index + 1 };
    hash = chainHash(hash, plain);
    return { ...plain, hash };
  });
  return { incarnation, commands };
}

function pageFrom(commands: readonly CommandEnvelope[], from: number): CommandEnvelope[] {
  const page: CommandEnvelope[] = [];
  let bytes = 0;
  for (const command of commands.slice(from, from + PUSH_LIMIT_COMMANDS)) {
    bytes += new TextEncoder().encode(JSON.stringify(command)).byteLength;
    if (page.length > 0 && bytes > PUSH_LIMIT_BYTES) break;
    page.push(command);
  }
  return page;
}

async function settle(house: House, ids: readonly Id[], state: 'run' | 'discarded'): Promise<void> {
  const settledAt = house.world.clock.now();
  for (let at = 0; at < ids.length; at += PUSH_LIMIT_COMMANDS) {
    await house.database.kysely
      .updateTable('quarantinedCommands')
      .set({ state, settledAt })
      .where('commandId', 'in', ids.slice(at, at + PUSH_LIMIT_COMMANDS))
      .execute();
  }
}

function told(page: readonly CommandEnvelope[], answer: CommandAnswer): QuarantineAnswer {
  const { commandId, seq, state } = answer;
  const name = page.find(({ id }) => id === commandId)?.name ?? '';
  return { seq, name, commandId, state, reasons: answer.reasons.map(({ code }) => code) };
}
