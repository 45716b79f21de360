/**
 * The one place where devices' commands become the company's history (SYNC.md, push). Guards:
 * - one transaction a request, with the company's counter held until commit: commands have one order;
 * - each command's answer is stored in the transaction of its effects; sent again, it gets that answer;
 * - a request that is refused has run nothing.
 */
import { type Actor, type AnyCommand, commandKey } from '#shared/kernel/command.ts';
import type { Id } from '#shared/kernel/ids.ts';
import type { Instant } from '#shared/kernel/instants.ts';
import { endTxContext } from '#shared/kernel/runner.ts';
import type { Row } from '#shared/kernel/table.ts';
import type { CommandEnvelope } from '#shared/protocol/envelope.ts';
import { ARGS_LIMIT_BYTES, PUSH_LIMIT_BYTES } from '#shared/protocol/limits.ts';
import type { CommandAnswer, FormerAnswer, PushRequest, PushResponse } from '#shared/protocol/sync.ts';
import { sealOf } from '../audit/answer-seal.ts';
import { topicOf } from '../audit/command-topic.ts';
import { auditedTables } from '../audit/told-columns.ts';
import type { Session } from '../auth/access-token.ts';
import { registerHistory } from '../auth/register-history.ts';
import type { House } from '../house.ts';
import { HttpRefusal } from '../http/http-refusal.ts';
import { actorTables, readActor } from './actor.ts';
import { beginRecovery } from './begin-recovery.ts';
import { type ChainHead, type KnownCommand, type PlannedCommand, planPush } from './command-chain.ts';
import { type CompanyState, type ServerTx, setCompanyVersion, withCompanyLock } from './company-lock.ts';
import { noteRejections } from './rejections.ts';
import { aheadOf, readLastRanAt, runEnvelope } from './run-envelope.ts';
import { storeTogether } from './store-together.ts';
import { legalNumbersText, storedAnswer } from './stored-answer.ts';

/**
 * Runs a push of the session's device.
 * @throws HttpRefusal with a sync.* code; nothing has run then
 */
export async function executePush(house: House, session: Session, request: PushRequest): Promise<PushResponse> {
  checkOwner(session, request);
  checkSizes(request.commands);
  const done = await withCompanyLock(house.database, (tx, company) => pushLocked(house, session, request, tx, company));
  if (done.version > done.versionBefore) house.pokes.committed(done.version);
  for (const answer of done.fresh) house.metrics.add('satchel_commands_total', 1, { state: answer.state });
  return { timeline: done.timeline, answers: done.answers, serverTime: house.world.clock.now() };
}

/** @throws HttpRefusal `sync.foreignDevice`, `sync.foreignUser` */
export function checkOwner(session: Session, request: Pick<PushRequest, 'deviceId' | 'commands'>): void {
  const { deviceId } = session;
  const foreign = request.deviceId !== deviceId || request.commands.some((command) => command.deviceId !== deviceId);
  if (foreign) throw new HttpRefusal('sync.foreignDevice');
  if (request.commands.some((command) => command.userId !== session.userId)) throw new HttpRefusal('sync.foreignUser');
}

/** @throws HttpRefusal `sync.argumentsTooLarge`, `sync.pushTooLarge` */
export function checkSizes(commands: readonly CommandEnvelope[]): void {
  const encoder = new TextEncoder();
  const sizeOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length;
  for (const { args, seq } of commands) {
    if (sizeOf(args) > ARGS_LIMIT_BYTES) {
      throw new HttpRefusal('sync.argumentsTooLarge', { limitBytes: ARGS_LIMIT_BYTES, seq });
    }
  }
  const total = commands.reduce((sum, command) => sum + sizeOf(command), 0);
  if (total > PUSH_LIMIT_BYTES) throw new HttpRefusal('sync.pushTooLarge', { limitBytes: PUSH_LIMIT_BYTES });
}

interface Done {
  readonly timeline: Id;
  readonly versionBefore: number;
  readonly version: number;
  readonly answers: CommandAnswer[];
  /** Those of the answers that were made now. */
  readonly fresh: CommandAnswer[];
}

async function pushLocked(
  house: House,
  session: Session,
  request: PushRequest,
  tx: ServerTx,
  company: CompanyState,
): Promise<Done> {
  const device = await readDevice(house, tx, session, request);
  const known = await readKnown(tx, request.commands);
  const plan = planPush(
    { id: request.deviceId, incarnation: request.incarnation },
    { seq: device.lastSeq, hash: device.lastHash },
    request.commands,
    known,
  );
  const answers: CommandAnswer[] = [];
  const fresh: CommandAnswer[] = [];
  const log: LogRow[] = [];
  const topics: SealedTopic[] = [];
  let head: ChainHead = { seq: device.lastSeq, hash: device.lastHash };
  let version = company.version;
  let lastRanAt = await readLastRanAt(tx, request, house.world.clock.now());
  let actor: Actor | null = null;
  let mayAudit = false;
  const former = new Map(request.former?.map((answer) => [answer.commandId, answer]));
  const { isRecovering, timeline } = await noticeLoss(house, tx, company, plan, former);
  for (const [index, planned] of plan.entries()) {
    const { envelope } = planned;
    const next = plan[index + 1];
    const given = planned.repeats ? answers.find(({ commandId }) => commandId === envelope.id) : planned.answer;
    if (given) {
      answers.push(given);
      head = planned.head;
      continue;
    }
    const definition = house.registry.commands.get(commandKey(envelope.name, envelope.version));
    if (!definition) {
      if (answers.length > 0) break;
      throw new HttpRefusal('sync.commandTooNew', { name: envelope.name, version: envelope.version });
    }
    actor ??= await readActor(tx, session.userId, session.isRevoked);
    version = Math.max(version + 1, company.nextVersion);
    const receivedAt = house.world.clock.now();
    const issuing = { id: session.deviceId, code: device.code, formerCodes: device.formerCodes };
    const run = {
      definition,
      envelope,
      actor,
      device: issuing,
      version,
      receivedAt,
      lastRanAt,
      former: former.get(envelope.id) ?? null,
      isRecovering,
      failedJustNow: log.filter(({ answerState }) => answerState === 'failed'),
      // What the next command reads travels with the end of this one.
      askNext: next && !next.answer && !next.repeats ? aheadOf(house.registry, next.envelope) : undefined,
    };
    const { answer, result, ranAt } = await runEnvelope(house, tx, run);
    const row = toLogRow(request, planned, answer, receivedAt, ranAt);
    log.push(row);
    topics.push({ ...topicOf(definition, envelope, result), seal: sealOf(row) });
    if (changesRights(definition)) actor = null;
    mayAudit ||= definition.writes.some((table) => auditedTables.has(table));
    answers.push(answer);
    fresh.push(answer);
    lastRanAt = ranAt;
    head = planned.head;
  }
  await storeTogether(tx, 'commandLog', log);
  await storeTogether(tx, 'commandTopics', topics);
  await noteRejections(tx, log);
  await finish(house, request, tx, company, { version, head, headBefore: device.lastSeq, mayAudit });
  return { timeline, versionBefore: company.version, version, answers, fresh };
}

/**
 * A command that was answered once and is not known here says that this server was put back from a backup, whether or
 * not its administrator has said so.
 */
async function noticeLoss(
  house: House,
  tx: ServerTx,
  company: CompanyState,
  plan: readonly PlannedCommand[],
  former: ReadonlyMap<Id, FormerAnswer>,
): Promise<{ readonly timeline: Id; readonly isRecovering: boolean }> {
  const { timeline, recoverySince } = company;
  if (recoverySince !== null) return { timeline, isRecovering: true };
  const isLost = plan.some(({ answer, repeats, envelope }) => answer === null && !repeats && former.has(envelope.id));
  if (!isLost) return { timeline, isRecovering: false };
  house.logger.warn('a device knows commands that are not here: the server was put back from a backup, and recovers');
  return { ...(await beginRecovery(tx, house.world, false)), isRecovering: true };
}

function changesRights(definition: AnyCommand): boolean {
  return definition.writes.some((table) => actorTables.has(table));
}

async function finish(
  house: House,
  request: PushRequest,
  tx: ServerTx,
  company: CompanyState,
  end: { version: number; head: ChainHead; headBefore: number; mayAudit: boolean },
): Promise<void> {
  if (end.head.seq > end.headBefore) {
    await tx
      .updateTable('devices')
      .set({ lastSeq: end.head.seq, lastHash: end.head.hash, lastSeenAt: house.world.clock.now() })
      .where('id', '=', request.deviceId)
      .where('incarnation', '=', request.incarnation)
      .execute();
  }
  if (end.version === company.version) return;
  await endTxContext(tx);
  await setCompanyVersion(tx, company, end.version, end.mayAudit);
  await house.pokes.announce(tx, end.version);
}

interface IssuingHistory {
  readonly code: string;
  readonly formerCodes: readonly string[];
  readonly lastSeq: number;
  readonly lastHash: string;
}

async function readDevice(house: House, tx: ServerTx, session: Session, request: PushRequest): Promise<IssuingHistory> {
  const histories = await tx
    .selectFrom('devices')
    .select(['incarnation', 'code', 'lastSeq', 'lastHash', 'revokedAt'])
    .where('id', '=', request.deviceId)
    .orderBy('incarnation')
    .execute();
  const isRevoked = histories.some(({ revokedAt }) => revokedAt !== null);
  // What a closed device handed over runs when its administrator says so, never by a push of its own.
  if (isRevoked && !session.isRevoked) throw new HttpRefusal('auth.revoked');
  const known = histories.find(({ incarnation }) => incarnation === request.incarnation);
  const device = known ?? (await registerLost(house, tx, session, request));
  const formerCodes = histories.filter((history) => history !== known).map((history) => history.code);
  return { ...device, formerCodes };
}

/**
 * A new incarnation is made known, and gets its code, by signing in. One that was answered before and is not known is
 * of the time since the backup from which this server was put back.
 */
async function registerLost(
  house: House,
  tx: ServerTx,
  session: Session,
  { incarnation, former, code }: PushRequest,
): Promise<Omit<IssuingHistory, 'formerCodes'>> {
  if (!former || code === undefined) throw new HttpRefusal('auth.required');
  const device = { id: session.deviceId, incarnation, name: '', appVersion: '' };
  return registerHistory(tx, house.world, session.userId, { ...device, code });
}

async function readKnown(tx: ServerTx, envelopes: readonly CommandEnvelope[]): Promise<Map<Id, KnownCommand>> {
  const rows = await tx
    .selectFrom('commandLog')
    .select([
      'commandId',
      'deviceId',
      'incarnation',
      'seq',
      'hash',
      'answerState',
      'answerReasons',
      'companyVersion',
      'answeredAt',
      'answerLegalNumbers',
    ])
    .where(
      'commandId',
      'in',
      envelopes.map((envelope) => envelope.id),
    )
    .orderBy('commandId')
    .execute();
  return new Map(rows.map((row) => [row.commandId, { ...row, answer: storedAnswer(row) }]));
}

type LogRow = Row<'commandLog'>;
type SealedTopic = Row<'commandTopics'>;

function toLogRow(
  request: PushRequest,
  { envelope }: PlannedCommand,
  answer: CommandAnswer,
  receivedAt: Instant,
  ranAt: Instant,
): LogRow {
  return {
    deviceId: request.deviceId,
    incarnation: request.incarnation,
    seq: envelope.seq,
    commandId: envelope.id,
    userId: envelope.userId,
    name: envelope.name,
    version: envelope.version,
    args: JSON.stringify(envelope.args),
    issuedAt: envelope.issuedAt,
    hash: envelope.hash,
    replaces: envelope.replaces ?? null,
    receivedAt,
    answerState: answer.state,
    answerReasons: JSON.stringify(answer.reasons),
    companyVersion: answer.version,
    answeredAt: answer.answeredAt,
    ranAt,
    answerLegalNumbers: legalNumbersText(answer),
  };
}
