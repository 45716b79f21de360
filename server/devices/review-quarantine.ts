/**
 * Looks through what closed devices handed over, and decides on it. Guards: nothing of it runs before somebody with the
 * right says so; who decided, and why, is written down; what ran and what was discarded stays to be read.
 */
import type { Handle } from '#db/database.ts';
import type { AnyCommand, Subject } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import {
  type DeviceReview,
  deviceEventKinds,
  type HeldCommand,
  type QuarantineRun,
  REVIEW_LIMIT_COMMANDS,
} from '#shared/protocol/devices.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { discardQuarantine, runQuarantine } from '../sync/run-quarantine.ts';
import { type Doer, noteQuarantine } from './change-device.ts';
import '#db/side-tables/server.ts';
import '#shared/domains/admin/tables.ts';
import '#shared/domains/crm/tables.ts';

const LIMIT_EVENTS = 200;

/** What waits of a device, oldest first, and what was done with it, newest first. */
export async function readReview({ database, registry }: House, deviceId: Id): Promise<Omit<DeviceReview, 'device'>> {
  const db = database.kysely;
  const rows = await db
    .selectFrom('quarantinedCommands')
    .select(['envelope', 'isChained', 'receivedAt'])
    .where('deviceId', '=', deviceId)
    .where('state', '=', 'waiting')
    .orderBy('receivedAt')
    .orderBy('seq')
    .orderBy('commandId')
    .limit(REVIEW_LIMIT_COMMANDS)
    .execute();
  const commands: HeldCommand[] = [];
  for (const { envelope, isChained, receivedAt } of rows) {
    const { id: commandId, seq, name, version, issuedAt, args } = JSON.parse(envelope) as CommandEnvelope;
    const told = subjectOf(registry.commands.get(`${name}@${version}`), args);
    const subject = await withParty(db, told, args);
    commands.push({ commandId, seq, name, version, issuedAt, receivedAt, isChained: isChained === 1, subject, args });
  }
  return { commands, events: await readEvents(db, deviceId) };
}

/** What a command says of itself; one that is newer than this server, or damaged, says nothing. */
function subjectOf(command: AnyCommand | undefined, args: unknown): Subject {
  const parsed = command?.subject ? command.args.safeParse(args) : null;
  if (!command?.subject || !parsed?.success) return {};
  try {
    return command.subject(parsed.data, undefined);
  } catch {
    // It is told by its result, which there is none of yet.
    return {};
  }
}

async function withParty(db: Handle, subject: Subject, args: unknown): Promise<HeldCommand['subject']> {
  const { document, party, amountMinor, currency, rows } = subject;
  const named = typeof args === 'object' && args !== null && 'customerId' in args ? args.customerId : undefined;
  const customerId = subject.customerId ?? (typeof named === 'string' ? named : undefined);
  const found = party === undefined && customerId !== undefined ? await nameOf(db, customerId) : party;
  return {
    ...(document === undefined ? {} : { document }),
    ...(found === undefined ? {} : { party: found }),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(currency === undefined ? {} : { currency }),
    ...(rows === undefined ? {} : { rows }),
  };
}

async function nameOf(db: Handle, customerId: Id): Promise<string | undefined> {
  const row = await db.selectFrom('customers').select('name').where('id', '=', customerId).executeTakeFirst();
  return row?.name;
}

/** Who did what with a device, newest first. A name is empty where the server's command line did it. */
export async function readEvents(db: Handle, deviceId: Id): Promise<DeviceReview['events']> {
  const rows = await db
    .selectFrom('deviceEvents')
    .leftJoin('users', 'users.id', 'deviceEvents.userId')
    .select(['deviceEvents.at', 'deviceEvents.userId', 'deviceEvents.kind', 'deviceEvents.detail', 'users.name'])
    .where('deviceEvents.deviceId', '=', deviceId)
    .orderBy('deviceEvents.at', 'desc')
    .orderBy('deviceEvents.id', 'desc')
    .limit(LIMIT_EVENTS)
    .execute();
  return rows.flatMap(({ at, userId, name, detail, ...row }) => {
    const kind = deviceEventKinds.find((known) => known === row.kind);
    return kind ? [{ at, person: { id: userId, name: name ?? '' }, kind, detail }] : [];
  });
}

/**
 * Runs all that a device handed over, as its author's.
 * @throws HttpRefusal `devices.unknown`, `devices.notRevoked`, `sync.commandTooNew`: the rest waits
 */
export async function runHeld(house: House, doer: Doer, deviceId: Id, reason: string | null): Promise<QuarantineRun> {
  const codes = await codesOfClosed(house, deviceId);
  await noteQuarantine(house, doer, deviceId, 'quarantineRun', reason);
  const answers: QuarantineRun['answers'] = [];
  for (const code of codes) {
    for (const { reasons, ...answer } of await runQuarantine(house, code)) {
      answers.push({ ...answer, reasons: [...reasons] });
    }
  }
  return { answers };
}

/** Puts all of it aside for good. @throws HttpRefusal `devices.unknown`, `devices.notRevoked` */
export async function discardHeld(
  house: House,
  doer: Doer,
  deviceId: Id,
  reason: string | null,
): Promise<{ discarded: number }> {
  const codes = await codesOfClosed(house, deviceId);
  await noteQuarantine(house, doer, deviceId, 'quarantineDiscarded', reason);
  let discarded = 0;
  for (const code of codes) discarded += await discardQuarantine(house, code);
  return { discarded };
}

/** Codes of the histories of which something waits, oldest first. @throws HttpRefusal `devices.unknown`, `devices.notRevoked` */
export async function codesOfClosed({ database }: Pick<House, 'database'>, deviceId: Id): Promise<string[]> {
  const histories = await database.kysely
    .selectFrom('devices')
    .select(['code', 'incarnation', 'revokedAt'])
    .where('id', '=', deviceId)
    .orderBy('createdAt')
    .orderBy('incarnation')
    .execute();
  if (histories.length === 0) throw new HttpRefusal('devices.unknown');
  if (histories.every(({ revokedAt }) => revokedAt === null)) throw new HttpRefusal('devices.notRevoked');
  const waiting = await database.kysely
    .selectFrom('quarantinedCommands')
    .select('incarnation')
    .distinct()
    .where('deviceId', '=', deviceId)
    .where('state', '=', 'waiting')
    .orderBy('incarnation')
    .execute();
  const incarnations = new Set(waiting.map(({ incarnation }) => incarnation));
  return histories.filter(({ incarnation }) => incarnations.has(incarnation)).map(({ code }) => code);
}
