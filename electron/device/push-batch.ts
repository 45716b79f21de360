/** Which commands go into the next push: from the outbox, and from the journal for a server that was put back. */
import type { Handle } from '#db/database.ts';
import { prepareQuery } from '#shared/kernel/prepared.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { PUSH_LIMIT_COMMANDS } from '#shared/protocol/limits.ts';
import type { FormerAnswer, LegalNumber } from '#shared/protocol/sync.ts';
import '#db/side-tables/device.ts';

/** Room that the push message itself takes beside its commands. */
const PUSH_FRAME_BYTES = 1_024;

/** What goes into one push. */
export interface PushBatch {
  readonly commands: readonly CommandEnvelope[];
  /** Those of them that a server has answered which does not know them any more. */
  readonly former: readonly FormerAnswer[];
}

/** What of a row travels. */
export const sentColumns = [
  'seq',
  'commandId',
  'name',
  'version',
  'args',
  'userId',
  'issuedAt',
  'hash',
  'replaces',
] as const;
const answerColumns = ['answerState', 'answerReasons', 'answerLegalNumbers'] as const;
type SentRow = Pick<Row<'outbox'>, (typeof sentColumns)[number] | (typeof answerColumns)[number]>;

/**
 * The next commands to send: unanswered, oldest first, within the limits of one push.
 * @param limitBytes that they have together; one that is longer goes alone
 */
export async function nextBatch(db: Handle, deviceId: string, limitBytes: number): Promise<PushBatch> {
  return toBatch(await findUnanswered(db, {}), deviceId, limitBytes);
}

const findUnanswered = prepareQuery((tx) =>
  tx
    .selectFrom('outbox')
    .select(sentColumns)
    .select(answerColumns)
    .where('state', '!=', 'answered')
    .orderBy('seq')
    .limit(PUSH_LIMIT_COMMANDS),
);

/** Commands from a number on, answered ones included: for a server that has lost some. */
export async function batchFrom(
  db: Handle,
  deviceId: string,
  incarnation: string,
  seq: number,
  limitBytes: number,
): Promise<PushBatch> {
  const finished = await finishedFrom(db, incarnation, seq);
  const queued = await db
    .selectFrom('outbox')
    .select(sentColumns)
    .select(answerColumns)
    .where('seq', '>=', seq)
    .orderBy('seq')
    .limit(PUSH_LIMIT_COMMANDS)
    .execute();
  const rows = [...finished, ...queued].sort((a, b) => a.seq - b.seq).slice(0, PUSH_LIMIT_COMMANDS);
  return toBatch(rows, deviceId, limitBytes);
}

/** The same of a history that this device has left: it lies in the journal alone. */
export async function formerBatchFrom(
  db: Handle,
  deviceId: string,
  incarnation: string,
  seq: number,
  limitBytes: number,
): Promise<PushBatch> {
  return toBatch(await finishedFrom(db, incarnation, seq), deviceId, limitBytes);
}

async function finishedFrom(db: Handle, incarnation: string, seq: number): Promise<SentRow[]> {
  return db
    .selectFrom('commandJournal')
    .select(['chainSeq as seq', 'commandId', 'name', 'version', 'args', 'userId', 'issuedAt', 'hash', 'replaces'])
    .select(answerColumns)
    .where('incarnation', '=', incarnation)
    .where('chainSeq', '>=', seq)
    .orderBy('chainSeq')
    .limit(PUSH_LIMIT_COMMANDS)
    .$narrowType<{ seq: number }>()
    .execute();
}

/**
 * Commands by their ids, wherever they lie and whatever their answer, in the order of the ids: for a device that was
 * closed and hands over what the server does not have.
 */
export async function batchOf(
  db: Handle,
  deviceId: string,
  commandIds: readonly string[],
  limitBytes: number,
): Promise<PushBatch> {
  const wanted = commandIds.slice(0, PUSH_LIMIT_COMMANDS);
  const queued = await db
    .selectFrom('outbox')
    .select(sentColumns)
    .select(answerColumns)
    .where('commandId', 'in', wanted)
    .orderBy('commandId')
    .execute();
  const finished = await db
    .selectFrom('commandJournal')
    .select([...sentColumns, 'chainSeq'])
    .select(answerColumns)
    .where('commandId', 'in', wanted)
    .orderBy('commandId')
    .execute();
  const rows = new Map<string, SentRow>(queued.map((row) => [row.commandId, row]));
  // What was answered elsewhere has a place in no chain; the server sees that it follows from nothing.
  for (const { chainSeq, ...row } of finished)
    rows.set(row.commandId, { ...row, seq: Math.max(1, chainSeq ?? row.seq) });
  return toBatch(
    wanted.flatMap((id) => rows.get(id) ?? []),
    deviceId,
    limitBytes,
  );
}

function toBatch(rows: readonly SentRow[], deviceId: string, limitBytes: number): PushBatch {
  const envelopes = rows.map((row) => toEnvelope(row, deviceId));
  const commands = withinLimit(envelopes, limitBytes);
  const former = rows.slice(0, commands.length).flatMap((row): FormerAnswer[] => {
    const { commandId, answerState, answerReasons, answerLegalNumbers } = row;
    // Of an answer that was forgotten its numbers are kept: `forgetAnswers`.
    const isKnown = answerState !== null || answerLegalNumbers !== null;
    // What failed says nothing, but for the numbers that it had before it did.
    if (!isKnown || (answerState === 'failed' && answerLegalNumbers === null)) return [];
    const legalNumbers = JSON.parse(answerLegalNumbers ?? '[]') as LegalNumber[];
    if (answerState === null || answerState === 'failed') return [{ commandId, state: 'applied', legalNumbers }];
    if (answerState !== 'rejected') return [{ commandId, state: answerState, legalNumbers }];
    return [
      {
        commandId,
        state: answerState,
        reasons: JSON.parse(answerReasons ?? '[]') as FormerAnswer['reasons'],
        legalNumbers,
      },
    ];
  });
  return { commands, former };
}

/** A command as it travels; the same bytes on every try. */
export function toEnvelope(row: Pick<Row<'outbox'>, (typeof sentColumns)[number]>, deviceId: string): CommandEnvelope {
  const { seq, commandId, name, version, args, userId, issuedAt, hash, replaces } = row;
  const envelope = { id: commandId, name, version, args: JSON.parse(args), deviceId, seq, userId, issuedAt, hash };
  return replaces === null ? envelope : { ...envelope, replaces };
}

function withinLimit(commands: readonly CommandEnvelope[], limitBytes: number): CommandEnvelope[] {
  const fitting: CommandEnvelope[] = [];
  let bytes = PUSH_FRAME_BYTES;
  for (const command of commands) {
    bytes += new TextEncoder().encode(JSON.stringify(command)).byteLength + 1;
    if (fitting.length > 0 && bytes > limitBytes) break;
    fitting.push(command);
  }
  return fitting;
}
