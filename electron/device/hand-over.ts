/**
 * Hands over what a closed device has and its server does not. Guards:
 * - everything is named that is here, answered or not and in whichever history: a server that was put back from a backup
 *   may have lost what it acknowledged, and this may be the only place that has it;
 * - page by page under the ids, numbers and hashes that the commands have; cut and begun again, nothing is there twice;
 * - only the server's word about all of it lets the key be destroyed: whatever else happens, everything stays.
 */
import type { Handle } from '#db/database.ts';
import type { Reason } from '#shared/kernel/refusal.ts';
import { PUSH_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import type { QuarantineRequest, QuarantineResponse } from '#shared/protocol/quarantine.ts';
import type { DeviceContext } from './device-context.ts';
import { batchOf } from './push-batch.ts';
import { ServerError } from './server-client.ts';
import { readSubjects } from './subjects.ts';

/** A server that is put back while it is told everything misses more the next time. */
const ROUNDS = 3;
/** Of what was not sent: how much is looked through for documents, and how many of these are named. */
const LIMIT_READ = 500;
const LIMIT_NAMED = 12;

interface HandOverParts {
  readonly context: DeviceContext;
  send(request: QuarantineRequest): Promise<QuarantineResponse>;
  /** The code of one of the device's histories, as far as it is known. */
  codeOf(incarnation: string): { readonly code?: string };
  /** Throws when somebody else has the database by now. */
  stillCurrent(): void;
}

interface HeldCommand {
  readonly commandId: string;
  readonly incarnation: string;
}

/** What had not been sent, as its person is told of it when it has left this computer. */
export interface HandedOver {
  readonly count: number;
  /** Numbers of its documents, the first of them: by these their author finds them again. Empty: none has one. */
  readonly documents: string;
}

/**
 * @returns how much of it had not been sent and that the key may go, or why not
 * @throws NetworkUnreachable
 */
export async function handOver(parts: HandOverParts): Promise<HandedOver | Reason> {
  const { context, send, stillCurrent } = parts;
  const { deviceId, incarnation } = context;
  const held = await listHeld(context.reader.kysely, incarnation);
  const holds = held.map(({ commandId }) => commandId);
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const said = await send({ deviceId, incarnation, commands: [], holds, ...parts.codeOf(incarnation) });
      stillCurrent();
      if (said.mayDestroy) return readUnsent(context.reader.kysely);
      const missing = new Set(said.missing);
      await sendEach(
        parts,
        held.filter(({ commandId }) => missing.has(commandId)),
      );
    }
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { code: error.code, params: error.params };
  }
  return { code: 'sync.pushStuck', params: {} };
}

/** Every command that is here, each history's together, oldest history and oldest command first. */
async function listHeld(db: Handle, present: string): Promise<HeldCommand[]> {
  const finished = await db
    .selectFrom('commandJournal')
    .select(['commandId', 'incarnation'])
    .orderBy('incarnation')
    .orderBy('chainSeq')
    .orderBy('seq')
    .execute();
  const queued = await db.selectFrom('outbox').select('commandId').orderBy('seq').execute();
  return [
    ...finished.filter(({ incarnation }) => incarnation !== present),
    ...finished.filter(({ incarnation }) => incarnation === present),
    ...queued.map(({ commandId }) => ({ commandId, incarnation: present })),
  ];
}

/** Whoever has this computer now reads it: numbers of documents, and nobody's name. */
async function readUnsent(db: Handle): Promise<HandedOver> {
  const rows = await db
    .selectFrom('outbox')
    .select('commandId')
    .where('state', '!=', 'answered')
    .orderBy('seq')
    .execute();
  const ids = rows.map(({ commandId }) => commandId);
  const subjects = await readSubjects(db, ids.slice(0, LIMIT_READ));
  const numbers = [...new Set(ids.flatMap((id) => subjects.get(id)?.subject.document ?? []))];
  const more = numbers.length > LIMIT_NAMED || ids.length > LIMIT_READ ? ' …' : '';
  return { count: rows.length, documents: `${numbers.slice(0, LIMIT_NAMED).join(', ')}${more}` };
}

/** @param held in the order of their histories */
async function sendEach(parts: HandOverParts, held: readonly HeldCommand[]): Promise<void> {
  const { context, send, codeOf, stillCurrent } = parts;
  const { deviceId } = context;
  for (let at = 0; at < held.length; ) {
    const incarnation = held[at]?.incarnation ?? context.incarnation;
    const end = held.findIndex((each, index) => index > at && each.incarnation !== incarnation);
    const ids = held.slice(at, end < 0 ? held.length : end).map(({ commandId }) => commandId);
    const { commands, former } = await batchOf(context.reader.kysely, deviceId, ids, PUSH_LIMIT_BYTES);
    if (commands.length === 0) throw new Error('a command that is handed over is here');
    await send({
      ...{ deviceId, incarnation, commands: [...commands] },
      ...(former.length === 0 ? {} : { former: [...former] }),
      ...codeOf(incarnation),
    });
    stillCurrent();
    at += commands.length;
  }
}
