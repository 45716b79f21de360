/**
 * Commands that failed are run again by an administrator (SYNC.md, push). Guards:
 * - only `failed` is run again, under the same id and with the time that it had; every other answer stands for ever;
 * - the new answer is a new version of the company: the device that waits for it gets it with its next pull;
 * - each runs in a transaction of its own, in the order in which they failed.
 */
import type { FastifyBaseLogger } from 'fastify';
import { commandKey } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import { endTxContext } from '#shared/kernel/runner.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { CommandAnswer, FormerAnswer, LegalNumber } from '#shared/protocol/sync.ts';
import { sealOf } from '../audit/answer-seal.ts';
import { replaceTopic, topicOf } from '../audit/command-topic.ts';
import type { ServerRegistry } from '../house.ts';
import { readActor } from './actor.ts';
import { type CompanyState, type ServerTx, setCompanyVersion, withCompanyLock } from './company-lock.ts';
import { noteRejections } from './rejections.ts';
import { runAt } from './run-envelope.ts';
import { legalNumbersText } from './stored-answer.ts';
import type { SystemWriter } from './system-command.ts';

export interface RerunWriter extends SystemWriter {
  readonly registry: Pick<ServerRegistry, 'commands'>;
  readonly logger: FastifyBaseLogger;
}

export interface RerunFilter {
  /** Only this one. */
  readonly commandId?: Id;
  /** Only those that failed for one of these reasons. */
  readonly reasonCodes?: readonly string[];
}

export type RerunAnswer = Pick<CommandAnswer, 'commandId' | 'state' | 'reasons'> & { readonly name: string };

/** Runs failed commands again, oldest first. @returns their answers; one may have failed again */
export async function rerunFailed(writer: RerunWriter, filter: RerunFilter = {}): Promise<RerunAnswer[]> {
  const answers: RerunAnswer[] = [];
  for (const { commandId } of await findFailed(writer, filter)) {
    const answer = await rerunOne(writer, commandId);
    if (answer) answers.push(answer);
  }
  return answers;
}

/** What waits for an administrator. */
export async function listFailed(
  writer: Pick<RerunWriter, 'database'>,
): Promise<{ commandId: Id; name: string; issuedAt: number; userId: Id; reasons: unknown }[]> {
  const rows = await findFailed(writer, {});
  return rows.map(({ answerReasons, ...row }) => ({ ...row, reasons: JSON.parse(answerReasons) as unknown }));
}

/** In the order in which they came: what hangs on another one comes behind it, however often each was tried. */
async function findFailed({ database }: Pick<RerunWriter, 'database'>, { commandId, reasonCodes }: RerunFilter) {
  let query = database.kysely
    .selectFrom('commandLog')
    .select(['commandId', 'name', 'issuedAt', 'userId', 'answerReasons'])
    .where('answerState', '=', 'failed');
  if (commandId !== undefined) query = query.where('commandId', '=', commandId);
  const rows = await query.orderBy('receivedAt').orderBy('deviceId').orderBy('incarnation').orderBy('seq').execute();
  if (reasonCodes === undefined) return rows;
  return rows.filter((row) =>
    (JSON.parse(row.answerReasons) as { code: string }[]).some(({ code }) => reasonCodes.includes(code)),
  );
}

async function rerunOne(writer: RerunWriter, commandId: Id): Promise<RerunAnswer | null> {
  const done = await withCompanyLock(writer.database, async (tx, company) => {
    const row = await tx
      .selectFrom('commandLog')
      .selectAll()
      .where('commandId', '=', commandId)
      .where('answerState', '=', 'failed')
      .executeTakeFirst();
    return row ? rerunWithin(writer, tx, company, row) : null;
  });
  if (!done) return null;
  writer.pokes?.committed(done.answer.version);
  const { state, reasons } = done.answer;
  return { commandId, name: done.name, state, reasons };
}

/** The numbers that were on paper before the server was put back from a backup, if it had some. */
function formerOf({ commandId, answerLegalNumbers }: Row<'commandLog'>): FormerAnswer | null {
  if (answerLegalNumbers === null) return null;
  return { commandId, state: 'applied', legalNumbers: JSON.parse(answerLegalNumbers) as LegalNumber[] };
}

async function rerunWithin(
  writer: RerunWriter,
  tx: ServerTx,
  company: CompanyState,
  row: Row<'commandLog'>,
): Promise<{ answer: CommandAnswer; name: string } | null> {
  const definition = writer.registry.commands.get(commandKey(row.name, row.version));
  if (!definition) return null;
  const histories = await tx
    .selectFrom('devices')
    .select(['incarnation', 'code'])
    .where('id', '=', row.deviceId)
    .orderBy('incarnation')
    .execute();
  const code = histories.find(({ incarnation }) => incarnation === row.incarnation)?.code ?? '';
  const formerCodes = histories.filter(({ incarnation }) => incarnation !== row.incarnation).map((each) => each.code);
  const version = company.nextVersion;
  const { name, seq, userId, issuedAt, hash, deviceId } = row;
  const run = {
    definition,
    envelope: {
      id: row.commandId,
      name,
      version: row.version,
      args: JSON.parse(row.args),
      deviceId,
      seq,
      userId,
      issuedAt,
      hash,
    },
    // Who sent it had the right to send it; that they left since changes nothing of what they did.
    actor: await readActor(tx, userId, true),
    device: { id: deviceId, code, formerCodes },
    version,
    receivedAt: writer.world.clock.now(),
    former: formerOf(row),
    isRecovering: company.recoverySince !== null,
  };
  const { answer, result } = await runAt(writer, tx, run, row.ranAt);
  const answered = {
    answerState: answer.state,
    answerReasons: JSON.stringify(answer.reasons),
    companyVersion: version,
    answeredAt: answer.answeredAt,
    answerLegalNumbers: legalNumbersText(answer),
  };
  await tx.updateTable('commandLog').set(answered).where('commandId', '=', row.commandId).execute();
  await noteRejections(tx, [{ ...row, ...answered }]);
  const topic = topicOf(definition, run.envelope, result);
  await replaceTopic(tx, { ...topic, seal: sealOf({ ...row, ...answered }) });
  await endTxContext(tx);
  await setCompanyVersion(tx, company, version);
  await writer.pokes?.announce(tx, version);
  return { answer, name };
}
